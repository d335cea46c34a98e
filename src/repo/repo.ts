import type { Problem } from '../model/problem.ts';
import { indexPaths, type Paths } from './paths.ts';

/** The directory as detection sees it. Paths are relative to the root, with `/`. */
export interface Repo extends Paths {
  /** The files that git would track, sorted. */
  readonly paths: readonly string[];
  /** Paths that exist but that git ignores, so a fresh clone lacks them. Folders are listed without their content. */
  readonly ignoredPaths: readonly string[];
  /** The .gitignore files as texts, by path. */
  readonly gitignores: ReadonlyMap<string, string>;
  /** The Repo of which this is a folder. */
  readonly within?: { readonly repo: Repo; readonly dir: string };
  /** What went wrong while reading; every failure is recorded once. */
  readonly problems: readonly Problem[];
  /** Text in LF without BOM; undefined where there is none. A failure to read is recorded in `problems`. */
  read(path: string): string | undefined;
  /** Whether the file has CRLF line ends, which matter to what the image runs as it is. */
  hasCarriageReturns(path: string): boolean;
  report(problem: Problem): void;
}

/** What a Repo is made from: the walk of a disk, or an object of files in a test. */
export interface RepoContent {
  /** Sorted. */
  readonly paths: readonly string[];
  readonly ignoredPaths: readonly string[];
  readonly gitignores: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** The raw text of a path, or why it cannot be had. Called once a path. */
  load(path: string): string | Problem;
}

export function makeRepo(content: RepoContent): Repo {
  const index = indexPaths(content.paths);
  const texts = new Map<string, string | undefined>();
  const withCarriageReturns = new Set<string>();
  const problems = [...content.problems];
  const seen = new Set<string>();
  const report = (problem: Problem): void => {
    const key = JSON.stringify(problem);
    if (seen.has(key)) return;
    seen.add(key);
    problems.push(problem);
  };
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) {
      if (!index.has(path)) return undefined;
      const loaded = content.load(path);
      if (typeof loaded !== 'string') report(loaded);
      else if (loaded.includes('\r\n')) withCarriageReturns.add(path);
      texts.set(path, typeof loaded === 'string' ? normalise(loaded) : undefined);
    }
    return texts.get(path);
  };
  return {
    ...index,
    paths: content.paths,
    ignoredPaths: content.ignoredPaths,
    gitignores: content.gitignores,
    problems,
    report,
    read,
    hasCarriageReturns: (path) => read(path) !== undefined && withCarriageReturns.has(path),
  };
}

/** BOM and CRLF are handled here and nowhere else. */
function normalise(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** `dir` and `name` joined; `dir` is '' for the root. `..` and `.` are resolved; a path that leaves the root gives undefined. */
export function within(dir: string, name: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${dir}/${name.replaceAll('\\', '/')}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Whether a path with `/` begins at the top of a disk, of whatever system. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:[A-Za-z]:)?\//.test(path);
}

/** `dir/name`, or `name` where dir is the root (''). */
export function join(dir: string, name: string): string {
  if (dir === '') return name;
  return name === '' ? dir : `${dir}/${name}`;
}
