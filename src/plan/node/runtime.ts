import files from '../../generated/files.json' with { type: 'json' };
import { healthWhy, NOTHING_SERVED } from '../serving.ts';
import { hasTrait, type NodeApp, type Process } from '../../model/app.ts';
import type { BaseKind, Copy, EnvPair, RuntimeValues } from '../../model/plan.ts';
import type { PlanContext } from '../context.ts';
import { join, within } from '../../repo/repo.ts';
import { osPackages } from '../os-packages.ts';
import { nodeSuite, type Images } from './images.ts';
import { commandOf } from './process.ts';

/** What the runtime of a Node server is made from. */
export interface RuntimeInput {
  readonly process: Process;
  readonly base: BaseKind;
  readonly images: Images;
  /** Where the build context stands in the image, and the app's folder there. */
  readonly root: string;
  readonly workdir: string;
  readonly port: number | undefined;
  /** Whether the program ends on SIGTERM by itself. */
  readonly stops: boolean;
  /** Folder that the build writes, relative to the app. */
  readonly output: string | undefined;
  /** The stage whose dependencies the run needs, if any. */
  readonly dependencies?: 'dependencies' | 'production-dependencies';
}

export function serverRuntime(context: PlanContext<NodeApp>, input: RuntimeInput): RuntimeValues {
  const { app, preset } = context;
  const { base, images, workdir, port, process } = input;
  const stopFile = input.stops ? undefined : `${workdir}/stop-on-signal.cjs`;
  const command = commandOf(process, base, stopFile, programsOf(app));
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
    copies: preset.defaults.copies.length > 0 ? presetCopies(context, input) : appCopies(context, input),
    writable: [...app.writablePaths.map((path) => path.value), ...preset.defaults.writable].map(
      (path) => `${workdir}/${path}`,
    ),
    ...(port === undefined ? {} : { port }),
    ...health(process, port, base),
    command: command.words,
    hasShell: base !== 'distroless',
  };
}

/** Where the programs of dependencies stand, from the app's folder: most managers put a workspace's at its root. */
function programsOf({ dir, node }: NodeApp): string {
  const isAtRoot = node.isWorkspace && node.manager.value.name !== 'pnpm';
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
    ...preset.defaults.env,
    ...process.env,
    ...(port !== undefined && (process.readsPort || hasTrait(app, 'web') || preset.defaults.port !== undefined)
      ? { PORT: String(port) }
      : {}),
  };
  return Object.entries(pairs).map(([name, value]) => ({ name, value }));
}

/** Dependencies, then what the build made or the sources, so that an edit of the app replaces the last layer alone. */
function appCopies(
  { app, repo }: PlanContext<NodeApp>,
  { dependencies: stage, output, root, workdir, images }: RuntimeInput,
): readonly Copy[] {
  const { node } = app;
  const written = app.writablePaths.map(({ value }) => value);
  const exclude = [...testPatterns(repo.paths, app.dir), ...written.map((path) => join(app.dir, path))];
  const owned = written
    .filter((path) => repo.paths.some((each) => each.startsWith(`${join(app.dir, path)}/`)))
    .map((path): Copy => ({ sources: [join(app.dir, path)], target: `./${path}`, chown: images.user }));
  const whole = node.isWorkspace; // members have dependencies of their own, in their own folders
  const dependencies: Copy[] = stage
    ? [
        whole
          ? { from: stage, sources: [`${root}/`], target: `${root}/` }
          : { from: stage, sources: [`${workdir}/node_modules`], target: './node_modules' },
      ]
    : [];
  if (!node.build) return [...dependencies, { sources: ['.'], target: app.dir === '' ? '.' : root, exclude }, ...owned];
  if (output === undefined || whole)
    return [
      ...dependencies,
      { from: 'build', sources: [`${root}/`], target: `${root}/`, exclude: ['**/node_modules', ...exclude] },
      ...owned,
    ];
  return [
    ...dependencies,
    {
      from: 'build',
      sources: [`${workdir}/${output}`],
      target: `./${output}`,
      exclude: exclude.filter((pattern) => pattern.startsWith('**/')),
    },
    { sources: ['package.json'], target: './' },
    ...node.runtimeFiles
      .filter((path) => !written.includes(path))
      .map((path): Copy => ({ from: 'build', sources: [`${workdir}/${path}`], target: `./${path}` })),
    ...owned,
  ];
}

function presetCopies({ preset, app, repo }: PlanContext<NodeApp>, { root, workdir }: RuntimeInput): readonly Copy[] {
  const prefix = app.dir === '' ? '' : `${app.dir}/`;
  return preset.defaults.copies
    .filter((copy) => !copy.optional || repo.paths.some((path) => path.startsWith(`${prefix}${copy.source}/`)))
    .map((copy) => ({
      from: 'build',
      sources: [`${workdir}/${copy.source}`],
      target: copy.isContext && app.dir !== '' ? `${root}/` : copy.target,
    }));
}

/** COPY --exclude patterns of the tests that are there: a production image runs none. */
function testPatterns(paths: readonly string[], dir: string): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const own = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const folders = ['test', 'tests', '__tests__', 'e2e', 'cypress'].filter((name) =>
    own.some((path) => path.startsWith(`${name}/`)),
  );
  const outside = own.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)));
  const files = ['test', 'spec']
    .filter((mark) => outside.some((path) => path.includes(`.${mark}.`)))
    .map((mark) => `**/*.${mark}.*`);
  return [...folders, ...files];
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
