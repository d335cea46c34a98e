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
import { parentMinimum } from './parents.ts';
import { testedJdk } from './version-evidence.ts';

/** Files that say what a developer's machine is switched to, in order. */
const developerFiles: readonly ((repo: Repo, dir: string) => Candidate<string>[])[] = [
  (repo, dir) => plainVersionFile(repo, dir, '.java-version'),
  (repo, dir) => keyed(repo, dir, '.sdkmanrc', 'java'),
  (repo, dir) => toolVersions(repo, dir, ['java']),
  (repo, dir) => miseVersions(repo, dir, ['java']),
  (repo, dir) => keyed(repo, dir, 'system.properties', 'java.runtime.version'),
];

/** Where a POM may say for which release it compiles, in order. */
const pomSources: readonly ((pom: Pom) => Candidate<string>[])[] = [
  (pom) => compilerPlugin(pom, 'release'),
  (pom) => property(pom, 'maven.compiler.release'),
  (pom) => compilerPlugin(pom, 'target'),
  (pom) => property(pom, 'maven.compiler.target'),
  (pom) => property(pom, 'maven.compiler.source'),
  (pom) => property(pom, 'java.version'),
  (pom) => property(pom, 'release.version'),
  (pom) => property(pom, 'jdk.version'),
  (pom) => parentMinimum(pom),
  (pom) => bootMinimum(bootVersion(pom)),
];

/** What a POM says, in order. */
export function pomVersions(pom: Pom): readonly Candidate<string>[] {
  return pomSources.flatMap((look) => look(pom));
}

/**
 * The line of Java: a stated release is the least that the code needs, so a release without long-term support gives
 * the next line that has it. Where the project's workflows build with newer JDKs alone, their oldest is taken.
 * @param stated what the build file says, in order, after what a developer's machine is switched to.
 */
export function javaVersion(repo: Repo, dir: string, stated: readonly Candidate<string>[]): Fact<ToolVersion> {
  const switched = developerFiles.flatMap((look) => upwards(dir, (at) => look(repo, at)));
  const tested = testedJdk(repo, dir);
  const least = stated.map(({ value }) => majorOf(value)).find((major) => major !== undefined);
  const isNewer = tested !== undefined && least !== undefined && Number(tested.value) > least;
  const candidates = [...switched, ...(isNewer ? [tested] : []), ...stated];
  const version = resolveVersion(repo, 'java', candidates, readJavaStatement, 1);
  const first = candidates.find((candidate) => majorOf(candidate.value) !== undefined);
  if (first === undefined || majorOf(first.value) === Number(version.value.line)) return version;
  return { ...version, because: `${version.because}; ${version.value.line} is the next long-term line` };
}

/** `21`, `1.8`, `21.0.2-tem`, `temurin-21.0.2+13.0.LTS`, `graalvm-ce-java17-22.3.1`. */
export function majorOf(text: string): number | undefined {
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
export function bootMinimum(boot: Fact<string> | undefined): Candidate<string>[] {
  const [source] = boot?.sources ?? [];
  if (boot === undefined || source === undefined) return [];
  const value = Number(boot.value.split('.')[0]) >= 3 ? '17' : '8';
  return [{ value, source, because: `Spring Boot ${boot.value} compiles for ${value} where nothing is said` }];
}
