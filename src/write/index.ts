import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../model/change.ts';
import { isProblem, type Problem } from '../model/problem.ts';
import type { RenderedFile } from '../render/index.ts';
import { commit, type Write } from './commit.ts';
import { conflictsOf } from './compare.ts';
import { readExisting } from './existing.ts';
import { gitCanRestore } from './git.ts';
import { LOCK_FILE, lockChange } from './lock.ts';

/** What was written, for the words after it. */
export interface Written {
  readonly problems: readonly Problem[];
  /** Paths that were not there before. */
  readonly created: readonly string[];
  /** Replaced and deleted paths that the last commit has. */
  readonly restorable: readonly string[];
  /** Replaced path to the path under which the old file is kept. */
  readonly kept: ReadonlyMap<string, string>;
}

const NOTHING: Written = { problems: [], created: [], restorable: [], kept: new Map() };

/** Writes the changes and the lock. Conflicts are written with `force` alone, and what git cannot restore is kept as NAME.orig. */
export async function writeChanges(
  root: string,
  changes: readonly Change[],
  files: readonly RenderedFile[],
  force: boolean,
): Promise<Written> {
  const conflicts = conflictsOf(changes);
  if (conflicts.length > 0 && !force) return { ...NOTHING, problems: conflicts };
  const lock = readExisting(root, [LOCK_FILE]);
  if (isProblem(lock)) return { ...NOTHING, problems: [lock] };
  const deleted = new Set(changes.filter(({ kind }) => kind === 'delete').map(({ path }) => path));
  const isLeft = (path: string): boolean => !deleted.has(path) && existsSync(join(root, path));
  // The lock comes last: a run that is killed before it finds its new files to be as they should be, and goes on.
  const lockWrite = lockChange(lock.get(LOCK_FILE), files, isLeft, changes);
  const restorable = await restorableOf(root, [...changes, lockWrite]);
  const writes: readonly Write[] = [
    ...changes.map((change) =>
      keepsOld(change, restorable) ? { ...change, keepAs: freeName(root, `${change.path}.orig`) } : change,
    ),
    lockWrite,
  ];
  const failure = commit(root, writes);
  if (failure) return { ...NOTHING, problems: [failure] };
  return {
    problems: [],
    created: writes.filter(({ kind }) => kind === 'create').map(({ path }) => path),
    restorable,
    kept: new Map(writes.flatMap(({ path, keepAs }) => (keepAs === undefined ? [] : [[path, keepAs]]))),
  };
}

async function restorableOf(root: string, changes: readonly Change[]): Promise<readonly string[]> {
  const replaced = changes.filter(({ kind }) => kind !== 'create' && kind !== 'identical');
  const answers = await Promise.all(replaced.map(({ path }) => gitCanRestore(root, path)));
  return replaced.filter((_, index) => answers[index]).map(({ path }) => path);
}

/** A merge keeps what a person added; what is replaced against an edit is kept beside, unless git has it. */
function keepsOld({ kind, path }: Change, restorable: readonly string[]): boolean {
  return (kind === 'conflict' || kind === 'replace') && !restorable.includes(path);
}

/** The name, or the first one with a number that is free: an older copy is never lost. */
function freeName(root: string, name: string, number = 1): string {
  const candidate = number === 1 ? name : `${name}.${number}`;
  return existsSync(join(root, candidate)) ? freeName(root, name, number + 1) : candidate;
}
