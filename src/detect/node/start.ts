import { fact, type Fact, type Source } from '../../model/fact.ts';
import type { SimpleCommand } from '../../parse/command-line.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { compiledFile, nestEntry } from './compiled.ts';
import { isDevelopmentServer } from './dev-servers.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten, runOf, shellText, type Flat, type Scripts } from './scripts.ts';
import { resolveFile, startedFile, type StartedFile } from './started-file.ts';
import { developmentTool, isBuildStep, isInstall, withoutTools } from './tools.ts';

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
const PRODUCTION_SCRIPTS = [
  'start:prod',
  'start:production',
  'serve:prod',
  'server:prod',
  'start:server',
  'production',
  'prod',
];
/** Names that such a script also goes by, as do others: it counts where it surely runs what a build made. */
const OTHER_SCRIPTS = ['serve', 'server', 'preview'];

/**
 * `start`; where that needs a development dependency, a script for production that does not, else the file that the
 * build makes of the one that it starts.
 */
export function scriptedStart(repo: Repo, manifest: PackageManifest): Start {
  const usual = startOfScript(repo, manifest, 'start');
  const [program, verb] = usual.command.value;
  const why =
    program === 'nest' && verb === 'start'
      ? 'it compiles at each start'
      : isDevelopmentServer(usual.command.value)
        ? 'it serves a development build'
        : usual.developmentTool && `it needs ${usual.developmentTool}, a development dependency`;
  if (why === undefined) return startInOutput(repo, manifest, usual) ?? usual;
  const better = productionStart(repo, manifest) ?? compiledStart(repo, manifest, usual);
  if (better === undefined) return usual;
  const loser = { value: usual.command.value, source: manifest.at('scripts', 'start'), why };
  return { ...better, command: { ...better.command, rejected: [loser] } };
}

/** What a script of another name starts for production: without a development dependency, and no server of a build. */
export function productionStart(repo: Repo, manifest: PackageManifest): Start | undefined {
  const read = (name: string): Start | undefined => {
    const found = manifest.scripts[name] === undefined ? undefined : startOfScript(repo, manifest, name);
    const isFit = found !== undefined && found.developmentTool === undefined && found.command.value.length > 0;
    return isFit && !isDevelopmentServer(found.command.value) ? found : undefined;
  };
  const usual = PRODUCTION_SCRIPTS.map(read).find((each) => each !== undefined);
  if (usual !== undefined) return usual;
  const hasBuild = manifest.scripts['build'] !== undefined;
  // Beside a development server of pages, a server of sources is that one's helper.
  const isBeside = servesPages(repo, manifest);
  return OTHER_SCRIPTS.map(read).find((each) => {
    if (each?.file?.isSure !== true) return false;
    return each.file.tracked === undefined ? hasBuild && /[./]/.test(each.file.path) : !isBeside;
  });
}

/** Whether people work on it behind a development server of pages: its sources are a browser's then. */
export function servesPages(repo: Repo, manifest: PackageManifest): boolean {
  return ['start', 'dev'].some(
    (name) =>
      manifest.scripts[name] !== undefined && isDevelopmentServer(startOfScript(repo, manifest, name).command.value),
  );
}

/** `node bin/server.js` where only bin/server.ts is there: it is meant for the folder that the build writes. */
function startInOutput(repo: Repo, manifest: PackageManifest, usual: Start): Start | undefined {
  if (usual.file === undefined || usual.file.tracked !== undefined) return undefined;
  const source = usual.file.path.replace(/\.([cm]?)js$/, '.$1ts');
  if (source === usual.file.path || !repo.has(join(manifest.dir, source))) return undefined;
  const words = usual.command.value.map((word) => (within('', word) === usual.file?.path ? source : word));
  return compiledStart(repo, manifest, { ...usual, command: { ...usual.command, value: words } }, source);
}

/** The same start of what the build makes of its source. */
function compiledStart(
  repo: Repo,
  manifest: PackageManifest,
  usual: Start,
  started = usual.file?.tracked,
): Start | undefined {
  const { value: words } = usual.command;
  const source = words[0] === 'nest' ? nestEntry(repo, manifest) : started;
  const path = source && compiledFile({ repo, manifest, scripts: scriptsOf(repo, manifest) }, source);
  if (usual.needsShell || source === undefined || !path || repo.has(join(manifest.dir, path))) return undefined;
  const index = words.findIndex((word) => resolveFile(repo, manifest.dir, word) === source);
  const options = words[0] === 'node' ? withoutTools(manifest, words.slice(1, index)) : [];
  const command = ['node', ...options, path, ...(index === -1 ? [] : words.slice(index + 1))];
  return {
    needsShell: false,
    command: fact(
      command,
      `the build script makes ${path} of ${source}, which the start script runs`,
      ...usual.command.sources,
    ),
    env: Object.fromEntries(Object.entries(usual.env).filter(([name]) => !name.startsWith('TS_NODE_'))),
    file: { path, isSure: true },
    buildSteps: [],
    envFiles: usual.envFiles,
  };
}

