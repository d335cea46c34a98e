import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fsExtra from 'fs-extra';
import type { Change } from '../model/change.ts';
import { problem, type Problem } from '../model/problem.ts';
import { reasonOf } from '../repo/open.ts';
import { sweep, writeAtomically } from './atomic.ts';
import { leavesRoot } from './existing.ts';

/** A change to write; `keepAs` is the path under which the old file is kept. */
export interface Write extends Change {
  readonly keepAs?: string;
}

/** A step that was taken back to nothing by calling it. */
type Undo = () => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes all changes or none: each file is replaced atomically, and a failure puts back what was there.
 * A signal waits until it is done, so that none arrives between two files.
 * @returns a Problem where something cannot be written, or is no longer as it was compared.
 */
export function commit(root: string, writes: readonly Write[]): Problem | undefined {
  const undo: Undo[] = [];
  const wait = (): void => undefined;
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    for (const write of writes.filter(({ kind }) => kind !== 'identical')) {
      const refused = replace(root, write, undo);
      if (refused === undefined) continue;
      takeBack(undo);
      return refused;
    }
    for (const folder of foldersOf(root, writes)) sweep(folder);
    return undefined;
  } catch (error) {
    takeBack(undo);
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, wait);
  }
}

/** Where the files of the changes stand, inside the root. */
function foldersOf(root: string, writes: readonly Write[]): ReadonlySet<string> {
  const files = writes
    .map(({ path }) => join(root, path))
    .filter((full) => existsSync(full) && !leavesRoot(root, full));
  return new Set(files.map((full) => dirname(realpathSync(full))));
}

function replace(root: string, { path, kind, after, before, keepAs }: Write, undo: Undo[]): Problem | undefined {
  const full = join(root, path);
  try {
    if (leavesRoot(root, full)) return problem('outside-context', { path, root });
    const old = existsSync(full) ? readFileSync(full) : undefined;
    if (old?.toString() !== before) return problem('file-conflict', { file: path }, { file: path });
    if (keepAs !== undefined) {
      undo.push(() => {
        rmSync(join(root, keepAs), { force: true });
      });
      if (old !== undefined) writeAtomically(join(root, keepAs), old);
    }
    const made = firstMissing(dirname(full));
    fsExtra.ensureDirSync(dirname(full));
    undo.push(() => {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
      else if (old === undefined) rmSync(full, { force: true });
      else writeAtomically(full, old);
    });
    if (kind === 'delete') rmSync(full);
    else writeAtomically(full, after);
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return problem('cannot-write', { file: path, reason: reasonOf(error) }, { file: path });
  }
}

/** Whether the disk refused; anything else is a fault of ours. */
function isSystemError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error;
}

/** The outermost folder on the way that is not there yet. */
function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  return firstMissing(dirname(folder)) ?? folder;
}

/** The last step first. One that fails does not keep the others from being taken back. */
function takeBack(undo: readonly Undo[]): void {
  for (const step of undo.toReversed()) {
    try {
      step();
    } catch {
      // The disk that refused the change refuses its undoing too: the Problem of the first failure says so.
    }
  }
}
