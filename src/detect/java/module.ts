import type { Source } from '../../model/fact.ts';
import type { Repo } from '../../repo/repo.ts';

/** A library as a build file states it; versions are resolved where the repository holds them. */
export interface JavaDependency {
  readonly group: string;
  readonly artifact: string;
  readonly version?: string;
  /** As Maven names it: compile, runtime, provided, test. */
  readonly scope: string;
  readonly source: Source;
}

/** A module as its code is looked at, whatever tool builds it. */
export interface JavaModule {
  readonly name: string;
  readonly dir: string;
  readonly dependencies: readonly JavaDependency[];
  readonly sourceFolders: readonly string[];
  readonly resourceFolders: readonly string[];
  /** Modules of the repository that it is built from, and those that these are. */
  readonly siblings: readonly JavaModule[];
}

/** As many sources are read as other languages' detection reads. */
const LIMIT = 2_000;

/** Sources of the module alone. The build file says where they stand, so that packages may bear any name (`org.test`). */
export function ownSources(repo: Repo, { sourceFolders }: JavaModule): readonly string[] {
  return repo.paths
    .filter(
      (path) => /\.(java|kt|groovy|scala)$/.test(path) && sourceFolders.some((folder) => path.startsWith(`${folder}/`)),
    )
    .slice(0, LIMIT);
}

/** The app's sources: the module's, then those of what it is built from. */
export function javaSources(repo: Repo, module: JavaModule): readonly string[] {
  return [module, ...module.siblings].flatMap((each) => ownSources(repo, each)).slice(0, LIMIT);
}

/** Every library of the app, the module's own first. */
export function librariesOf(module: JavaModule): readonly JavaDependency[] {
  return [module, ...module.siblings].flatMap(({ dependencies }) => dependencies);
}

/** The library of that name that the app is run with. */
export function usedLibrary(module: JavaModule, isIt: (artifact: string) => boolean): JavaDependency | undefined {
  return librariesOf(module).find(({ artifact, scope }) => scope !== 'test' && isIt(artifact));
}
