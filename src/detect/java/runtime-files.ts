import { within, join, type Repo } from '../../repo/repo.ts';
import { ownSources, type JavaModule } from './module.ts';

/** Calls that open a file or a folder by its path, or serve one. */
const OPENS =
  /(?:\bPaths?\.(?:get|of)|\bFile(?:Reader|InputStream|SystemResource)?|\bPath|\bstaticFiles\.add|\bexternalStaticFileLocation|\.externalLocation|\bStaticHandler\.create\([^"\n)]*,)\(?\s*"((?:\.\/)?[\w@-][\w./ @-]*)"/g;
/** A path with a folder and an ending, in any text: `config/prices.csv`. */
const NAMED = /"((?:\.\/)?[\w-][\w.-]*(?:\/[\w.-]+)+\.\w{2,5})"/g;
/** Never of the running program: sources, what builds make, what builds read. */
const BUILDS = /^(src|target|build|out|gradle|\.mvn|pom\.xml|build\.gradle(\.kts)?|settings\.gradle(\.kts)?)(\/|$)/;

/**
 * Tracked files and folders that the code opens by a relative path: those of a class path are in the archive, these are not.
 * @param dir the folder that the program is taken to be started in.
 * @returns paths relative to that folder, none inside another.
 */
export function runtimeFiles(repo: Repo, module: JavaModule, dir: string): readonly string[] {
  const named = ownSources(repo, module).flatMap((file) => {
    const text = repo.read(file) ?? '';
    return [OPENS, NAMED].flatMap((pattern) => [...text.matchAll(pattern)].map((found) => found[1] ?? ''));
  });
  const found = [...new Set(named)].flatMap((name) => {
    const path = within('', name);
    if (path === undefined || path === '' || BUILDS.test(path)) return [];
    const whole = join(dir, path);
    return repo.paths.some((file) => file === whole || file.startsWith(`${whole}/`)) ? [path] : [];
  });
  return found.filter((path) => !found.some((other) => path.startsWith(`${other}/`))).sort();
}
