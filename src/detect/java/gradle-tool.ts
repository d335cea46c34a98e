import { coerce, gte, lt } from 'semver';
import data from '../../../data/gradle.json' with { type: 'json' };
import { fact, inFile, type Candidate, type Fact } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import type { JavaTool } from '../../model/app.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';

const PROPERTIES = 'gradle/wrapper/gradle-wrapper.properties';
const JAR = 'gradle/wrapper/gradle-wrapper.jar';
const DISTRIBUTION = /^\s*distributionUrl\s*=.*?gradle-(\d+(?:\.\d+)+)[^/]*\.zip/m;

/** How Gradle is started: by the wrapper where it can run, since it states the release, else by the image's own. */
export interface GradleTool {
  readonly tool: Fact<JavaTool>;
  /** The wrapper's jar, where it has to be started without its script. */
  readonly wrapperJar?: string;
  /** The release that the wrapper states, complete or not. */
  readonly release?: Candidate<string>;
}

/** @param dir the root of the build. @see https://docs.gradle.org/current/userguide/gradle_wrapper.html */
export function gradleTool(repo: Repo, dir: string): GradleTool {
  const [script, properties, jar] = [join(dir, 'gradlew'), join(dir, PROPERTIES), join(dir, JAR)];
  const text = repo.read(properties) ?? '';
  const stated = DISTRIBUTION.exec(text)?.[1];
  const release =
    stated === undefined
      ? undefined
      : {
          value: stated,
          source: inFile(properties, lineOfMatch(text, DISTRIBUTION), 'distributionUrl'),
          because: `the wrapper is of Gradle ${stated}`,
        };
  const found = release === undefined ? {} : { release };
  const isThere = repo.has(script) || repo.has(properties);
  if (!isThere)
    return { tool: fact('gradle', 'there is no wrapper', { kind: 'absent', lookedFor: [script] }), ...found };
  const missing = [
    ...(/^\s*distributionUrl\s*=/m.test(text) ? [] : [`${properties} has no distributionUrl`]),
    ...(repo.has(jar) ? [] : [`${jar} is missing`]),
  ];
  if (missing[0] !== undefined) {
    const args = { tool: 'Gradle', missing: missing[0], command: 'gradle wrapper' };
    repo.report(problem('wrapper-incomplete', args, { file: repo.has(script) ? script : properties }));
    return { tool: fact('gradle', `the wrapper is incomplete: ${missing[0]}`, inFile(properties)), ...found };
  }
  const canRun = repo.has(script) && !repo.hasCarriageReturns(script);
  return {
    tool: fact('gradlew', 'the wrapper states the release of Gradle', inFile(properties)),
    ...(canRun ? {} : { wrapperJar: jar }),
    ...found,
  };
}

/**
 * What Gradle itself demands of Java: the newest long-term line that the wrapper's release runs on, and the oldest.
 * Only one that is stated lower, or nothing stated, is changed by it.
 */
export function gradleLimits(release: string | undefined): { readonly newest: number; readonly oldest: number } {
  const version = coerce(release ?? '');
  if (version === null) return { newest: Number.MAX_SAFE_INTEGER, oldest: 0 };
  const runs = data.runsOn.filter(
    (row) =>
      gte(version, coerce(row.since) ?? '0.0.0') &&
      (row.before === undefined || lt(version, coerce(row.before) ?? '0.0.0')),
  );
  const lines = runs.map(({ java }) => java);
  const needs = data.needs.filter((row) => gte(version, coerce(row.since) ?? '0.0.0'));
  return {
    newest: Math.max(8, ...lines),
    oldest: Math.max(8, ...needs.map(({ java }) => java)),
  };
}
