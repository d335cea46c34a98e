import { readDocument } from '../../parse/document.ts';
import { asRecord, asString, asStrings, at, type JsonRecord } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';

/** Options that name a path, which counts from the file that states it. */
const PATHS = ['outDir', 'rootDir', 'baseUrl'];
const MAX_FILES = 20;

/**
 * `compilerOptions` with those of the files that it extends; paths are made relative to the repository's root. A file
 * that extends itself, by whatever way, is read once. @see https://www.typescriptlang.org/tsconfig/#extends
 */
export function compilerOptions(repo: Repo, file: string, seen: readonly string[] = []): JsonRecord {
  if (seen.includes(file) || seen.length > MAX_FILES) return {};
  const value = readDocument(repo, file, 'json')?.value;
  const folder = file.split('/').slice(0, -1).join('/');
  const stated = at(value, 'extends');
  const parents = (Array.isArray(stated) ? asStrings(stated) : [asString(stated)]).flatMap((parent) => {
    const path = parent?.startsWith('.') === true ? within(folder, parent) : undefined;
    return [path, path && `${path}.json`].filter((each) => each !== undefined && repo.has(each)).slice(0, 1);
  });
  const inherited = parents.reduce<JsonRecord>(
    (options, parent) => ({ ...options, ...compilerOptions(repo, parent ?? '', [...seen, file]) }),
    {},
  );
  const own = asRecord(at(value, 'compilerOptions'));
  const paths = PATHS.flatMap((key) => {
    const path = asString(own[key])?.replace(/^\$\{configDir\}\/?/, '');
    const resolved = path === undefined ? undefined : within(folder, path);
    return resolved === undefined ? [] : [[key, resolved] as const];
  });
  return { ...inherited, ...own, ...Object.fromEntries(paths) };
}

/** The configuration that `tsc -p x` in a script reads: tsconfig.json where nothing is named. */
export function tsconfigOf(repo: Repo, dir: string, words: readonly string[]): string {
  const index = words.findIndex((word) => ['-p', '--project', '-b', '--build', '--p'].includes(word));
  const named = index === -1 ? undefined : words[index + 1];
  const path = named === undefined || named.startsWith('-') ? undefined : within(dir, named);
  const found = [path, path && `${path}/tsconfig.json`].find((each) => each !== undefined && repo.has(each));
  return found ?? join(dir, 'tsconfig.json');
}
