import { quoteWord } from '../../quote.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { readManifest } from '../../detect/node/manifest.ts';
import { sourceFiles } from '../../detect/sources.ts';
import type { NodeApp, Process } from '../../model/app.ts';
import type { Debugged, Following } from '../../model/development.ts';
import type { Copy, EnvPair } from '../../model/plan.ts';
import { join } from '../../repo/repo.ts';
import type { AssetPlan } from '../assets.ts';
import type { PlanContext } from '../context.ts';
import { installFolder, ROOT, runProgram, runScript } from './install.ts';
import { localBin } from './process.ts';

const SOURCES = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'tsx', 'vue', 'svelte', 'astro', 'md', 'mdx'];

/** The values of the development stage, and how it follows edits. */
interface NodeDevelopment {
  readonly development?: {
    readonly command: readonly string[];
    readonly copies: readonly Copy[];
    readonly env: readonly EnvPair[];
    readonly port?: number;
    readonly workdir?: string;
  };
  readonly following?: Following;
}

/**
 * The project's own dev script, else the program watched, else built and started again after each edit.
 * @param port the port that the program listens on, where it is no site.
 */
export function planDevelopment(
  context: PlanContext<NodeApp>,
  process: Process,
  port: number | undefined,
  assets: AssetPlan,
): NodeDevelopment {
  const { repo, app } = context;
  const start = startOf(context, process);
  if (start === undefined || sourceFiles(repo, app.dir, SOURCES).length === 0) return {};
  const { devServer, dev } = app.node;
  const isServer = dev !== undefined && devServer !== undefined;
  const served = isServer ? devServer.port : port;
  const ports = served === undefined ? {} : { port: served };
  return {
    development: {
      command: start.command,
      copies: assets.copies,
      env: [{ name: 'NODE_ENV', value: 'development' }, ...(isServer ? [] : environment(process, port))],
      ...ports,
      ...(app.dir === installFolder(app) ? {} : { workdir: join(ROOT, app.dir) }),
    },
    following: {
      ...ports,
      reloads: start.reloads,
      debugged: debuggedOf(context, start),
      path: '',
      ignore: assets.folders,
      rebuilds: [...app.node.manifests, ...assets.folders],
      runsProcesses: false,
    },
  };
}

interface DevelopmentStart {
  readonly command: readonly string[];
  readonly reloads: boolean;
}

function startOf({ app, preset }: PlanContext<NodeApp>, process: Process): DevelopmentStart | undefined {
  const { dev, devServer, devReloads, build } = app.node;
  if (dev) return { command: runScript(app, dev.value, devServer?.host), reloads: devReloads };
  const words = process.command.value;
  const [program, ...rest] = words;
  if (program === undefined) return undefined;
  if (build === undefined && (program === 'bun' || program === 'node'))
    return { command: [program, '--watch', ...rest], reloads: true };
  const started = localBin(process) === undefined ? words : runProgram(app, words);
  if (build === undefined) return { command: started, reloads: false };
  // What a framework or a workspace builds is started in another place than where it is built.
  const { script, members, dir } = build.value;
  if (script === undefined || members.length > 0 || dir !== app.dir || preset.defaults.start !== undefined)
    return undefined;
  const text = [runScript(app, script), started].map((each) => each.map(quoteWord).join(' ')).join(' && exec ');
  return { command: ['sh', '-c', text], reloads: false };
}

/** The only program of the dev script, which npm would hide from a debugger; else what is started. */
function debuggedOf({ app, repo }: PlanContext<NodeApp>, { command }: DevelopmentStart): Debugged {
  const { dev } = app.node;
  if (dev === undefined) return { words: command };
  const { commands, needsShell } = parseCommandLine(readManifest(repo, app.dir)?.scripts[dev.value] ?? '');
  const [only, ...others] = commands;
  const isOne = only !== undefined && others.length === 0 && !needsShell && Object.keys(only.env).length === 0;
  return isOne ? { words: only.words, runner: runProgram(app, []) } : { words: [] };
}

/** What the program is told in production as well: where it listens. */
function environment(process: Process, port: number | undefined): readonly EnvPair[] {
  const pairs = {
    ...process.env,
    ...(port !== undefined && process.readsPort ? { PORT: String(port) } : {}),
  };
  return Object.entries(pairs).flatMap(([name, value]) => (name === 'NODE_ENV' ? [] : { name, value }));
}
