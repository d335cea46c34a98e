import { join, type Repo } from '../../repo/repo.ts';

/** Folder that has to stand on the import path, relative to the context; '' for the context itself. */
export type ImportRoot = string;

/**
 * The dotted name of a file's module, and the folder that it is imported from: the first folder above it that is no
 * package, unless the code imports from higher up.
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
  while (depth > 0 && repo.has(join(dir, `${own.slice(0, depth).join('/')}/__init__.py`))) depth -= 1;
  while (depth > 0 && isImportedFromAbove(repo, own[depth - 1] ?? '', file, depth === own.length - 1, files))
    depth -= 1;
  const root = own.slice(0, depth).join('/');
  return { module: parts.slice(depth).join('.'), root: join(dir, root) };
}

/** Whether a folder without `__init__.py` is used as a package all the same. */
function isImportedFromAbove(
  repo: Repo,
  folder: string,
  file: string,
  holdsFile: boolean,
  files: readonly string[],
): boolean {
  if (holdsFile && /^\s*from\s+\.+\w*\s+import\b/m.test(repo.read(file) ?? '')) return true;
  const imports = new RegExp(`^\\s*(?:from|import)\\s+${folder.replace(/[^\w]/g, '\\$&')}(?:\\.|\\s)`, 'm');
  return files.some((each) => imports.test(repo.read(each) ?? ''));
}
