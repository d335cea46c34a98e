import type { Candidate, Fact } from '../../model/fact.ts';
import { fact } from '../../model/fact.ts';
import { stringsOf } from '../../parse/gradle.ts';
import type { GradleBuild, GradleProject, ProjectStatement } from '../../parse/gradle-project.ts';
import type { JavaDependency } from './module.ts';

/** Gradle's configurations as Maven's scopes; others (annotation processors, development tools) are left out. */
const SCOPES: readonly (readonly [RegExp, string])[] = [
  [/^(implementation|api|compile|jvmMainImplementation|commonMainImplementation)$/, 'compile'],
  [/^(runtimeOnly|runtime|developmentOnly)$/, 'runtime'],
  [/^(compileOnly|compileOnlyApi|providedCompile|providedRuntime)$/, 'provided'],
  [/^test\w*/, 'test'],
];

/** Libraries of a project as its scripts state them. @see https://docs.gradle.org/current/userguide/declaring_dependencies.html */
export function dependenciesIn(project: GradleProject, { catalog }: GradleBuild): readonly JavaDependency[] {
  const stated = dependencyStatements(project).flatMap(({ statement, scope }) => {
    const { text, source } = statement;
    const strings = stringsOf(text).map((each) => project.resolve(each));
    const named = /\bname\s*[:=]/.test(text) ? mapForm(text, strings) : [];
    const accessors = [...text.matchAll(/\blibs\.(?!versions\b|plugins\b)([\w.]+)/g)].flatMap((found) =>
      catalog.libraries((found[1] ?? '').replace(/\.get$/, '')),
    );
    return [...strings.filter((each) => /^[^:\s]+:[^:\s]+/.test(each)), ...named, ...accessors].map((coordinates) => {
      const [group = '', artifact = '', version] = coordinates.replace(/@\w+$/, '').split(':');
      return { group, artifact, ...(version ? { version } : {}), scope, source };
    });
  });
  return [...stated, ...impliedServer(project)];
}