/** Reads a command that a person stated (--start). */
export function startOfText(text: string, source: Source): Pick<Start, 'command' | 'needsShell' | 'env'> {
  const flat = flatten({ scripts: {}, alone: [], isShipped: () => true, configured: () => undefined }, text);
  return processOf(flat, flat.commands, text, source, `stated: ${text}`);
}

function startOfScript(repo: Repo, manifest: PackageManifest, name: string): Start {
  const because = `the ${name} script is read through: ${manifest.scripts[name] ?? ''}`;
  const text = isBuildForShell(repo, manifest, name) ? manifest.scripts[name] : runOf(manifest.scripts, name);
  return startOfLine(repo, manifest, text ?? '', manifest.at('scripts', name), because);
}

/** Programs that clean up before a build. */
const CLEANS = /^(rm|rimraf|shx|del|del-cli|mkdir|mkdirp|[\w-]*clean)$/;

/** Whether what comes before a script only cleans and builds, and needs a shell for it: the build stage has done it. */
function isBuildForShell(repo: Repo, manifest: PackageManifest, name: string): boolean {
  const scripts = scriptsOf(repo, manifest);
  const before = flatten(scripts, manifest.scripts[`pre${name}`] ?? '', 0, false);
  const builds = textsOf(scripts, 'build');
  return (
    before.needsShell &&
    builds.length > 0 &&
    before.commands.some((command) => builds.includes(shellText(command))) &&
    before.commands.every((command) => CLEANS.test(command.words[0] ?? '') || builds.includes(shellText(command)))
  );
}

/** The commands of a script with its hooks, as texts. */
function textsOf(scripts: Scripts, name: string): readonly string[] {
  if (scripts.scripts[name] === undefined) return [];
  return flatten(scripts, runOf(scripts.scripts, name, false), 0, false).commands.map((command) => shellText(command));
}

/** Reads a command line of the repository through to what it starts. */
export function startOfLine(
  repo: Repo,
  manifest: PackageManifest,
  text: string,
  source: Source,
  because: string,
): Start {
  const flat = flatten(scriptsOf(repo, manifest), text);
  const { commands, buildSteps } = withoutBuild(manifest, scriptsOf(repo, manifest), flat);
  const last = commands.at(-1);
  const file = last && !commands.some(({ words }) => words[0] === 'cd') && startedFile(repo, manifest, last);
  const tool = commands.map((command) => developmentTool(manifest, command)).find((found) => found !== undefined);
  return {
    ...processOf(flat, commands, text, source, because),
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
    configured: (file) => pm2Program(repo, manifest.dir, file),
  };
}

/** The program of a configuration that names only one. @see https://pm2.keymetrics.io/docs/usage/application-declaration/ */
function pm2Program(repo: Repo, dir: string, file: string): readonly string[] | undefined {
  const text = repo.read(join(dir, within('', file) ?? file)) ?? '';
  const [only, ...others] = [...text.matchAll(/\bscript['"]?\s*:\s*['"`]([^'"`]+)['"`]/g)];
  const program = others.length === 0 ? within('', only?.[1] ?? '') : undefined;
  return program !== undefined && /\.[cm]?js$/.test(program) ? ['node', program] : undefined;
}

/** What comes before the start and belongs to a build: the runtime has neither the tools nor the sources for it. */
function withoutBuild(
  manifest: PackageManifest,
  scripts: Scripts,
  flat: Flat,
): { commands: readonly SimpleCommand[]; buildSteps: readonly SimpleCommand[] } {
  if (flat.needsShell) return { commands: flat.commands, buildSteps: [] };
  const all = flat.commands.filter((command) => !isInstall(command));
  const builds = textsOf(scripts, 'build');
  const before = all.slice(0, -1);
  const isBuilt = (command: SimpleCommand): boolean => builds.includes(shellText(command));
  const count = before.findLastIndex((command) => isBuilt(command) || isBuildStep(manifest, command)) + 1;
  return {
    commands: all.slice(count),
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
  return { command: fact(only.words, because, source), needsShell: isShellScript(only.words), env: only.env };
}

/** Whether a command is a script of the repository for a shell, or a shell itself. */
function isShellScript([program = '']: readonly string[]): boolean {
  return (
    ['sh', 'bash', 'dash', 'ash', 'zsh'].includes(program) || program.startsWith('./') || /\.(ba)?sh$/.test(program)
  );
}

/** Commands for a shell; the last one replaces it, so that it gets the signals. */
function chain(commands: readonly SimpleCommand[]): string {
  return commands.map((command, index) => shellText(command, index === commands.length - 1)).join(' && ');
}
