import data from '../../../data/java-libraries.json' with { type: 'json' };
import type { JavaApp, Process, Trait } from '../../model/app.ts';
import { fact, type Fact, type Source } from '../../model/fact.ts';
import type { ToolVersion } from '../../model/version.ts';
import type { Repo } from '../../repo/repo.ts';
import { findAssets } from '../assets.ts';
import { findInSources } from '../sources.ts';
import { javaSources, librariesOf, usedLibrary, type JavaModule } from './module.ts';
import { runtimeFiles } from './runtime-files.ts';
import { lookupOf, readSettings } from './settings.ts';
import { fileDatabase, unpacksNativeCode, type FileDatabase } from './storage.ts';
import { writtenFolders } from './writable.ts';
import { readWebFacts, type WebFacts } from './web.ts';

/** What the build file says, whatever tool reads it; the rest is found in the sources. */
export interface BuildFacts {
  /** Folder that the files are for. */
  readonly dir: string;
  readonly runtime: Fact<ToolVersion>;
  readonly java: Omit<JavaApp['java'], 'needsFonts' | 'unpacks' | 'hasTests' | 'arguments' | 'runtimeFiles'>;
  /** Why the build makes the frontends beside it itself. */
  readonly buildsFrontend?: Source | undefined;
  /** Whether something starts: an archive that can, or a main class. */
  readonly starts: boolean;
  /** Further traits that presets choose by. */
  readonly traits: readonly Trait[];
}

/** The app of a module. */
export function javaApp(repo: Repo, module: JavaModule, facts: BuildFacts): JavaApp {
  const { java, starts } = facts;
  const web = readWebFacts(repo, module, java.servlet?.sources[0]);
  const fonts = needsFonts(repo, module);
  const unpacks = unpacksNativeCode(module);
  const database = databaseOf(repo, module);
  const assets = facts.buildsFrontend ? [] : findAssets(repo, facts.dir, javaSources(repo, module));
  const written = writtenFolders(repo, module, lookupOf(repo, module));
  const writable = [
    ...(database ? [database.folder] : []),
    ...written.filter(({ value }) => value !== database?.folder.value),
  ];
  const trait = (id: string, because: string, sources: readonly Source[]): Trait => ({ id, because, sources });
  return {
    language: 'java',
    name: module.name,
    dir: facts.dir,
    traits: [
      ...(starts ? [trait('starts', `${java.archive.value} can be started`, java.archive.sources)] : []),
      ...(java.layers ? [trait('boot-layers', 'Spring Boot makes an archive with layers', java.layers.sources)] : []),
      ...(web.source ? [trait('web', 'it listens', [web.source])] : []),
      ...(java.servlet ? [trait('war', 'a servlet container serves it', java.archive.sources)] : []),
      ...(facts.buildsFrontend
        ? [trait('builds-frontend', 'its own build makes the frontend', [facts.buildsFrontend])]
        : []),
      ...facts.traits,
    ],
    dependencies: Object.fromEntries(librariesOf(module).map(({ artifact, source }) => [artifact, source])),
    runtime: facts.runtime,
    processes: starts ? [processOf(java.archive, java.mainClass, web, database?.url)] : [],
    env: [],
    writablePaths: starts ? writable : [],
    nativeNeeds: [],
    ...(assets.length === 0 ? {} : { assets }),
    java: {
      ...java,
      runtimeFiles: starts ? runtimeFiles(repo, module, facts.dir) : [],
      hasTests: repo.paths.some((path) => path.startsWith(`${module.dir === '' ? '' : `${module.dir}/`}src/test/`)),
      ...(fonts ? { needsFonts: fonts } : {}),
      ...(unpacks ? { unpacks } : {}),
      ...(web.arguments ? { arguments: web.arguments } : {}),
    },
  };
}

function processOf(
  archive: Fact<string>,
  main: Fact<string> | undefined,
  web: WebFacts,
  database: string | undefined,
): Process {
  const { kind, port, readsPort, portVariable, bindAddress, health } = web;
  return {
    name: 'web',
    kind,
    command: main
      ? { ...main, value: ['java', main.value], rejected: [] }
      : { ...archive, value: ['java', '-jar', archive.value], rejected: [] },
    needsShell: false,
    env: { ...web.env, ...(database === undefined ? {} : { SPRING_DATASOURCE_URL: database }) },
    ...(port ? { port } : {}),
    readsPort,
    ...(portVariable === undefined ? {} : { portVariable }),
    ...(bindAddress ? { bindAddress } : {}),
    ...(health ? { health } : {}),
    handlesSigterm: fact(true, 'the JVM ends on SIGTERM'),
  };
}

/** The database file of Spring's settings: its URL can be told by a variable. */
function databaseOf(repo: Repo, module: JavaModule): FileDatabase | undefined {
  const { database } = readSettings(repo, module);
  return database && fileDatabase(database);
}

/** What draws text loads the system's font libraries. */
function needsFonts(repo: Repo, module: JavaModule): Fact<string> | undefined {
  const library = usedLibrary(module, (artifact) => data.drawing.includes(artifact));
  if (library)
    return fact(library.artifact, `${library.artifact} draws text, which takes font libraries`, library.source);
  const hit = findInSources(repo, javaSources(repo, module), /^import (?:static )?java\.awt\b/m);
  return hit && fact('java.awt', 'java.awt draws text, which takes font libraries', hit.source);
}
