import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fsExtra from 'fs-extra';
import type { Change } from '../model/change.ts';
import { problem, type Problem } from '../model/problem.ts';
import { reasonOf } from '../repo/open.ts';
import { stage, sweep, writeAtomically } from './atomic.ts';
import { leavesRoot } from './existing.ts';

/** A change to write; `keepAs` is the path under which the old file is kept. */
export interface Write extends Change {
  readonly keepAs?: string;
}

/** A step that was taken back to nothing by calling it. */
type Undo = () => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes all changes or none: every new content lies on the disk before the first file is replaced, each file is
 * replaced atomically, and a failure puts back what was there.
 * A signal waits until it is done, so that none arrives between two files.
 * @returns a Problem where something cannot be written, or is no longer as it was compared.
 */
export function commit(root: string, writes: readonly Write[]): Problem | undefined {
  const undo: Undo[] = [];
  const steps: Step[] = [];
  const wait = (): void => undefined;
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    const changes = writes.filter(({ kind }) => kind !== 'identical');
    const refused =
      firstRefusal(changes, (write) => prepare(root, write, steps, undo)) ??
      firstRefusal(steps, ({ path, run }) =>
        attempt(path, () => {
          run();
          return undefined;
        }),
      );
    if (refused !== undefined) {
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

/** A change of the disk that is ready to be made. */
interface Step {
  readonly path: string;
  readonly run: () => void;
}

function firstRefusal<T>(list: readonly T[], attemptOne: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of list) {
    const refused = attemptOne(item);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** Looks whether a file is as it was compared, and puts all that will replace it beside it. */
function prepare(
  root: string,
  { path, kind, after, before, keepAs }: Write,
  steps: Step[],
  undo: Undo[],
): Problem | undefined {
  const full = join(root, path);
  const put = (target: string, content: string | Buffer, takeBackTo: Undo): void => {
    const made = firstMissing(dirname(target));
    fsExtra.ensureDirSync(dirname(target));
    undo.push(() => {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
    });
    const staged = stage(target, content);
    undo.push(staged.drop);
    steps.push({
      path,
      run: () => {
        undo.push(takeBackTo);
        staged.replace();
      },
    });
  };
  const remove = (target: string) => () => {
    rmSync(target, { force: true });
  };
  return attempt(path, () => {
    if (leavesRoot(root, full)) return problem('outside-context', { path, root });
    const old = existsSync(full) ? readFileSync(full) : undefined;
    if (old?.toString() !== before) return problem('file-conflict', { file: path }, { file: path });
    const restore =
      old === undefined
        ? remove(full)
        : () => {
            writeAtomically(full, old);
          };
    if (keepAs !== undefined && old !== undefined) put(join(root, keepAs), old, remove(join(root, keepAs)));
    if (kind !== 'delete') put(full, after, restore);
    else
      steps.push({
        path,
        run: () => {
          undo.push(restore);
          rmSync(full);
        },
      });
    return undefined;
  });
}

/** A refusal of the disk as a Problem. */
function attempt(path: string, act: () => Problem | undefined): Problem | undefined {
  try {
    return act();
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
