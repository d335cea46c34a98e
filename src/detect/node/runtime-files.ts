import { parseCommandLine } from '../../parse/command-line.ts';
import { findInSources, sourceFiles } from '../sources.ts';
import { join, type Repo } from '../../repo/repo.ts';
import data from '../../../data/node-folders.json' with { type: 'json' };
import { databaseFiles } from './database-tools.ts';
import { filesOf } from './hooks.ts';
import { pagesOutput } from './output.ts';
import { readManifest } from './manifest.ts';
import { quotePattern } from '../../quote.ts';

/**
 * What the run reads beside what the build makes.
 * @param command the words that start the app.
 * @param builds the commands of the build.
 * @returns paths relative to the app.
 */
export function besideOutput(
  repo: Repo,
  dir: string,
  output: string | undefined,
  command: readonly string[],
  builds: string,
): readonly string[] {
  if (output === undefined) return [];
  const pages = pagesOutput(repo, dir, builds);
  const isMade = pages !== undefined && !repo.hasFolder(join(dir, pages));
  const made = [...frameworkFiles(repo, dir, builds), ...(isMade ? [pages] : [])].filter(
    (path) => path !== output && !path.startsWith(`${output}/`),
  );
  const read = [...new Set([...made, ...runtimeFiles(repo, dir, output), ...databaseFiles(repo, dir, command)])];
  return [...read, ...startFiles(repo, dir, command, [output, ...read])];
}

/** What a framework's build is known to write, to read when it serves, and to keep for its next run. */
interface BuildRow {
  readonly command: string;
  readonly made: readonly string[];
  /** How a configuration among `reads` says that it writes elsewhere. */
  readonly moved?: string;
  readonly reads?: readonly string[];
  readonly caches?: readonly string[];
}

const BUILDS: readonly BuildRow[] = data.builds;

function buildRows(builds: string): readonly BuildRow[] {
  return BUILDS.filter(({ command }) => new RegExp(command).test(builds));
}

/** What frameworks make beside the output of a server that is compiled by another command, and read of the repository. */
function frameworkFiles(repo: Repo, dir: string, builds: string): readonly string[] {
  const prefix = join(dir, 'x').length - 1;
  return buildRows(builds).flatMap(({ reads = [], ...row }) => [
    ...madeOf(repo, dir, { ...row, reads }),
    ...reads.flatMap((pattern) => {
      const isFolder = repo.hasFolder(join(dir, pattern));
      return isFolder ? [pattern] : repo.scan([join(dir, pattern)]).map((path) => path.slice(prefix));
    }),
  ]);
}

function madeOf(repo: Repo, dir: string, { made, moved, reads = [] }: BuildRow): readonly string[] {
  const isMoved =
    moved !== undefined &&
    repo.scan(reads.map((path) => join(dir, path))).some((file) => new RegExp(moved).test(repo.read(file) ?? ''));
  return isMoved ? [] : made;
}

/** Folders that frameworks are known to write, relative to the app. */
export function madeBy(repo: Repo, dir: string, builds: string): readonly string[] {
  return buildRows(builds).flatMap((row) => madeOf(repo, dir, row));
}

/** Folders that the commands of a build keep between runs, relative to the app. */
export function cachesOf(builds: string): readonly string[] {
  return buildRows(builds).flatMap(({ caches = [] }) => caches);
}

/** Folders that a dependency reads where the program starts, though no source names them. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = data.folders;

/** Top-level entries that no compiled app reads at run time. */
const NEVER_READ =
  /^(\.|src$|test|tests$|__tests__$|e2e$|docs?$|node_modules$|coverage$|package(-lock)?\.json$|tsconfig|README|LICENSE|CHANGELOG|CONTRIBUTING|.*\.config\.|.*\.md$|Dockerfile|compose|docker-compose|yarn\.lock$|pnpm-|bun\.|nodemon\.json$|nest-cli\.json$|jest)/i;

/**
 * The tracked top-level entries beside the build output that the sources name in a text: views, public, migrations,
 * a default configuration. Too much is safe, too little is a crash.
 * @returns paths relative to the app.
 */
function runtimeFiles(repo: Repo, dir: string, output: string): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const entries = new Set(repo.below(dir).map((path) => path.slice(prefix.length).split('/')[0] ?? ''));
  const sources = sourceFiles(repo, dir, ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs']);
  const isCompiled = (entry: string): boolean =>
    (repo.hasFolder(join(dir, entry)) ? repo.below(join(dir, entry)) : [entry]).every((path) =>
      /\.[cm]?tsx?$/.test(path),
    );
  const dependencies = Object.keys(readManifest(repo, dir)?.dependencies ?? {});
  const byCustom = dependencies.flatMap((name) => (Object.hasOwn(FOLDERS, name) ? (FOLDERS[name] ?? []) : []));
  return [...entries].filter((entry) => {
    if (entry === '' || entry === output.split('/')[0] || NEVER_READ.test(entry) || isCompiled(entry)) return false;
    if (byCustom.includes(entry)) return true;
    const named = new RegExp(`['"\`](?:\\.{0,2}/)*${quotePattern(entry)}(?:/[^'"\`]*)?['"\`]`);
    return (
      findInSources(
        repo,
        sources.filter((file) => file !== join(dir, entry)),
        named,
      ) !== undefined
    );
  });
}

/**
 * The tracked files beside the build output that the start command names, and what they load: modules that come first,
 * migrations, data.
 * @returns paths relative to the app, none of which stands in one of the entries.
 */
function startFiles(
  repo: Repo,
  dir: string,
  command: readonly string[],
  entries: readonly string[],
): readonly string[] {
  const [program, option, text = ''] = command;
  const commands =
    program === 'sh' && option === '-c' ? parseCommandLine(text).commands : [{ env: {}, words: command }];
  const files = commands.flatMap(({ env, words }) =>
    filesOf(repo, dir, { env, words: words.map((word) => word.replace(/^--?[\w-]+=(?=.)/, '')) }),
  );
  const own = files.map((file) => (dir === '' ? file : file.slice(dir.length + 1)));
  return [...new Set(own)].filter((file) => !entries.some((entry) => file === entry || file.startsWith(`${entry}/`)));
}
