import { fact, inFile, type Fact, type Source } from '../../model/fact.ts';
import type { SimpleCommand } from '../../parse/command-line.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten, runOf, shellText, type Flat, type Scripts } from './scripts.ts';
import { resolveFile, startedFile, type StartedFile } from './started-file.ts';
import { developmentTool, isBuildStep } from './tools.ts';

/** What a script comes down to. */
export interface Start {
  /** Exec-form words; for a shell, `sh -c` and its text. */
  readonly command: Fact<readonly string[]>;
  readonly needsShell: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** The file that it runs, where one can be told. */
  readonly file?: StartedFile;
  /** Commands before it that belong to a build, where no build script runs them. */
  readonly buildSteps: readonly SimpleCommand[];
  /** The development dependency that it cannot do without. */
  readonly developmentTool?: string;
  /** Files of variables that it reads and that no image holds. */
  readonly envFiles: readonly string[];
}

/** Scripts that start what a build made, where `start` itself is for development. */
const PRODUCTION_SCRIPTS = ['start:prod', 'start:production', 'serve:prod', 'production', 'prod'];

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
  if (manifest.scripts['start'] !== undefined) return scriptedStart(repo, manifest);
  for (const key of isBun ? ['module', 'main'] : ['main']) {
    const entry = asString(at(manifest.raw, key));
    const file = entry && resolveFile(repo, manifest.dir, entry);
    if (file !== undefined && file !== '')
      return entryStart(file, isBun, `there is no start script; ${key} names ${file}`, manifest.at(key));
  }
  const found = (isBun ? BUN_ENTRY_FILES : ENTRY_FILES).find((file) => repo.has(join(manifest.dir, file)));
  return found === undefined
    ? undefined
    : entryStart(found, isBun, `there is no start script; ${found} is there`, inFile(join(manifest.dir, found)));
}

/** `start`; where that needs a development dependency, a script for production that does not. */
function scriptedStart(repo: Repo, manifest: PackageManifest): Start {
  const usual = startOfScript(repo, manifest, 'start');
  if (usual.developmentTool === undefined) return usual;
  const name = PRODUCTION_SCRIPTS.find((script) => Object.hasOwn(manifest.scripts, script));
  const better = name === undefined ? undefined : startOfScript(repo, manifest, name);
  if (better === undefined || better.developmentTool !== undefined || better.command.value.length === 0) return usual;
  const why = `it needs ${usual.developmentTool}, a development dependency`;
  const loser = { value: usual.command.value, source: manifest.at('scripts', 'start'), why };
  return { ...better, command: { ...better.command, rejected: [loser] } };
}

function entryStart(file: string, isBun: boolean, because: string, source: Source): Start {
  return {
    command: fact([isBun ? 'bun' : 'node', file], because, source),
    needsShell: false,
    env: {},
    file: { path: file, tracked: file, isSure: true },
    buildSteps: [],
    envFiles: [],
  };
}

/** Reads a command that a person stated (--start). */
export function startOfText(text: string, source: Source): Pick<Start, 'command' | 'needsShell' | 'env'> {
  const flat = flatten({ scripts: {}, alone: [], isShipped: () => true }, text);
  return processOf(flat, flat.commands, text, source, `stated: ${text}`);
}

function startOfScript(repo: Repo, manifest: PackageManifest, name: string): Start {
  const scripts = scriptsOf(repo, manifest);
  const text = manifest.scripts[name] ?? '';
  const flat = flatten(scripts, runOf(scripts.scripts, name));
  const { commands, buildSteps } = withoutBuild(manifest, scripts, flat);
  const last = commands.at(-1);
  const file = last && !commands.some(({ words }) => words[0] === 'cd') && startedFile(repo, manifest, last);
  const tool = commands.map((command) => developmentTool(manifest, command)).find((found) => found !== undefined);
  const because = `the ${name} script is read through: ${text}`;
  return {
    ...processOf(flat, commands, text, manifest.at('scripts', name), because),
    ...(file ? { file } : {}),
    buildSteps,
    ...(tool === undefined ? {} : { developmentTool: tool }),
    envFiles: flat.envFiles,
  };
}

/** The scripts of a package, and what reading them through needs to know of its files. */
export function scriptsOf(repo: Repo, manifest: PackageManifest): Scripts {
  const main = asString(at(manifest.raw, 'main')) ?? 'index.js';
  const watched = /"exec"\s*:\s*"([^"]+)"/.exec(repo.read(join(manifest.dir, 'nodemon.json')) ?? '')?.[1];
  return {
    scripts: manifest.scripts,
    alone: watched?.split(/\s+/) ?? ['node', resolveFile(repo, manifest.dir, main) ?? main],
    isShipped: (file) => repo.has(join(manifest.dir, file)) && !/(^|\/)\.env(?!\.(example|sample)$)(\.|$)/.test(file),
  };
}

/** What comes before the start and belongs to a build: the runtime has neither the tools nor the sources for it. */
function withoutBuild(
  manifest: PackageManifest,
  scripts: Scripts,
  flat: Flat,
): { commands: readonly SimpleCommand[]; buildSteps: readonly SimpleCommand[] } {
  if (flat.needsShell) return { commands: flat.commands, buildSteps: [] };
  const hasBuild = manifest.scripts['build'] !== undefined;
  const builds = hasBuild
    ? flatten(scripts, runOf(manifest.scripts, 'build')).commands.map((command) => shellText(command))
    : [];
  const before = flat.commands.slice(0, -1);
  const isBuilt = (command: SimpleCommand): boolean => builds.includes(shellText(command));
  const count = before.findLastIndex((command) => isBuilt(command) || isBuildStep(manifest, command)) + 1;
  return {
    commands: flat.commands.slice(count),
    buildSteps: before.slice(0, count).filter((command) => !isBuilt(command)),
  };
}

function processOf(
  flat: Flat,
  commands: readonly SimpleCommand[],
  text: string,
  source: Source,
  because: string,
): Pick<Start, 'command' | 'needsShell' | 'env'> {
  const [only, ...more] = commands;
  if (only === undefined)
    return { command: fact([], `${because} (nothing is started)`, source), needsShell: false, env: {} };
  if (flat.needsShell)
    return { command: fact(['sh', '-c', flat.text || text], because, source), needsShell: true, env: {} };
  if (more.length > 0)
    return { command: fact(['sh', '-c', chain(commands)], because, source), needsShell: true, env: {} };
  return { command: fact(only.words, because, source), needsShell: false, env: only.env };
}

/** Commands for a shell; the last one replaces it, so that it gets the signals. */
function chain(commands: readonly SimpleCommand[]): string {
  return commands.map((command, index) => shellText(command, index === commands.length - 1)).join(' && ');
}
