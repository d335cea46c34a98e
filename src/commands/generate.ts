import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { chooseApp, detect } from '../detect/index.ts';
import type { Change } from '../model/change.ts';
import type { Repository } from '../model/app.ts';
import type { Plan } from '../model/plan.ts';
import { problem, type Problem } from '../model/problem.ts';
import { isProblem } from '../parse/json.ts';
import { planApp } from '../plan/index.ts';
import type { Options } from '../plan/options.ts';
import { UnquotableError } from '../quote.ts';
import { renderFiles, type RenderedFile } from '../render/index.ts';
import { findContextRoot } from '../repo/context.ts';
import { openRepo } from '../repo/open.ts';
import { join, type Repo } from '../repo/repo.ts';
import { compareFiles } from '../write/compare.ts';
import { commit, gitCanRestore, readExisting } from '../write/disk.ts';
import { LOCK_FILE, lockText, readLock } from '../write/lock.ts';

/** Everything that one run found out, up to the changes it would make. */
export interface Result {
  readonly schemaVersion: 1;
  /** Absolute path of the build context. */
  readonly root: string;
  readonly repository: Repository;
  readonly plan: Plan;
  readonly files: readonly RenderedFile[];
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Directory to changes; nothing is written. */
export function prepare(path: string, options: Options): Result {
  const start = resolve(path);
  if (!existsSync(start) || !statSync(start).isDirectory()) return failed(start, problem('not-a-directory', { path }));
  const { root, dir } = findContextRoot(start);
  const repo = openRepo(root);
  const { repository, plan, files } = compile(repo, dir, options);
  const lastWritten = readLock(readExisting(root, [LOCK_FILE]).get(LOCK_FILE));
  const kept = keptCompose(repo, files, lastWritten);
  const written = files.filter((file) => kept === undefined || !file.path.endsWith('compose.yaml'));
  const changes = compareFiles(
    written,
    readExisting(
      root,
      written.map((file) => file.path),
    ),
    lastWritten,
  );
  const problems = [
    ...repo.problems,
    ...plan.problems,
    ...(kept === undefined ? [] : [problem('compose-kept', { file: kept })]),
  ];
  return { schemaVersion: 1, root, repository, plan, files: written, changes, problems };
}

/** The pure middle: Repo to files. */
export function compile(repo: Repo, dir: string, options: Options): Pick<Result, 'repository' | 'plan' | 'files'> {
  const repository = detect(repo, dir);
  const empty: Plan = { images: [], decisions: [], problems: [] };
  if (repo.problems.some((p) => p.level === 'error')) return { repository, plan: empty, files: [] };
  const app = chooseApp(repository, options.app);
  if (isProblem(app)) return { repository, plan: { ...empty, problems: [app] }, files: [] };
  const plan = planApp(repo, app, options);
  try {
    return { repository, plan, files: renderFiles(plan, options) };
  } catch (error) {
    if (!(error instanceof UnquotableError)) throw error;
    return {
      repository,
      plan: { ...plan, images: [], problems: [...plan.problems, problem('unquotable-path', { path: error.value })] },
      files: [],
    };
  }
}

/** Writes the changes. Conflicts are written only with `force`, and what git cannot restore is kept as NAME.orig. */
export function write(result: Result, force: boolean): readonly Problem[] {
  const conflicts = result.changes.filter((change) => change.kind === 'conflict');
  if (conflicts.length > 0 && !force)
    return conflicts.map(({ path }) => problem('file-conflict', { file: path }, { file: path }));
  const kept = conflicts
    .filter(({ path }) => !gitCanRestore(result.root, path))
    .map(({ path, before }): Change => ({ path: `${path}.orig`, kind: 'create', after: before ?? '' }));
  const lock = lockChange(result);
  const failure = commit(result.root, [...kept, ...result.changes, ...(lock ? [lock] : [])]);
  return failure ? [failure] : [];
}

function lockChange({ root, files }: Result): Change | undefined {
  const before = readExisting(root, [LOCK_FILE]).get(LOCK_FILE);
  const ours = files.map((file) => file.path);
  const others = [...readLock(before)].filter(([path]) => !ours.includes(path)).map(([path, text]) => ({ path, text }));
  const after = lockText([...files, ...others]);
  if (before === after) return undefined;
  return {
    path: LOCK_FILE,
    kind: before === undefined ? 'create' : 'update',
    after,
    ...(before === undefined ? {} : { before }),
  };
}

/** A compose file that a person wrote stays, whatever it is called. */
function keptCompose(
  repo: Repo,
  files: readonly RenderedFile[],
  lastWritten: ReadonlyMap<string, string>,
): string | undefined {
  const ours = files.find((file) => file.path.endsWith('compose.yaml'));
  if (ours === undefined) return undefined;
  const folder = ours.path.split('/').slice(0, -1).join('/');
  return COMPOSE_NAMES.map((name) => join(folder, name)).find((path) => repo.has(path) && !lastWritten.has(path));
}

function failed(root: string, reason: Problem): Result {
  return {
    schemaVersion: 1,
    root,
    repository: { apps: [] },
    plan: { images: [], decisions: [], problems: [] },
    files: [],
    changes: [],
    problems: [reason],
  };
}
