import data from '../../../data/java-libraries.json' with { type: 'json' };
import { fact, inFile, type Fact } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { dependenciesOf, goalsOf, lineage, pluginsOf, type Pom } from '../../parse/pom.ts';
import { join, type Repo } from '../../repo/repo.ts';

const PROPERTIES = '.mvn/wrapper/maven-wrapper.properties';
const JAR = '.mvn/wrapper/maven-wrapper.jar';

/**
 * The wrapper where it is complete, since it states the version of Maven; else the image's Maven. `mvnw` of the type
 * `script` fetches its jar with curl or wget, which not every image has: without the jar it counts as incomplete.
 * @param dir the folder of the outermost POM.
 * @see https://maven.apache.org/wrapper/
 */
export function mavenTool(repo: Repo, dir: string): Fact<'mvn' | 'mvnw'> {
  const script = join(dir, 'mvnw');
  const properties = join(dir, PROPERTIES);
  if (!repo.has(script)) return fact('mvn', 'there is no wrapper', { kind: 'absent', lookedFor: [script] });
  const missing = whatIsMissing(repo, script, properties, join(dir, JAR));
  if (missing === undefined) return fact('mvnw', 'the wrapper states the version of Maven', inFile(properties));
  repo.report(
    problem('wrapper-incomplete', { tool: 'Maven', missing, command: 'mvn wrapper:wrapper' }, { file: script }),
  );
  return fact('mvn', `the wrapper is incomplete: ${missing}`, inFile(script));
}

function whatIsMissing(repo: Repo, script: string, properties: string, jar: string): string | undefined {
  const text = repo.read(properties);
  if (text === undefined) return `${properties} is missing`;
  if (!/^\s*distributionUrl\s*=/m.test(text)) return `${properties} has no distributionUrl`;
  if (repo.hasCarriageReturns(script)) return `${script} has Windows line ends, which no Linux shell reads`;
  const needsJar =
    !/^\s*distributionType\s*=\s*only-script/m.test(text) && /maven-wrapper\.jar/.test(repo.read(script) ?? '');
  return needsJar && !repo.has(jar) ? `${jar} is missing` : undefined;
}

/** The documented property by which a plugin is skipped; those that a parent from elsewhere may bind, and those that are only asked where an execution is seen. */
const SKIPS: Readonly<Record<string, string>> = data.skips;
const SKIPS_WHERE_BOUND: Readonly<Record<string, string>> = data.skipsWhereBound;

/** Arguments that keep plugins from work that an image does not need, or that needs what the context lacks: .git, other files, other hosts. */
export function skippedPlugins(poms: readonly Pom[]): readonly string[] {
  const properties = poms.flatMap(propertiesOf);
  return [...new Set(properties)].map((name) => `-D${name}=true`);
}

function propertiesOf(pom: Pom): readonly string[] {
  const all = pluginsOf(pom);
  return all
    .filter(({ managed }) => !managed)
    .flatMap(({ artifact }) => {
      const isBound = all.some((plugin) => plugin.artifact === artifact && goalsOf(plugin).length > 0);
      const table = isBound ? { ...SKIPS_WHERE_BOUND, ...SKIPS } : SKIPS;
      return Object.hasOwn(table, artifact) ? [table[artifact] ?? ''] : [];
    });
}

/** Every file that Maven reads before the sources: POMs, the wrapper, and `.mvn` with its options and extensions. */
export function mavenInputs(repo: Repo, top: string, poms: readonly Pom[], tool: 'mvn' | 'mvnw'): readonly string[] {
  const folder = join(top, '.mvn');
  const hasFolder = repo.paths.some(
    (path) => path.startsWith(`${folder}/`) && (tool === 'mvnw' || !path.startsWith(`${folder}/wrapper/`)),
  );
  return [
    ...poms.map(({ file }) => file),
    ...(hasFolder ? [folder] : []),
    ...(tool === 'mvnw' ? [join(top, 'mvnw')] : []),
  ];
}

/** Whether dependencies can be fetched before the sources are there: not where they are files of the repository itself. */
export function fetchesAlone(pom: Pom): boolean {
  const dependencies = dependenciesOf(pom);
  const repositories = lineage(pom).flatMap(({ root }) => root.child('repositories')?.all('repository') ?? []);
  const isLocal = repositories.some((repository) =>
    /^file:|\$\{(project\.)?base(dir|Uri)\}/.test(repository.child('url')?.text ?? ''),
  );
  return !isLocal && dependencies.length > 0 && dependencies.every(({ scope }) => scope !== 'system');
}
