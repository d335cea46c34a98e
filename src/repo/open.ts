import { existsSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname, join as joinPath, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { problem, type Problem } from '../model/problem.ts';
import { trackedPaths } from './git-index.ts';
import { namesIn, rebaseGitignore } from './gitignore.ts';
import { join, makeRepo, type Repo } from './repo.ts';

/** Limits of one reading, in files and bytes. */
const LIMITS = { files: 200_000, file: 32_000_000, total: 128_000_000 };

/** Files whose content decides: one that cannot be read ends the run. Of any other one only hints are missed. */
const MANIFEST =
  /(\.(json|jsonc|toml|ya?ml|xml|lock|txt|mod|sum|work|gradle|kts|properties|cfg|ini)|(^|\/)(pip|proc|apt)file|rc)$/i;

/** Folders that no language keeps sources in; never walked, tracked or not. */
const NEVER_WALKED = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv', '__pycache__']);

/**
 * Reads the directory: one bounded walk that honours .gitignore, then files as they are asked for.
 * Links to folders are not followed, and a link to a file counts only where it stays inside the root.
 * @param root an absolute path.
 * @param onStep is told how many files were found, with each folder and each file that is read.
 */
export function openRepo(root: string, onStep: (files: number) => void = () => undefined): Repo {
  const walk = walkTree(root, onStep);
  let spent = 0;
  return makeRepo({
    ...walk,
    load(path) {
      onStep(walk.paths.length);
      const loaded = load(root, path, walk.links.has(path), LIMITS.total - spent);
      if (Buffer.isBuffer(loaded)) {
        spent += loaded.length;
        const text = decode(loaded);
        return text.includes('\0') ? notRead(path, 'it is binary') : text;
      }
      return loaded;
    },
  });
}

function load(root: string, path: string, isLink: boolean, budget: number): Buffer | Problem {
  try {
    const full = joinPath(root, path);
    if (isLink && !isInside(root, realpathSync(full))) return notRead(path, 'the link leads outside the repository');
    const { size } = statSync(full);
    if (size > LIMITS.file)
      return MANIFEST.test(path)
        ? problem('file-too-large', { file: path, size, limit: LIMITS.file }, { file: path })
        : notRead(path, `it has ${size} bytes`);
    if (size > budget) return problem('read-budget-spent', { file: path, limit: LIMITS.total }, { file: path });
    return readFileSync(full);
  } catch (error) {
    return notRead(path, reasonOf(error));
  }
}

function notRead(path: string, reason: string): Problem {
  return problem(MANIFEST.test(path) ? 'unreadable-file' : 'source-not-read', { file: path, reason }, { file: path });
}

/** UTF-8, or UTF-16 where a byte order mark says so: what PowerShell's `>` writes. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le');
  if (first === 0xfe && second === 0xff && bytes.length % 2 === 0)
    return Buffer.from(bytes).swap16().toString('utf16le');
  return bytes.toString('utf8');
}

interface Walk {
  /** Sorted. */
  readonly paths: string[];
  /** Those of the paths that are links; folders that are links are not walked. */
  readonly links: Set<string>;
  readonly ignoredPaths: string[];
  readonly gitignores: Map<string, string>;
  readonly problems: Problem[];
}

