import { inFile, type Source } from '../model/fact.ts';
import { join, within, type Repo } from '../repo/repo.ts';
import { readCatalog, type GradleCatalog } from './gradle-catalog.ts';
import { readSettings, type GradleSettings } from './gradle-settings.ts';
import { parseGradle, stringsOf, type GradleStatement } from './gradle.ts';

/** A statement that concerns a project, wherever it stands, with the names of its script filled in. */
export interface ProjectStatement extends GradleStatement {
  readonly source: Source;
}

/** A plugin that is applied to a project. */
export interface GradlePlugin {
  readonly id: string;
  readonly version?: string;
  readonly source: Source;
}

/** A project of a Gradle build. */
export interface GradleProject {
  /** `:` for the root, `:app` for a project below. */
  readonly path: string;
  readonly name: string;
  readonly dir: string;
  readonly file: string;
  /** Its own statements, those of scripts that it applies, and those that the root makes for it. */
  readonly statements: readonly ProjectStatement[];
  readonly plugins: readonly GradlePlugin[];
  /** A text with `$name` and `${name}` replaced; what cannot be resolved stays as written. */
  resolve(text: string): string;
  /** The value of a name: a property, a variable of a script, or a version of the catalog. */
  value(name: string): string | undefined;
}

/** A Gradle build that stands in a folder. */
export interface GradleBuild {
  readonly dir: string;
  readonly settings: GradleSettings;
  readonly catalog: GradleCatalog;
  readonly projects: readonly GradleProject[];
  /** Scripts and tables beside the projects' own that the build reads before the sources. */
  readonly files: readonly string[];
}

const SCRIPTS = ['build.gradle', 'build.gradle.kts'];
const CATALOG = 'gradle/libs.versions.toml';
const MAX_SCRIPTS = 50;

/** Reads the build whose root is the folder; undefined where no script stands there. */
export function readGradle(repo: Repo, dir: string): GradleBuild | undefined {
  const settings = readSettings(repo, dir);
  const isHere = settings.file !== undefined || SCRIPTS.some((name) => repo.has(join(dir, name)));
  if (!isHere) return undefined;
  const catalog = readCatalog(repo, join(dir, CATALOG));
  const plugins = settings.file === undefined ? [] : pluginVersions(repo, settings.file);
  const projects = [...settings.projects].flatMap(([path, folder]) => {
    const file = SCRIPTS.map((name) => join(folder, name)).find((script) => repo.has(script));
    return file === undefined ? [] : [toProject(repo, { dir, settings, catalog, plugins }, path, folder, file)];
  });
  const files = [...new Set(projects.flatMap(({ statements }) => statements.flatMap(({ source }) => fileOf(source))))];
  return { dir, settings, catalog, projects, files };
}

interface Surroundings {
  readonly dir: string;
  readonly settings: GradleSettings;
  readonly catalog: GradleCatalog;
  readonly plugins: readonly GradlePlugin[];
}

