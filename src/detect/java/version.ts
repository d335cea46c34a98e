import type { Candidate, Fact } from '../../model/fact.ts';
import type { ToolVersion } from '../../model/version.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { configurationsOf, pluginsOf, type Pom } from '../../parse/pom.ts';
import { linesOf } from '../../releases.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { inFile } from '../../model/fact.ts';
import { resolveVersion, type Statement } from '../version.ts';
import { miseVersions, plainVersionFile, toolVersions, upwards } from '../version-files.ts';
import { bootVersion } from './boot.ts';

type Look = (repo: Repo, pom: Pom) => Candidate<string>[];

/** Where Java's version may stand, in order: what a developer's machine is switched to, then what the code is compiled for. */
const javaVersionSources: readonly Look[] = [
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.java-version')),
  (repo, { dir }) => upwards(dir, (at) => keyed(repo, at, '.sdkmanrc', 'java')),
  (repo, { dir }) => upwards(dir, (at) => toolVersions(repo, at, ['java'])),
  (repo, { dir }) => upwards(dir, (at) => miseVersions(repo, at, ['java'])),
  (repo, { dir }) => upwards(dir, (at) => keyed(repo, at, 'system.properties', 'java.runtime.version')),
  (_repo, pom) => compilerPlugin(pom, 'release'),
  (_repo, pom) => property(pom, 'maven.compiler.release'),
  (_repo, pom) => compilerPlugin(pom, 'target'),
  (_repo, pom) => property(pom, 'maven.compiler.target'),
  (_repo, pom) => property(pom, 'maven.compiler.source'),
  (_repo, pom) => property(pom, 'java.version'),
  (_repo, pom) => bootMinimum(pom),
];

/**
 * The line of Java: a stated release is the least that the code needs, so a release without long-term support gives
 * the next line that has it.
 */
export function javaVersion(repo: Repo, pom: Pom): Fact<ToolVersion> {
  const candidates = javaVersionSources.flatMap((look) => look(repo, pom));
  const version = resolveVersion(repo, 'java', candidates, readJavaStatement, 1);
  const stated = candidates.find((candidate) => majorOf(candidate.value) !== undefined);
  if (stated === undefined || majorOf(stated.value) === Number(version.value.line)) return version;
  return { ...version, because: `${version.because}; ${version.value.line} is the next long-term line` };
}

/** `21`, `1.8`, `21.0.2-tem`, `temurin-21.0.2+13.0.LTS`, `graalvm-ce-java17-22.3.1`. */
function majorOf(text: string): number | undefined {
  const found = /java(\d+)/.exec(text) ?? /(?:^|-)(\d+)(?:\.(\d+))?/.exec(text.trim());
  const major = Number(found?.[1] === '1' ? found[2] : found?.[1]);
  return Number.isInteger(major) && major >= 5 && major < 100 ? major : undefined;
}

function readJavaStatement(text: string): Statement | undefined {
  const major = majorOf(text);
  if (major === undefined) return undefined;
  const lines = linesOf('java').flatMap((line) =>
    line.longTerm && Number(line.line) >= major ? [Number(line.line)] : [],
  );
  return { kind: 'release', release: String(lines.length === 0 ? major : Math.min(...lines)) };
}

/** `key=value` files of SDKMAN and of Heroku. @see https://sdkman.io/usage#env-command */
function keyed(repo: Repo, dir: string, name: string, key: string): Candidate<string>[] {
  const file = join(dir, name);
  const text = repo.read(file) ?? '';
  const pattern = new RegExp(`^\\s*${key.replaceAll('.', '\\.')}\\s*[=:]\\s*(\\S+)`, 'm');
  const value = pattern.exec(text)?.[1];
  return value === undefined
    ? []
    : [{ value, source: inFile(file, lineOfMatch(text, pattern), key), because: `${file} says ${key}=${value}` }];
}

function property(pom: Pom, name: string): Candidate<string>[] {
  const found = pom.property(name);
  if (found === undefined) return [];
  const value = pom.resolve(found.value);
  return [{ value, source: found.source, because: `${name} is ${value}` }];
}

function compilerPlugin(pom: Pom, key: 'release' | 'target'): Candidate<string>[] {
  return pluginsOf(pom)
    .filter(({ artifact }) => artifact === 'maven-compiler-plugin')
    .flatMap((plugin) =>
      configurationsOf(plugin)
        .flatMap((configuration) => configuration.child(key) ?? [])
        .map((element) => ({ element, plugin })),
    )
    .flatMap(({ element, plugin }) => {
      const value = element.text && pom.resolve(element.text);
      return value
        ? [{ value, source: plugin.pom.at(element, key), because: `maven-compiler-plugin compiles for ${value}` }]
        : [];
    });
}

/** Boot's parent compiles for this release where nothing else is said. @see https://docs.spring.io/spring-boot/system-requirements.html */
function bootMinimum(pom: Pom): Candidate<string>[] {
  const boot = bootVersion(pom);
  const [source] = boot?.sources ?? [];
  if (boot === undefined || source === undefined) return [];
  const value = Number(boot.value.split('.')[0]) >= 3 ? '17' : '8';
  return [{ value, source, because: `Spring Boot ${boot.value} compiles for ${value} where nothing is said` }];
}
