import type { JavaApp } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import { lineage, readPom } from '../../parse/pom.ts';
import type { Repo } from '../../repo/repo.ts';
import { mavenTool } from './build-tool.ts';
import { findGradle, gradleApps } from './gradle.ts';
import { gradleTool } from './gradle-tool.ts';
import { mavenApps } from './maven.ts';

/**
 * The Java apps of a folder. Where it has both a POM and a Gradle build, the one with a complete wrapper is taken: that
 * is what its people run; with both or neither it is Maven, whose POM says the same in data.
 */
export function detectJava(repo: Repo, dir: string): readonly JavaApp[] {
  const pom = readPom(repo, dir);
  const build = findGradle(repo, dir);
  if (build === undefined) return pom === undefined ? [] : mavenApps(repo, pom, dir);
  if (pom === undefined) return gradleApps(repo, build, dir);
  const top = lineage(pom).at(-1) ?? pom;
  const [maven, gradle] = [
    mavenTool(repo, top.dir).value === 'mvnw',
    gradleTool(repo, build.dir).tool.value === 'gradlew',
  ];
  const [used, left] = gradle && !maven ? ['Gradle', 'Maven'] : ['Maven', 'Gradle'];
  const why = gradle === maven ? 'both would do' : 'it has a complete wrapper';
  repo.report(problem('two-build-tools', { used, left, why }, { file: pom.file }));
  return used === 'Gradle' ? gradleApps(repo, build, dir) : mavenApps(repo, pom, dir);
}
