import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join as joinPath, resolve } from 'node:path';
import { compile, type Compiled } from '../compile.ts';
import type { Change } from '../model/change.ts';
import { exitCodeOf, isProblem, type Problem, problem } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import { findContextRoot } from '../repo/context.ts';
import { openRepo } from '../repo/open.ts';
import { join, type Repo } from '../repo/repo.ts';
import { compareFiles } from '../write/compare.ts';
import { readExisting } from '../write/existing.ts';
import { LOCK_FILE, readLock } from '../write/lock.ts';

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
  const appDir = compiled.plan.images[0]?.dir ?? dir;
  const paths = [LOCK_FILE, ...compiled.files.map(({ path }) => path)];
  const onDisk = readExisting(root, paths);
  if (isProblem(onDisk)) return { ...base, files: [], problems: [...problems, onDisk] };
  const lastWritten = readLock(onDisk.get(LOCK_FILE));
  const isForeign = (path: string): boolean => existsSync(joinPath(root, path)) && !lastWritten.has(path);
  const ours = compiled.files.find(({ path }) => basename(path) === 'compose.yaml');
  const isAsOurs = (path: string): boolean => path === ours?.path && onDisk.get(path) === ours.text;
  const compose =
    ours &&
    COMPOSE_NAMES.map((name) => join(folderOf(ours.path), name)).find((path) => isForeign(path) && !isAsOurs(path));
  const files = compiled.files.filter((file) => compose === undefined || file !== ours);
  const containerfile = join(appDir, 'Containerfile');
  return {
    ...base,
    files,
    changes: compareFiles(files, onDisk, lastWritten),
    problems: [
      ...problems,
      ...(compose === undefined ? [] : [problem('compose-kept', { file: compose })]),
      ...(options.output === 'Dockerfile' && isForeign(containerfile)
        ? [problem('containerfile-exists', { file: containerfile }, { file: containerfile })]
        : []),
    ],
  };
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
