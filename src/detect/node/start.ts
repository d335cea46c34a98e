import { fact, type Fact, type Source } from '../../model/fact.ts';
import { parseCommandLine, type SimpleCommand } from '../../parse/command-line.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { quoteWord } from '../../quote.ts';
import type { PackageManifest } from './manifest.ts';

/** What a script comes down to. */
export interface Start {
  /** Exec-form words; for a shell, `sh -c` and its text. */
  readonly command: Fact<readonly string[]>;
  readonly needsShell: boolean;
  readonly env: Readonly<Record<string, string>>;
}

const RUNNERS = new Set(['npm', 'yarn', 'pnpm', 'bun']);
/** Launchers that only set variables or restart: what follows them is the process. */
const WRAPPERS = new Set([
  'cross-env',
  'cross-env-shell',
  'env',
  'npx',
  'bunx',
  'exec',
  'dotenv',
  'nodemon',
  'node-dev',
]);
const MAX_DEPTH = 10;

/** Files that start an app by convention, in the order in which they are looked for. */
const ENTRY_FILES = [
  'server.js',
  'index.js',
  'app.js',
  'main.js',
  'src/index.js',
  'src/server.js',
  'src/app.js',
  'server.mjs',
  'index.mjs',
  'server.cjs',
  'index.cjs',
];
const BUN_ENTRY_FILES = ['index.ts', 'src/index.ts', 'server.ts', 'main.ts', 'index.tsx', ...ENTRY_FILES];

/** The start script read through to its process, else what `main` or convention names. */
export function findStart(repo: Repo, manifest: PackageManifest, isBun: boolean): Start | undefined {
  const script = manifest.scripts['start'];
  if (script !== undefined) {
    return { ...startOfScript(manifest, 'start', manifest.at('scripts', 'start')) };
  }
  for (const key of isBun ? ['module', 'main'] : ['main']) {
    const entry = asString(at(manifest.raw, key));
    const file = entry && resolveEntry(repo, manifest.dir, entry);
    if (file !== undefined && file !== '')
      return entryStart(file, isBun, `there is no start script; ${key} names ${file}`, manifest.at(key));
  }
  const found = (isBun ? BUN_ENTRY_FILES : ENTRY_FILES).find((file) => repo.has(join(manifest.dir, file)));
  return found === undefined
    ? undefined
    : entryStart(found, isBun, `there is no start script; ${found} is there`, {
        kind: 'file',
        file: join(manifest.dir, found),
      });
}

function resolveEntry(repo: Repo, dir: string, entry: string): string | undefined {
  const clean = entry.replace(/^\.\//, '');
  return [clean, `${clean}.js`, `${clean}/index.js`].find((file) => repo.has(join(dir, file)));
}

function entryStart(file: string, isBun: boolean, because: string, source: Source): Start {
  return { command: fact([isBun ? 'bun' : 'node', file], because, source), needsShell: false, env: {} };
}

/** Reads a command that a person stated (--start). */
export function startOfText(text: string, source: Source): Start {
  return toStart(flatten({}, text, 0), text, source, `stated: ${text}`);
}

function startOfScript(manifest: PackageManifest, name: string, source: Source): Start {
  const text = manifest.scripts[name] ?? '';
  return toStart(
    flatten(manifest.scripts, runOf(manifest.scripts, name), 0),
    text,
    source,
    `the ${name} script is read through: ${text}`,
  );
}

/** A script with its pre and post hooks, as npm runs them. @see https://docs.npmjs.com/cli/using-npm/scripts */
function runOf(scripts: Readonly<Record<string, string>>, name: string): string {
  return [`pre${name}`, name]
    .map((key) => scripts[key])
    .filter((text) => text !== undefined)
    .join(' && ');
}

interface Flat {
  readonly commands: readonly SimpleCommand[];
  readonly needsShell: boolean;
  /** The text for a shell, with nested scripts put in place. */
  readonly text: string;
}

function flatten(scripts: Readonly<Record<string, string>>, text: string, depth: number): Flat {
  const line = parseCommandLine(text);
  if (line.needsShell || depth > MAX_DEPTH) return { commands: line.commands, needsShell: true, text };
  const parts = line.commands.map((command) => {
    const plain = unwrap(command);
    const script = scriptName(plain.words, scripts);
    if (script === undefined) return { commands: [plain], needsShell: false, text: shellText(plain) };
    const inner = flatten(scripts, runOf(scripts, script), depth + 1);
    return { ...inner, commands: inner.commands.map((c) => ({ ...c, env: { ...plain.env, ...c.env } })) };
  });
  return {
    commands: parts.flatMap((part) => part.commands),
    needsShell: parts.some((part) => part.needsShell),
    text: parts.map((part) => part.text).join(' && '),
  };
}

/** Takes launchers away: `cross-env A=1 node x` is `node x` with A=1. */
function unwrap(command: SimpleCommand): SimpleCommand {
  const [first, ...rest] = command.words;
  if (first === undefined || !WRAPPERS.has(first)) return command;
  const options = rest.findIndex((word) => !word.startsWith('-'));
  const inner = parseAssignments(options === -1 ? [] : rest.slice(options));
  const words =
    (first === 'nodemon' || first === 'node-dev') && /\.[cm]?js$/.test(inner.words[0] ?? '')
      ? ['node', ...inner.words]
      : inner.words;
  if (words.length === 0) return command;
  return unwrap({ env: { ...command.env, ...inner.env }, words });
}

function parseAssignments(words: readonly string[]): SimpleCommand {
  const count = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const assignments = words.slice(0, count === -1 ? words.length : count);
  return {
    env: Object.fromEntries(assignments.map((word) => word.split(/=([\s\S]*)/, 2) as [string, string])),
    words: count === -1 ? [] : words.slice(count),
  };
}

/** The script that `npm run x`, `yarn x`, `npm start` and the like name; undefined where the words are a process. */
function scriptName(words: readonly string[], scripts: Readonly<Record<string, string>>): string | undefined {
  const [runner, ...rest] = words;
  if (runner === undefined || !RUNNERS.has(runner)) return undefined;
  const names = rest.filter((word) => !word.startsWith('-'));
  const name = names[0] === 'run' || names[0] === 'run-script' ? names[1] : names[0];
  return name !== undefined && Object.hasOwn(scripts, name) ? name : undefined;
}

function toStart(flat: Flat, text: string, source: Source, because: string): Start {
  const [only, ...more] = flat.commands;
  if (only === undefined)
    return { command: fact([], `${because} (nothing is started)`, source), needsShell: false, env: {} };
  if (flat.needsShell)
    return { command: fact(['sh', '-c', flat.text || text], because, source), needsShell: true, env: {} };
  if (more.length > 0)
    return { command: fact(['sh', '-c', chain(flat.commands)], because, source), needsShell: true, env: {} };
  return { command: fact(only.words, because, source), needsShell: false, env: only.env };
}

/** Commands for a shell; the last one replaces it, so that it gets the signals. */
function chain(commands: readonly SimpleCommand[]): string {
  return commands.map((command, index) => shellText(command, index === commands.length - 1)).join(' && ');
}

function shellText(command: SimpleCommand, replacesShell = false): string {
  const env = Object.entries(command.env).map(([name, value]) => `${name}=${quoteWord(value)}`);
  return [...env, ...(replacesShell ? ['exec'] : []), ...command.words.map(quoteWord)].join(' ');
}
