import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join as joinPath, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { problem, type Problem } from '../model/problem.ts';
import { join, makeRepo, type Repo } from './repo.ts';

/** Limits of one reading, in files and bytes. */
const LIMITS = { files: 200_000, file: 16_000_000, total: 128_000_000 };

/** Folders that no language keeps sources in; never walked, tracked or not. */
const NEVER_WALKED = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv', '__pycache__']);

/**
 * Reads the directory: one bounded walk that honours .gitignore, then files as they are asked for.
 * Links to folders are not followed, and a link to a file counts only where it stays inside the root.
 * @param root an absolute path.
 */
export function openRepo(root: string): Repo {
  const walk = walkTree(root);
  let spent = 0;
  return makeRepo({
    ...walk,
    load(path) {
      try {
        const full = joinPath(root, path);
        if (lstatSync(full).isSymbolicLink() && !isInside(root, realpathSync(full))) {
          return problem(
            'unreadable-file',
            { file: path, reason: 'the link leads outside the repository' },
            { file: path },
          );
        }
        const { size } = statSync(full);
        if (size > LIMITS.file)
          return problem('file-too-large', { file: path, size, limit: LIMITS.file }, { file: path });
        if (spent + size > LIMITS.total)
          return problem('read-budget-spent', { file: path, limit: LIMITS.total }, { file: path });
        spent += size;
        return readFileSync(full, 'utf8');
      } catch (error) {
        return problem('unreadable-file', { file: path, reason: reasonOf(error) }, { file: path });
      }
    },
  });
}

interface Walk {
  readonly paths: string[];
  readonly ignoredPaths: string[];
  readonly gitignores: Map<string, string>;
  readonly problems: Problem[];
}

function walkTree(root: string): Walk {
  const walk: Walk = { paths: [], ignoredPaths: [], gitignores: new Map(), problems: [] };
  const visit = (dir: string, inherited: readonly Scope[]): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(joinPath(root, dir), { withFileTypes: true });
    } catch (error) {
      walk.problems.push(problem('unreadable-file', { file: dir || '.', reason: reasonOf(error) }, { file: dir }));
      return;
    }
    const scopes = [...inherited, ...ownScope(root, dir, entries, walk)];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (walk.paths.length >= LIMITS.files) return;
      const path = join(dir, entry.name);
      const isFolder = entry.isDirectory();
      if (isFolder && NEVER_WALKED.has(entry.name)) continue;
      if (isIgnored(scopes, path, isFolder)) walk.ignoredPaths.push(path);
      else if (isFolder) visit(path, scopes);
      else if (entry.isFile() || (entry.isSymbolicLink() && isLinkedFile(root, path))) walk.paths.push(path);
    }
  };
  visit('', []);
  if (walk.paths.length >= LIMITS.files) walk.problems.push(problem('too-many-files', { limit: LIMITS.files }));
  walk.paths.sort();
  return walk;
}

/** One .gitignore and the folder whose paths it speaks of. */
interface Scope {
  readonly dir: string;
  readonly rules: Ignore;
}

function ownScope(root: string, dir: string, entries: readonly Dirent[], walk: Walk): Scope[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return [];
  try {
    const text = readFileSync(joinPath(root, dir, '.gitignore'), 'utf8');
    walk.gitignores.set(join(dir, '.gitignore'), text);
    return [{ dir, rules: ignore().add(text) }];
  } catch (error) {
    walk.problems.push(problem('unreadable-file', { file: join(dir, '.gitignore'), reason: reasonOf(error) }));
    return [];
  }
}

/** Git's rule: the innermost .gitignore that speaks of the path decides. */
function isIgnored(scopes: readonly Scope[], path: string, isFolder: boolean): boolean {
  for (const { dir, rules } of scopes.toReversed()) {
    const inner = dir === '' ? path : path.slice(dir.length + 1);
    const verdict = rules.test(isFolder ? `${inner}/` : inner);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function isLinkedFile(root: string, path: string): boolean {
  try {
    return statSync(joinPath(root, path)).isFile();
  } catch {
    return false; // a dangling link or a loop: nothing that a build could read
  }
}

/** Whether the absolute `path` is `root` or below it. */
export function isInside(root: string, path: string): boolean {
  const way = relative(realpathSync(root), resolve(path));
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && resolve(way) !== way);
}

/** The reason in an error of the file system, without its path. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