function walkTree(root: string, onStep: (files: number) => void): Walk {
  const walk: Walk = { paths: [], links: new Set(), ignoredPaths: [], gitignores: new Map(), problems: [] };
  let index: { readonly files: ReadonlySet<string>; readonly folders: ReadonlySet<string> } | undefined;
  /** Asked of what .gitignore names alone: git's index is as large as the repository. */
  const isTracked = (path: string, isFolder: boolean): boolean => {
    index ??= indexOf(trackedPaths(root));
    return (isFolder ? index.folders : index.files).has(path);
  };
  const visit = (dir: string, inherited: readonly Scope[]): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(joinPath(root, dir), { withFileTypes: true });
    } catch (error) {
      walk.problems.push(problem('unreadable-file', { file: dir || '.', reason: reasonOf(error) }, { file: dir }));
      return;
    }
    const scopes = [...inherited, ...ownScope(root, dir, entries, walk)];
    onStep(walk.paths.length);
    // The order of whole paths, so that they need no sorting: `a.js` stands before what is in `a`.
    for (const entry of entries.sort((a, b) => (endOf(a) < endOf(b) ? -1 : 1))) {
      if (walk.paths.length >= LIMITS.files) return;
      const path = join(dir, entry.name);
      const isFolder = entry.isDirectory();
      if (isFolder && NEVER_WALKED.has(entry.name)) continue;
      const ignored = isIgnored(scopes, path, entry.name, isFolder);
      if (ignored && !isTracked(path, isFolder)) walk.ignoredPaths.push(path);
      // What lies in an ignored folder is ignored, whatever its name.
      else if (isFolder) visit(path, ignored ? scopes.map((scope) => ({ ...scope, names: ANY_NAME })) : scopes);
      else if (entry.isFile()) walk.paths.push(path);
      else if (entry.isSymbolicLink() && isLinkedFile(root, path)) {
        walk.paths.push(path);
        walk.links.add(path);
      }
    }
  };
  visit('', inheritedScope(root, walk));
  if (walk.paths.length >= LIMITS.files) walk.problems.push(problem('too-many-files', { limit: LIMITS.files }));
  return walk;
}

function endOf(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

/** The paths, and every folder that one of them lies in. */
function indexOf(files: ReadonlySet<string>): { files: ReadonlySet<string>; folders: ReadonlySet<string> } {
  const folders = new Set<string>();
  for (const path of files)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return { files, folders };
}

/** One .gitignore and the folder whose paths it speaks of. */
interface Scope {
  readonly dir: string;
  readonly rules: Ignore;
  /** The names alone that its rules speak of: few paths have one, and are held against the rules. */
  readonly names: Ignore;
}

const ANY_NAME = ignore().add('*');

function scopeOf(dir: string, text: string): Scope {
  return { dir, rules: ignore().add(text), names: ignore().add([...namesIn(text)]) };
}

/** What the .gitignore files above the root, up to the git root, say of it. They count as lines of its own. */
function inheritedScope(root: string, walk: Walk): Scope[] {
  const lines = foldersAbove(root).flatMap((folder) => {
    const text = tryRead(joinPath(folder, '.gitignore'));
    return text === undefined ? [] : rebaseGitignore(text, relative(folder, root).split(sep).join('/'));
  });
  if (lines.length === 0) return [];
  const text = `${lines.join('\n')}\n`;
  walk.gitignores.set('.gitignore', text);
  return [scopeOf('', text)];
}

/** The folders above the root that belong to its git repository, the outermost first. */
function foldersAbove(root: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = root; !existsSync(joinPath(folder, '.git')); folder = dirname(folder)) {
    if (dirname(folder) === folder) return [];
    folders.unshift(dirname(folder));
  }
  return folders;
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ownScope(root: string, dir: string, entries: readonly Dirent[], walk: Walk): Scope[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return [];
  const path = join(dir, '.gitignore');
  try {
    const text = readFileSync(joinPath(root, path), 'utf8');
    walk.gitignores.set(path, `${walk.gitignores.get(path) ?? ''}${text}`);
    return [scopeOf(dir, text)];
  } catch (error) {
    walk.problems.push(problem('unreadable-file', { file: path, reason: reasonOf(error) }, { file: path }));
    return [];
  }
}

/** Git's rule: the innermost .gitignore that speaks of the path decides. */
function isIgnored(scopes: readonly Scope[], path: string, name: string, isFolder: boolean): boolean {
  const end = isFolder ? '/' : '';
  for (const { dir, rules, names } of scopes.toReversed()) {
    if (!names.ignores(name + end)) continue;
    const verdict = rules.test((dir === '' ? path : path.slice(dir.length + 1)) + end);
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
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
