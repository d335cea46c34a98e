import files from '../../generated/files.json' with { type: 'json' };
import { healthWhy, NOTHING_SERVED } from '../serving.ts';
import { hasTrait, type NodeApp, type Process } from '../../model/app.ts';
import type { BaseKind, Copy, EnvPair, RuntimeValues } from '../../model/plan.ts';
import type { AssetPlan } from '../assets.ts';
import type { PlanContext } from '../context.ts';
import { join, within } from '../../repo/repo.ts';
import { osPackages } from '../os-packages.ts';
import { nodeSuite, type Images } from './images.ts';
import { commandOf, type Command, type VersionOf } from './process.ts';
import { readManifest } from '../../detect/node/manifest.ts';
import { withOutput } from './stated.ts';

/** What a server's image takes from where. */
export interface CopiesInput {
  readonly images: Images;
  /** Where the build context stands in the image, and the app's folder there. */
  readonly root: string;
  readonly workdir: string;
  /** Folder that the build writes, relative to the app. */
  readonly output: string | undefined;
  /** The frontends that it serves. */
  readonly assets: AssetPlan;
  /** The stage whose dependencies the run needs, if any. */
  readonly dependencies?: 'dependencies' | 'production-dependencies';
}

/** What the runtime of a Node server is made from. */
export interface RuntimeInput extends CopiesInput {
  readonly process: Process;
  readonly base: BaseKind;
  readonly port: number | undefined;
  /** Whether the program ends on SIGTERM by itself. */
  readonly stops: boolean;
  /** What the image is given, unless the preset says so. */
  readonly copies: readonly Copy[];
}

export function serverRuntime(context: PlanContext<NodeApp>, input: RuntimeInput): RuntimeValues {
  const { app, preset } = context;
  const { base, images, workdir, port, process } = input;
  const stopFile = input.stops ? undefined : `${workdir}/stop-on-signal.cjs`;
  const command = commandIn(context, process, base, stopFile);
  const engine = app.node.engine === 'bun' ? 'Bun' : 'Node';
  return {
    image: images.runtime,
    workdir,
    user: images.user,
    account: false,
    osPackages:
      base === 'slim'
        ? osPackages(
            app.nativeNeeds.flatMap((need) => need.run),
            nodeSuite(app),
          )
        : [],
    env: environment(context, input, command.nodeOptions),
    files:
      stopFile === undefined
        ? []
        : [
            {
              target: stopFile,
              text: files['stop-on-signal.cjs'],
              why: `As process 1, ${engine} ignores SIGTERM unless something listens for it; nothing in this program does.`,
            },
          ],
    copies: preset.defaults.copies.length > 0 ? presetCopies(context, input) : input.copies,
    writable: [...app.writablePaths.map((path) => path.value), ...preset.defaults.writable].map(
      (path) => `${workdir}/${path}`,
    ),
    ...(port === undefined ? {} : { port }),
    ...health(process, port, base),
    command: command.words,
    hasShell: base !== 'distroless',
  };
}

/** The command of the image; `stopFile` is loaded first. */
export function commandIn(
  { repo, app }: PlanContext<NodeApp>,
  process: Process,
  base: BaseKind,
  stopFile?: string,
): Command {
  const versionOf: VersionOf = (name) => readManifest(repo, app.dir)?.dependencies[name];
  return commandOf(process, base, stopFile, programsOf(app), versionOf);
}

/** Where the programs of dependencies stand, from the app's folder: most managers put a workspace's at its root. */
function programsOf({ dir, node }: NodeApp): string {
  const isAtRoot = node.workspace !== undefined && node.manager.value.name !== 'pnpm';
  return `${isAtRoot ? dir.replace(/[^/]+(\/|$)/g, '../') : ''}node_modules/.bin`;
}

function environment(
  { preset, app }: PlanContext<NodeApp>,
  { process, port, workdir }: RuntimeInput,
  nodeOptions: string | undefined,
): readonly EnvPair[] {
  const pairs: Readonly<Record<string, string>> = {
    NODE_ENV: 'production',
    ...(process.needsShell
      ? {
          PATH: `/${within(workdir, programsOf(app)) ?? ''}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        }
      : {}),
    ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    ...Object.fromEntries(app.nativeNeeds.flatMap((need) => Object.entries(need.env ?? {}))),
    ...preset.defaults.env,
    ...process.env,
    ...(port !== undefined && (process.readsPort || hasTrait(app, 'web') || preset.defaults.port !== undefined)
      ? { PORT: String(port) }
      : {}),
  };
  return Object.entries(pairs).map(([name, value]) => ({ name, value }));
}

/**
 * What an edit of the app leaves alone comes first: with a pattern, COPY takes what is there, wherever it is. What no build
 * changes stands before what it makes in the preset's own order.
 */
function presetCopies(
  { preset, app, repo }: PlanContext<NodeApp>,
  { root, workdir, output }: RuntimeInput,
): readonly Copy[] {
  const folders = preset.defaults.copies
    .filter((copy) => !copy.optional || repo.hasFolder(join(app.dir, copy.source)))
    .map(({ source, target, isContext, apart }) => ({
      source: `${workdir}/${withOutput(source, output)}`,
      target: isContext && app.dir !== '' ? `${root}/` : withOutput(target, output),
      apart,
    }));
  return [
    ...folders.flatMap(({ source, target, apart }): readonly Copy[] =>
      apart === undefined
        ? []
        : [
            {
              from: 'build',
              parents: true,
              glob: true,
              sources: [`${source}/./${apart}`],
              target: target.endsWith('/') ? target : `${target}/`,
              why: 'A layer of its own, which an edit of the app leaves as it is.',
            },
          ],
    ),
    ...folders.map(({ source, target, apart }) => ({
      from: 'build',
      sources: [source],
      target,
      ...(apart === undefined ? {} : { exclude: [apart] }),
    })),
  ];
}

function health(
  process: Process,
  port: number | undefined,
  base: BaseKind,
): Pick<RuntimeValues, 'health' | 'healthWhy'> {
  if (port === undefined) return { healthWhy: NOTHING_SERVED };
  const { path, known } = process.health?.value ?? { path: '/', known: false };
  const program = base === 'distroless' ? '/nodejs/bin/node' : process.command.value[0] === 'bun' ? 'bun' : 'node';
  const url = JSON.stringify(`http://127.0.0.1:${port}${path}`).replaceAll('"', "'");
  return {
    health: [
      program,
      '-e',
      `fetch(${url}).then(r => process.exit(${known ? 'r.ok' : 'r.status < 500'} ? 0 : 1), () => process.exit(1))`,
    ],
    healthWhy: healthWhy(known),
  };
}