/** The server that Micronaut's plugin adds: `micronaut { runtime("netty") }`. @see https://micronaut-projects.github.io/micronaut-gradle-plugin/latest/#_runtimes */
function impliedServer({ statements }: GradleProject): readonly JavaDependency[] {
  return statements.flatMap(({ path, text, source }) => {
    const runtime = /^runtime[\s(=.]*(?:set\()?["'](netty|tomcat|jetty|undertow)/.exec(text)?.[1];
    return path[0] === 'micronaut' && runtime !== undefined
      ? [{ group: 'io.micronaut', artifact: `micronaut-http-server-${runtime}`, scope: 'compile', source }]
      : [];
  });
}

/** Paths of the projects that it is built from: `project(':core')`, `projects.core`. */
export function projectsIn(project: GradleProject): readonly string[] {
  return dependencyStatements(project)
    .filter(({ scope }) => scope !== 'test')
    .flatMap(({ statement: { text } }) => [
      ...(/\bproject\s*\(/.test(text) ? stringsOf(text).filter((each) => each.startsWith(':')) : []),
      ...[...text.matchAll(/\bprojects\.([\w.]+)/g)].map((found) => `:${(found[1] ?? '').replaceAll('.', ':')}`),
    ]);
}

function dependencyStatements(project: GradleProject) {
  return project.statements.flatMap((statement) => {
    if (statement.path.at(-1) !== 'dependencies' || statement.path.includes('buildscript')) return [];
    const configuration = /^["']?(\w+)["']?[\s(]/.exec(statement.text)?.[1] ?? '';
    const [, scope] = SCOPES.find(([pattern]) => pattern.test(configuration)) ?? [];
    return scope === undefined ? [] : [{ statement, scope }];
  });
}

/** `group: 'g', name: 'a', version: 'v'`. */
function mapForm(text: string, strings: readonly string[]): readonly string[] {
  const keys = [...text.matchAll(/\b(group|name|version)\s*[:=]/g)].map((found) => found[1]);
  const part = (key: string): string => strings[keys.indexOf(key)] ?? '';
  return keys.includes('group') ? [[part('group'), part('name'), part('version')].join(':').replace(/:$/, '')] : [];
}

/** Where scripts say for which release they compile, in order; the first group is the number or a name for it. */
const VERSIONS: readonly (readonly [RegExp, string])[] = [
  [/\blanguageVersion\b.*?\bof\(\s*(.+)$/, 'the toolchain is of Java'],
  [/\bjvmToolchain\s*\(?\s*(.+)$/, 'the toolchain is of Java'],
  [/\boptions\.release(?:\s*=|\.set\()\s*(.+)$/, 'it compiles for release'],
  [/^release(?:\s*=|\.set\()\s*(.+)$/, 'it compiles for release'],
  [/\btargetCompatibility\s*[=(]?\s*(.+)$/, 'it compiles for'],
  [/\bsourceCompatibility\s*[=(]?\s*(.+)$/, 'it compiles for'],
  [/\bjvmTarget(?:\s*=|\.set\()\s*(.+)$/, 'it compiles for'],
];

/** What the scripts say of Java's release, in order. */
export function gradleVersions(project: GradleProject): readonly Candidate<string>[] {
  return VERSIONS.flatMap(([pattern, what]) =>
    project.statements.flatMap(({ text, source }) => {
      const found = pattern.exec(text)?.[1];
      const value = found === undefined ? undefined : releaseIn(project, found);
      return value === undefined ? [] : [{ value, source, because: `${what} ${value}` }];
    }),
  );
}

/** `21`, `'1.8'`, `JavaVersion.VERSION_1_8`, `JvmTarget.JVM_17`, or a name of one of these. */
function releaseIn(project: GradleProject, text: string): string | undefined {
  const bare = text
    .replace(/(?:\.get|\.toInt|\.toInteger|\.asInt|\.majorVersion)?[()\s"'}]+$/g, '')
    .replace(/\.(get|toInteger)\(\)$/, '');
  const plain = /(?:^|VERSION_|JVM_|["'])(\d+(?:[._]\d+)?)$/.exec(bare)?.[1];
  if (plain !== undefined) return plain.replace('_', '.');
  const name = /^["'$\s{]*(?:(?:Integer\.parseInt|JavaVersion\.toVersion|Integer\.valueOf)\()?["'${]*([\w.]+)$/.exec(
    bare,
  )?.[1];
  const value = name === undefined ? undefined : project.value(name.replace(/\.get$/, ''));
  return value !== undefined && /^\d/.test(value) ? value : undefined;
}

/** The main class that scripts name, in order. */
export function gradleMainClasses(project: GradleProject): readonly Candidate<string>[] {
  return project.statements.flatMap(({ text, path, source }) => {
    const isNamed =
      /^(application\.)?(mainClass(Name)?|mainClass\.set|getMainClass\(\)\.set)\b/.test(text) ||
      /\battributes\b.*["']?Main-Class\b/.test(text) ||
      (path.some((header) => /^manifest\b/.test(header)) && /Main-Class/.test(text));
    if (!isNamed) return [];
    const value = stringsOf(text)
      .filter((each) => each !== 'Main-Class')
      .map((each) => project.resolve(each))
      .concat(project.value(/[(=\s](\w+)\s*\)?\s*$/.exec(text)?.[1] ?? '') ?? [])[0];
    return value === undefined ? [] : [{ value, source, because: 'the build script names the main class' }];
  });
}

/** Options of the JVM that the application plugin starts with, where they are plain texts. */
export function jvmArguments(project: GradleProject): readonly string[] {
  const found = project.statements.find(({ text }) => /^(application\.)?applicationDefaultJvmArgs\b/.test(text));
  const strings = found === undefined ? [] : stringsOf(found.text).map((each) => project.resolve(each));
  return strings.filter((each) => /^-[\w.:+=/,@%-]+$/.test(each));
}

/** The version of Spring Boot: its plugin's, or that of the platform whose versions are taken. */
export function gradleBoot(project: GradleProject, dependencies: readonly JavaDependency[]): Fact<string> | undefined {
  const plugin = project.plugins.find(({ id }) => id === 'org.springframework.boot');
  if (plugin === undefined) return undefined;
  const platform = dependencies.find(({ artifact, version }) => artifact === 'spring-boot-dependencies' && version);
  if (plugin.version !== undefined) {
    const version = project.resolve(plugin.version);
    return fact(version, `the plugin of Spring Boot has the version ${version}`, plugin.source);
  }
  return platform?.version === undefined
    ? undefined
    : fact(platform.version, 'it takes the versions of Spring Boot', platform.source);
}

/** Whether a statement of some task's block matches: `bootJar { enabled = false }`, `tasks.named('bootJar') {…}`, `bootJar.enabled = false`. */
export function saysOf(project: GradleProject, task: string, pattern: RegExp): ProjectStatement | undefined {
  const header = new RegExp(
    `^(?:tasks\\.)?(?:(?:named|getByName|withType)\\s*[(<]\\s*(?:[\\w.]+\\s*>\\s*\\(\\s*)?["']?)?${task}\\b`,
    'i',
  );
  return project.statements.find(
    ({ path, text }) =>
      (path.some((each) => header.test(each)) && pattern.test(text)) ||
      (header.test(text) && pattern.test(text.replace(header, ''))),
  );
}
