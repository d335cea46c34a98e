import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';
import { isInside, reasonOf } from '../repo/open.ts';

/** The texts of those of the paths that exist below the root; a Problem where one is no file of the repository. */
export function readExisting(root: string, paths: readonly string[]): ReadonlyMap<string, string> | Problem {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const full = join(root, path);
    try {
      if (leavesRoot(root, full)) return problem('outside-context', { path, root });
      if (existsSync(full)) texts.set(path, readFileSync(full, 'utf8'));
    } catch (error) {
      return problem('unreadable-file', { file: path, reason: reasonOf(error) }, { file: path });
    }
  }
  return texts;
}

/** Whether a link on the way leads a read or write outside of the root. */
export function leavesRoot(root: string, full: string): boolean {
  let folder = dirname(full);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!isInside(root, realpathSync(folder))) return true;
  return isLink(full) && existsSync(full) && !isInside(root, realpathSync(full));
}

function isLink(full: string): boolean {
  return lstatSync(full, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
