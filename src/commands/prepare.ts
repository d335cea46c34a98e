import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join as joinPath, resolve } from 'node:path';
import { compile, type Compiled } from '../compile.ts';
import type { Change } from '../model/change.ts';
import { exitCodeOf, isProblem, type Problem, problem } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import { findContextRoot } from '../repo/context.ts';
import type { RenderedFile } from '../render/index.ts';
import { openRepo } from '../repo/open.ts';
import { join, type Repo } from '../repo/repo.ts';
import { compareFiles } from '../write/compare.ts';
import { readExisting } from '../write/existing.ts';
import { leftoverChanges } from '../write/leftovers.ts';
import { leftBehind, LOCK_FILE, readLock, type Lock } from '../write/lock.ts';

/** Everything that one run found out, up to the changes it would make. */
export interface Result extends Compiled {
  readonly schemaVersion: 1;
  /** Absolute path of the build context. */
  readonly root: string;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** What is to be done: a result, the options that led to it, and whether files of a person may be replaced. */
export interface Agreement {
  readonly result: Result;
  readonly options: Options;
  readonly force: boolean;
}

/** The directory that a person named, opened. */
export interface Place {
  readonly root: string;
  /** The app's folder below the root. */
  readonly dir: string;
  readonly repo: Repo;
}

const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Finds and opens the repository of a directory. */
export function openPlace(path: string): Place | Problem {
  try {
    const start = realpathSync(resolve(path));
    if (!statSync(start).isDirectory()) return problem('not-a-directory', { path });
    const { root, dir } = findContextRoot(start);
    return { root, dir, repo: openRepo(root) };
  } catch {
    return problem('not-a-directory', { path });
  }
}

/** From an open directory to changes; nothing is written. Can be called again with other options. */
export function prepare({ root, dir, repo }: Place, options: Options): Result {
  const compiled = compile(repo, dir, options);
  const problems = [...repo.problems, ...compiled.plan.problems];
  const base = { schemaVersion: 1, root, ...compiled, changes: [], problems } as const;
  if (exitCodeOf(problems) !== 0) return { ...base, files: [] };
  const lockOnDisk = readExisting(root, [LOCK_FILE]);
  if (isProblem(lockOnDisk)) return { ...base, files: [], problems: [...problems, lockOnDisk] };
  const lock = readLock(lockOnDisk.get(LOCK_FILE));
  const appDir = compiled.plan.images[0]?.dir ?? dir;
  const isForeign = (path: string): boolean => existsSync(joinPath(root, path)) && !lock.files.has(path);
  const foreign = foreignCompose(compiled.files, isForeign, (path) => textOf(root, path));
  const files = compiled.files.filter(({ path }) => foreign === undefined || basename(path) !== 'compose.yaml');
  const leftovers = leftBehind(lock, files);
  const onDisk = readExisting(root, [...files.map(({ path }) => path), ...leftovers]);
  if (isProblem(onDisk)) return { ...base, files: [], problems: [...problems, onDisk] };
  const left = leftoverChanges(leftovers, onDisk, lock.files);
  const containerfile = join(appDir, 'Containerfile');
  return {
    ...base,
    files,
    changes: [...compareFiles(files, { onDisk, lastWritten: lock.files, keepMine: options.keepMine }), ...left.changes],
    problems: [
      ...problems,
      ...lockProblems(lock),
      ...left.problems,
      ...(foreign === undefined ? [] : [problem('compose-kept', { file: foreign })]),
      ...(options.output === 'Dockerfile' && isForeign(containerfile)
        ? [problem('containerfile-exists', { file: containerfile }, { file: containerfile })]
        : []),
    ],
  };
}

function lockProblems({ fault }: Lock): readonly Problem[] {
  return fault === undefined ? [] : [problem(`lock-${fault}`, { file: LOCK_FILE }, { file: LOCK_FILE })];
}

/** A compose file of a person, under any of its names, beside which none of ours is started. */
function foreignCompose(
  files: readonly RenderedFile[],
  isForeign: (path: string) => boolean,
  textAt: (path: string) => string | undefined,
): string | undefined {
  const ours = files.find(({ path }) => basename(path) === 'compose.yaml');
  // One that was written before theirs came goes on being kept up to date.
  if (ours === undefined || (textAt(ours.path) !== undefined && !isForeign(ours.path))) return undefined;
  return COMPOSE_NAMES.map((name) => join(folderOf(ours.path), name)).find(
    (path) => isForeign(path) && !(path === ours.path && textAt(path) === ours.text),
  );
}

function textOf(root: string, path: string): string | undefined {
  const texts = readExisting(root, [path]);
  return isProblem(texts) ? undefined : texts.get(path);
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** The result of a run that ended before there was a repository. */
export function failed(reason: Problem): Result {
  return {
    schemaVersion: 1,
    root: '',
    repository: { apps: [] },
    plan: { images: [], decisions: [], problems: [] },
    files: [],
    changes: [],
    problems: [reason],
  };
}
