import { join, type Repo } from '../../repo/repo.ts';

/** Folder that has to stand on the import path, relative to the context; '' for the context itself. */
export type ImportRoot = string;

/** A file of the context as it is written in the folder that the program starts in. */
export function inRoot(root: string, file: string): string {
  return root !== '' && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
}

/**
 * The dotted name of a file's module, and the folder that it is imported from. A folder with `__init__.py` is a package;
 * `src`, and a folder whose modules import each other by their bare names, is a place to import from; any other is a
 * package by its name alone.
 */
export function moduleOf(
  repo: Repo,
  dir: string,
  file: string,
  files: readonly string[],
): { readonly module: string; readonly root: ImportRoot } {
  const own = file
    .slice(dir === '' ? 0 : dir.length + 1)
    .replace(/\.py$/, '')
    .split('/');
  const parts = own.at(-1) === '__init__' ? own.slice(0, -1) : own;
  let depth = own.length - 1;
  while (depth > 0 && isPackage(repo, join(dir, own.slice(0, depth).join('/')), files)) depth -= 1;
  return { module: parts.slice(depth).join('.'), root: join(dir, own.slice(0, depth).join('/')) };
}

function isPackage(repo: Repo, folder: string, files: readonly string[]): boolean {
  if (repo.has(`${folder}/__init__.py`)) return true;
  const name = folder.split('/').at(-1) ?? '';
  const inside = files.filter((path) => path.startsWith(`${folder}/`));
  if (files.some((path) => imports(repo, path, [name]))) return true;
  if (name === 'src') return false;
  const modules = inside.map(
    (path) =>
      path
        .slice(folder.length + 1)
        .split('/')[0]
        ?.replace(/\.py$/, '') ?? '',
  );
  return !inside.some((path) => imports(repo, path, modules));
}

/** Whether a file imports one of the names, as a module at the top of the import path. */
function imports(repo: Repo, file: string, names: readonly string[]): boolean {
  const text = repo.read(file) ?? '';
  return [...text.matchAll(/^[ \t]*(?:from|import)[ \t]+(\w+)/gm)].some((found) => names.includes(found[1] ?? ''));
}
