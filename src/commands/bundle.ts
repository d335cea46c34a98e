import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';
import { isAbsolutePath } from '../repo/repo.ts';
import { reasonOf } from '../repo/open.ts';

/** A path of the working directory as it stands in the settings: seen from the root where it lies below it, else absolute. */
export function pathFromRoot(root: string, path: string): string {
  const full = withRealFolder(resolve(path));
  const inside = relative(root, full);
  return slashes(inside.startsWith('..') || isAbsolute(inside) ? full : inside);
}

/** The same as seen from the working directory, for a command line. */
export function pathFromHere(root: string, bundle: string, cwd: string): string {
  return isAbsolutePath(bundle) ? bundle : slashes(relative(cwd, join(root, bundle)));
}

/** What is wrong with the bundle of this machine. One that is not here may be where the image is built. */
export function bundleProblems(root: string, bundle: string | undefined): readonly Problem[] {
  if (bundle === undefined) return [];
  const where = { file: bundle };
  try {
    const text = readFileSync(isAbsolutePath(bundle) ? bundle : join(root, bundle), 'utf8');
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return [problem('ca-holds-key', where, where)];
    return text.includes('-----BEGIN CERTIFICATE-----') ? [] : [problem('ca-not-pem', where, where)];
  } catch (error) {
    return [problem('ca-not-read', { ...where, reason: reasonOf(error) }, where)];
  }
}

/** The root is a real path, the working directory need not be one. */
function withRealFolder(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
