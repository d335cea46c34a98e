import { existsSync, lstatSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execaSync } from 'execa';
import fsExtra from 'fs-extra';
import writeFileAtomic from 'write-file-atomic';
import type { Change } from '../model/change.ts';
import { problem, type Problem } from '../model/problem.ts';
import { isInside, reasonOf } from '../repo/open.ts';

/** The texts of those of the paths that exist below the root. */
export function readExisting(root: string, paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    paths.filter((path) => existsSync(join(root, path))).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

/**
 * Writes all changes or none: each file is replaced atomically, and a failure puts back what was there.
 * @returns a Problem where something cannot be written.
 */
export function commit(root: string, changes: readonly Change[]): Problem | undefined {
  const done: Change[] = [];
  for (const change of changes.filter(({ kind }) => kind !== 'identical')) {
    const full = join(root, change.path);
    try {
      if (leavesRoot(root, full)) return undo(root, done, problem('outside-context', { path: change.path, root }));
      fsExtra.ensureDirSync(dirname(full));
      writeFileAtomic.sync(full, change.after);
      done.push(change);
    } catch (error) {
      return undo(
        root,
        done,
        problem('cannot-write', { file: change.path, reason: reasonOf(error) }, { file: change.path }),
      );
    }
  }
  return undefined;
}

function undo(root: string, done: readonly Change[], reason: Problem): Problem {
  for (const { path, before } of done) {
    if (before === undefined) rmSync(join(root, path), { force: true });
    else writeFileAtomic.sync(join(root, path), before);
  }
  return reason;
}

/** Whether a link on the way leads a write outside of the root. */
function leavesRoot(root: string, full: string): boolean {
  let folder = dirname(full);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!isInside(root, realpathSync(folder))) return true;
  return existsSync(full) && lstatSync(full).isSymbolicLink() && !isInside(root, realpathSync(full));
}

/** Whether git has the file just as it stands, so that replacing it loses nothing. */
export function gitCanRestore(root: string, path: string): boolean {
  const tracked = execaSync('git', ['ls-files', '--error-unmatch', '--', path], { cwd: root, reject: false });
  const clean = execaSync('git', ['diff', '--quiet', 'HEAD', '--', path], { cwd: root, reject: false });
  return tracked.exitCode === 0 && clean.exitCode === 0;
}
