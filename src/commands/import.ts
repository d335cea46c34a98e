import { basename, resolve } from 'node:path';
import { compile, type Compiled } from '../compile.ts';
import { personsText } from '../detect/persons-files.ts';
import { compareImages, takeOver, type Imported, type TakenOver } from '../import/compare.ts';
import { readImage } from '../import/read.ts';
import { exitCodeOf, isProblem, problem, type Problem } from '../model/problem.ts';
import { isDockerfileName } from '../parse/dockerfile.ts';
import type { Options } from '../plan/options.ts';
import { join } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';
import { shellWord } from './command-line.ts';
import { pathFromRoot } from './bundle.ts';
import type { Place } from './place.ts';

/** What an old Dockerfile makes of a run. */
export interface Import {
  readonly imported: Imported;
  /** The options with what it says and nothing else does. */
  readonly options: Options;
  /** What goes into the configuration, by key. */
  readonly added: Readonly<Record<string, unknown>>;
  /** Files of a person that may be replaced, since what they say was read. */
  readonly replaces: readonly string[];
}

/**
 * Reads an old Dockerfile as evidence, and compares it with the one that would be written without it.
 * @returns the problem that keeps it from being read; undefined where nothing can be planned, which the run says itself.
 */
export function importInto(place: Place, options: Options): Import | Problem | undefined {
  const path = pathOf(place, options);
  if (isProblem(path)) return path;
  const own = personsText(place.repo, path);
  if (own === undefined) return problem('import-own', { file: path }, { file: path });
  const theirs = readImage(own.text, path);
  if (isProblem(theirs)) return theirs;
  const named = isContainerfile(path) ? { ...options, output: basename(path) } : options;
  const found = planned(place, named, theirs.start);
  const text = found?.compiled.files[0]?.text;
  if (found === undefined || text === undefined) return undefined;
  const ours = readImage(text, path);
  if (isProblem(ours)) return ours;
  const { plan, files } = found.compiled;
  const [image] = plan.images;
  const bases = place.opened.library.presets.find(({ id }) => id === image?.preset)?.bases ?? [];
  const taken = takeOver(
    { theirs, ours, plan },
    {
      repo: subRepo(place.repo, image?.context ?? ''),
      dir: place.dir.slice(image?.context === '' ? 0 : (image?.context.length ?? 0) + 1),
      takesPackages: bases.includes('slim') && [undefined, 'slim'].includes(options.base),
    },
  );
  const added = { ...found.start, ...addedTo(options, taken) };
  const outcome = compile(place.repo, place.dir, { ...named, ...added }, place.opened.library);
  const last = readImage(outcome.files[0]?.text ?? text, path);
  const rows = isProblem(last) ? [] : compareImages({ theirs, ours: last, plan: outcome.plan }, taken);
  return {
    imported: { file: path, rows: [...rows, ...taken.rows], problems: taken.problems },
    options: { ...named, ...added },
    added,
    replaces: files[0]?.path === path ? [path] : [],
  };
}

/** The Dockerfile that is meant: the one that is named, or the one that stands where ours would. */
function pathOf({ root, dir, repo }: Place, { import: named, output }: Options): string | Problem {
  if (named !== undefined && named !== '') {
    const path = pathFromRoot(root, resolve(named));
    return repo.has(path) ? path : problem('import-not-found', { file: named });
  }
  const names = [output, 'Dockerfile', 'Containerfile'].map((name) => join(dir, name));
  const here = names.find((path) => repo.has(path));
  const others = repo.paths.filter((path) => isDockerfileName(path) && path.startsWith(join(dir, '')));
  const [only, ...more] = here === undefined ? others : [here];
  if (only !== undefined && more.length === 0) return only;
  return problem('import-which', { names: others.slice(0, 10).join(', ') || 'none' });
}

function isContainerfile(path: string): boolean {
  return basename(path) === 'Containerfile';
}

/** The plan without what it adds; where the repository does not say how it starts, with its command. */
function planned(
  { repo, dir, opened }: Place,
  options: Options,
  start: readonly string[],
): { readonly compiled: Compiled; readonly start: Partial<Options> } | undefined {
  const isSound = ({ plan, files }: Compiled): boolean => files.length > 0 && exitCodeOf(plan.problems) === 0;
  const plain = compile(repo, dir, options, opened.library);
  if (isSound(plain)) return { compiled: plain, start: {} };
  if (options.start !== undefined || start.length === 0) return undefined;
  const stated = { start: start.map(shellWord).join(' ') };
  const told = compile(repo, dir, { ...options, ...stated }, opened.library);
  return isSound(told) ? { compiled: told, start: stated } : undefined;
}

/** The additions, joined with those that the configuration has: what a person wrote there wins. */
function addedTo(options: Options, { additions, port, start }: TakenOver): Partial<Options> {
  const { env, labels, packages, copies } = additions;
  const isNew = (source: string): boolean => options.copies?.some((each) => each.source === source) !== true;
  return {
    ...(env === undefined ? {} : { env: { ...env, ...options.env } }),
    ...(labels === undefined ? {} : { labels: { ...labels, ...options.labels } }),
    ...(packages === undefined ? {} : { packages: [...new Set([...(options.packages ?? []), ...packages])] }),
    ...(copies === undefined
      ? {}
      : { copies: [...(options.copies ?? []), ...copies.filter(({ source }) => isNew(source))] }),
    ...(port === undefined || options.port !== undefined ? {} : { port }),
    ...(start === undefined || options.start !== undefined ? {} : { start }),
  };
}
