import type { ImagePlan } from '../model/plan.ts';
import { dockerIgnore } from '../parse/docker-ignore.ts';
import type { Repo } from '../repo/repo.ts';
import { CODE, isSecretFile, secretKinds } from './secret-files.ts';

/** What an ignore file that a person wrote means for an image. */
export interface OwnIgnore {
  /** A tracked file that a build of the image reads and that it keeps out. */
  readonly hides?: string;
  /** What it lets in that must stay out: paths that are there, else names of secrets. */
  readonly letsIn: readonly string[];
  /** The lines that keep those out. */
  readonly missing: readonly string[];
}

const MOST = 5;

/**
 * Judges a person's ignore file by what the image's own one says. Code counts as read whatever its folder: a test that
 * is kept out is missing in the `test` target.
 * @param repo the build context.
 */
export function judgeIgnore(
  repo: Repo,
  image: Pick<ImagePlan, 'ignore' | 'reads'>,
  lines: readonly string[],
): OwnIgnore {
  const theirs = dockerIgnore(lines);
  const ours = dockerIgnore(image.ignore.flatMap(({ patterns }) => patterns));
  const reads = new Set(image.reads);
  const hides = repo.paths.find((path) => (reads.has(path) || CODE.test(path)) && theirs(path) && !ours(path));
  const ignored = repo.ignoredPaths.map((path) => path.replace(/\/$/, ''));
  const secrets = repo.paths.filter((path) => isSecretFile(repo, path));
  const there = [...secrets, ...ignored].filter((path) => ours(path) && !theirs(path));
  const usual = ['.git/config', ...secretKinds.flatMap(({ names, onlyHere }) => (onlyHere ? [] : names.slice(0, 1)))];
  const letsIn = (there.length > 0 ? there : usual.filter((path) => !theirs(path))).slice(0, MOST);
  const stated = image.ignore.flatMap(({ patterns }) => patterns.filter((pattern) => !pattern.startsWith('!')));
  const missing = letsIn.map((path) => stated.find((pattern) => dockerIgnore([pattern])(path)) ?? path);
  return { ...(hides === undefined ? {} : { hides }), letsIn, missing: [...new Set(missing)] };
}