function toProject(repo: Repo, build: Surroundings, path: string, dir: string, file: string): GradleProject {
  const root = SCRIPTS.map((name) => join(build.dir, name)).find((script) => repo.has(script));
  const shared = root === undefined ? [] : sharedStatements(repo, root, path);
  // What a block is for other projects is none of its own.
  const own = scriptStatements(repo, build, [file], dir).filter(
    ({ path: [outer = ''] }) => !/^(?:subprojects\b|project\s*\(|configure\s*\()/.test(outer),
  );
  const statements = [...own, ...shared.flatMap((each) => [each, ...applied(repo, build, each, dir)])];
  const names = namesOf(repo, build, dir, statements);
  const value = (name: string): string | undefined => {
    const accessor = /^libs\.versions\.([\w.]+?)(\.get)?$/.exec(name)?.[1];
    return accessor === undefined
      ? names.get(name.replace(/^(rootProject|project)\./, ''))
      : build.catalog.version(accessor);
  };
  const resolve = (text: string): string =>
    text.replace(
      /\$\{([\w.]+)\}|\$([A-Za-z_]\w*)/g,
      (whole, braced?: string, bare?: string) => value(braced ?? bare ?? '') ?? whole,
    );
  const ids = new Map(build.plugins.map((plugin) => [plugin.id, plugin]));
  const found = statements.flatMap((statement) => pluginsIn(statement, build.catalog, resolve));
  const versions = rootVersions(repo, root, build.catalog, resolve);
  return {
    path,
    name: path === ':' ? build.settings.rootName : (path.split(':').at(-1) ?? 'app'),
    dir,
    file,
    statements,
    resolve,
    value,
    plugins: found.map((plugin) => ({
      ...plugin,
      ...(plugin.version === undefined ? pick(versions.get(plugin.id) ?? ids.get(plugin.id)?.version) : {}),
    })),
  };
}

function pick(version: string | undefined): { readonly version?: string } {
  return version === undefined ? {} : { version };
}

function fileOf(source: Source): readonly string[] {
  return source.kind === 'file' ? [source.file] : [];
}

function statementsOf(repo: Repo, file: string): readonly ProjectStatement[] {
  return parseGradle(repo.read(file) ?? '').map((statement) => ({
    ...statement,
    source: inFile(file, statement.line),
  }));
}

/** Statements of scripts and of those that they apply, by file or as plugins of this build's own. */
function scriptStatements(
  repo: Repo,
  build: Surroundings,
  files: readonly string[],
  dir: string,
): readonly ProjectStatement[] {
  const seen = new Set<string>();
  const read = (file: string): readonly ProjectStatement[] => {
    if (seen.has(file) || seen.size > MAX_SCRIPTS) return [];
    seen.add(file);
    return statementsOf(repo, file).flatMap((each) => [each, ...scriptsOf(repo, build, each, dir).flatMap(read)]);
  };
  return files.flatMap(read);
}

function applied(
  repo: Repo,
  build: Surroundings,
  statement: ProjectStatement,
  dir: string,
): readonly ProjectStatement[] {
  return scriptStatements(repo, build, scriptsOf(repo, build, statement, dir), dir);
}

/** Scripts that a statement brings in: `apply from: 'x.gradle'`, or a plugin whose script stands in buildSrc or an included build. */
function scriptsOf(repo: Repo, build: Surroundings, { text, path }: GradleStatement, dir: string): readonly string[] {
  const strings = stringsOf(text).map((each) =>
    each.replace(/^\$\{?(rootDir|rootProject\.projectDir|projectDir)\}?\//, ''),
  );
  if (/^apply\s*(\(\s*)?from\b/.test(text))
    return strings
      .flatMap((name) => [within(dir, name), within(build.dir, name)])
      .filter((file) => file !== undefined && repo.has(file)) as string[];
  if (path.at(-1) !== 'plugins' && !/^apply\b/.test(text)) return [];
  const folders = [join(build.dir, 'buildSrc'), ...build.settings.includedBuilds];
  const endings = folders.flatMap((folder) => [join(folder, 'src/main/groovy'), join(folder, 'src/main/kotlin')]);
  return [...strings, ...(/^`([\w.-]+)`/.exec(text)?.slice(1) ?? [])]
    .filter((id) => /^[\w.-]+$/.test(id))
    .flatMap((id) => endings.flatMap((folder) => [join(folder, `${id}.gradle`), join(folder, `${id}.gradle.kts`)]))
    .filter((file) => repo.has(file));
}

/** What the root's script says about a project: blocks of `allprojects`, `subprojects` and `project(':x')`. */
function sharedStatements(repo: Repo, root: string, path: string): readonly ProjectStatement[] {
  return statementsOf(repo, root).flatMap((statement) => {
    const [outer = '', ...inner] = statement.path;
    const [named] = /^project\s*\(/.test(outer) ? stringsOf(outer) : [];
    const concerns =
      outer === 'allprojects' ||
      (path !== ':' && (/^subprojects\b/.test(outer) || /^configure\s*\(\s*subprojects/.test(outer))) ||
      named === path;
    return concerns ? [{ ...statement, path: inner }] : [];
  });
}

/** Versions that the root states for plugins which others apply: `apply false`, and the class path of a build script. */
function rootVersions(
  repo: Repo,
  root: string | undefined,
  catalog: GradleCatalog,
  resolve: (text: string) => string,
): ReadonlyMap<string, string> {
  if (root === undefined) return new Map();
  return new Map(
    statementsOf(repo, root).flatMap((statement): [string, string][] => {
      const plugins = statement.path.at(-1) === 'plugins' ? pluginIn(statement.text, catalog, resolve) : undefined;
      if (plugins?.version !== undefined) return [[plugins.id, plugins.version]];
      if (!/^classpath\b/.test(statement.text)) return [];
      return stringsOf(statement.text).flatMap((text): [string, string][] => {
        const [, artifact, version] = resolve(text).split(':');
        return artifact === 'spring-boot-gradle-plugin' && version ? [['org.springframework.boot', version]] : [];
      });
    }),
  );
}

function pluginVersions(repo: Repo, settings: string): readonly GradlePlugin[] {
  return statementsOf(repo, settings)
    .filter(({ path }) => path.at(-1) === 'plugins')
    .flatMap(({ text, source }) => {
      const plugin = pluginIn(text, NO_CATALOG, (each) => each);
      return plugin === undefined ? [] : [{ ...plugin, source }];
    });
}

const NO_CATALOG: GradleCatalog = { libraries: () => [], plugin: () => undefined, version: () => undefined };

function pluginsIn(
  statement: ProjectStatement,
  catalog: GradleCatalog,
  resolve: (text: string) => string,
): readonly GradlePlugin[] {
  const { text, path, source } = statement;
  const [old] = /^apply\s*(\(\s*)?plugin\b/.test(text) ? stringsOf(text) : [];
  if (old !== undefined) return [{ id: old, source }];
  if (path.at(-1) !== 'plugins' || path.length > 1 || /\bapply\s*\(?\s*false\b/.test(text)) return [];
  const plugin = pluginIn(text, catalog, resolve);
  return plugin === undefined ? [] : [{ ...plugin, source }];
}

/** `id 'x' version 'y'`, `id("x") version "y"`, `alias(libs.plugins.x)`, `kotlin("jvm") version "y"`, `application`, `` `java-library` ``. */
function pluginIn(
  text: string,
  catalog: GradleCatalog,
  resolve: (text: string) => string,
): { readonly id: string; readonly version?: string } | undefined {
  const strings = stringsOf(text).map(resolve);
  const [first, second] = strings;
  if (/^id\b/.test(text) && first !== undefined) return { id: first, ...pick(second) };
  if (/^kotlin\s*\(/.test(text) && first !== undefined) return { id: `org.jetbrains.kotlin.${first}`, ...pick(second) };
  const alias = /^alias\s*\(?\s*libs\.plugins\.([\w.]+)/.exec(text)?.[1];
  if (alias !== undefined) {
    const [id, version] = (catalog.plugin(alias) ?? '').split(':');
    return id ? { id, ...pick(version) } : undefined;
  }
  const bare = /^`?([a-z][\w-]*)`?$/.exec(text)?.[1];
  return bare === undefined ? undefined : { id: bare };
}

/** Names that scripts use in texts: gradle.properties, `ext.x = '…'`, `def x = '…'`, `val x by extra("…")`, and the version. */
function namesOf(
  repo: Repo,
  build: Surroundings,
  dir: string,
  statements: readonly ProjectStatement[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const folder of new Set([build.dir, dir]))
    for (const line of (repo.read(join(folder, 'gradle.properties')) ?? '').split('\n')) {
      const [, key, value] = /^\s*([\w.]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) names.set(key, value);
    }
  for (const { text, path } of statements) {
    const [, name] = /^(?:ext\.|def |val |var |extra\["|set\(\s*['"])?(\w+)['"\]]*\s*(?:=|,|by extra)/.exec(text) ?? [];
    const [value] = stringsOf(text.replace(/^[^=,(]*[\],(=]/, ''));
    const isPlain = path.every((header) => /^(ext|extra|buildscript)$/.test(header));
    if (name !== undefined && value !== undefined && isPlain && !names.has(name)) names.set(name, value);
  }
  return names;
}
