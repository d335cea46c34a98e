import { hasTrait, type NodeApp, type Process } from '../../model/app.ts';
import { fact, type Fact } from '../../model/fact.ts';
import type { Copy, EnvPair, RuntimeValues } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { isProblem } from '../../parse/json.ts';
import { sourceFiles } from '../../detect/sources.ts';
import { startOfText } from '../../detect/node/start.ts';
import files from '../../generated/files.json' with { type: 'json' };
import { chooseBase } from '../base.ts';
import { choosePort, decide, type LanguagePlan, type PlanContext } from '../context.ts';
import { osPackages } from '../os-packages.ts';
import { distrolessRefusal, nodeImages, nodeSuite } from './images.ts';
import { planInstall, runScript, setupCommands } from './install.ts';

const WORKDIR = '/app';
const STOP_FILE = `${WORKDIR}/stop-on-signal.cjs`;

/** The values of every Node stage. */
export function planNode(context: PlanContext<NodeApp>): LanguagePlan | Problem {
  const { app, preset, options } = context;
  const process = processFor(context);
  const needs = app.nativeNeeds.flatMap((need) => need.run);
  const command = commandFor(process);
  const refusal = {
    distroless: process.needsShell
      ? 'the start command needs a shell'
      : command.usesBin
        ? `${command.words[0] ?? ''} starts through /usr/bin/env`
        : needs.length > 0
          ? `${needs.join(', ')} must be installed`
          : distrolessRefusal(app),
  };
  const base = chooseBase(
    preset,
    Object.fromEntries(Object.entries(refusal).filter(([, why]) => why !== undefined)),
    options.base,
  );
  if (isProblem(base)) return base;
  const compiles = app.node.installScripts.length > 0 || app.nativeNeeds.some((need) => need.build.length > 0);
  const images = nodeImages(app, base.value, compiles);
  const port = choosePort(context, 3000);
  const stops = preset.defaults.handlesSigterm
    ? fact(true, `${preset.title} ends on SIGTERM by itself`, { kind: 'preset', id: preset.id })
    : process.handlesSigterm;
  const started = startWith(command.words, base.value, app.node.engine, stops.value);
  const build = app.node.build;
  const testDirs = testPatterns(context);
  const output = build?.value.output ?? (build ? preset.defaults.output : undefined);
  const production = app.node.hasProductionDependencies && preset.defaults.copies.length === 0;
  const runtime: RuntimeValues = {
    image: images.runtime,
    workdir: WORKDIR,
    user: images.user,
    osPackages: base.value === 'slim' ? osPackages(needs, nodeSuite(app)) : [],
    env: runtimeEnv(context, process, port?.value, started.options),
    copies:
      preset.defaults.copies.length > 0 ? presetCopies(context) : copiesFor(context, production, output, testDirs),
    writable: [...app.writablePaths.map((path) => path.value), ...preset.defaults.writable].map(
      (path) => `${WORKDIR}/${path}`,
    ),
    files: stops.value
      ? []
      : [
          {
            target: STOP_FILE,
            text: files['stop-on-signal.cjs'],
            why: 'As process 1, Node ignores SIGTERM unless something listens for it; nothing in this program does.',
          },
        ],
    account: false,
    ...(port ? { port: port.value } : {}),
    ...healthFor(context, process, port?.value, base.value),
    command: started.words,
    hasShell: base.value !== 'distroless',
  };
  const buildEnv = Object.entries(preset.defaults.buildEnv).map(([name, value]) => ({ name, value }));
  return {
    runtime,
    problems: problemsFor(process),
    decisions: [
      decide('runtime', app.runtime, `${app.node.engine} ${app.runtime.value.tag}`),
      decide(
        'package manager',
        app.node.manager,
        [app.node.manager.value.name, app.node.manager.value.version].filter((part) => part !== undefined).join(' '),
      ),
      decide('start', process.command, process.command.value.join(' '), '--start'),
      decide('base', base, base.value, '--base'),
      ...(port ? [decide('port', port, String(port.value), '--port')] : []),
      ...(build ? [decide('build', build, build.value.script)] : []),
      decide('stop', stops, stops.value ? 'ends on SIGTERM by itself' : 'a preload ends it on SIGTERM'),
    ],
    values: {
      image: images.build,
      workdir: WORKDIR,
      setup: setupCommands(app),
      ...(app.node.hasDependencies ? { install: planInstall(app, 'install') } : {}),
      source: app.node.hasDependencies ? 'dependencies' : 'base',
      ...(production ? { production: planInstall(app, 'production') } : {}),
      ...(build
        ? {
            build: {
              command: runScript(app, build.value.script),
              env: buildEnv,
              mounts: preset.defaults.buildCaches.map((path) => ({ type: 'cache', target: `${WORKDIR}/${path}` })),
              args: [],
            },
          }
        : {}),
      ...(app.node.test
        ? {
            test: {
              from: build ? 'build' : app.node.hasDependencies ? 'dependencies' : 'base',
              needsSources: !build,
              command: runScript(app, 'test'),
            },
          }
        : {}),
      development: developmentFor(context, process, port?.value),
    },
    ignore: [
      {
        title: 'Made by installs and builds',
        patterns: [
          '**/node_modules',
          '**/npm-debug.log*',
          '**/yarn-error.log',
          'coverage',
          ...(output === undefined ? [] : [output]),
        ],
      },
    ],
    reads: [...app.node.manifests],
  };
}

/** The process that the image runs: the person's words, the framework's, or the detected one. */
function processFor({ app, preset, options }: PlanContext<NodeApp>): Process {
  const [detected] = app.processes;
  const blank: Process = {
    name: 'web',
    kind: preset.defaults.port === undefined ? 'job' : 'web',
    command: fact([], 'nothing is started'),
    needsShell: false,
    env: {},
    readsPort: preset.defaults.port !== undefined,
    handlesSigterm: fact(false, 'unknown'),
  };
  const base = detected ?? blank;
  if (options.start !== undefined) return { ...base, ...startOfText(options.start, { kind: 'flag', name: '--start' }) };
  if (preset.defaults.start)
    return {
      ...base,
      kind: 'web',
      command: fact(preset.defaults.start, `${preset.title} is started so after its build`, {
        kind: 'preset',
        id: preset.id,
      }),
      needsShell: false,
      env: {},
    };
  return base;
}

interface Words {
  readonly words: readonly string[];
  /** Whether a program of node_modules/.bin is started. */
  readonly usesBin: boolean;
}

function commandFor(process: Process): Words {
  const words = process.command.value;
  const usesBin = words[0] !== undefined && !['node', 'bun', 'sh'].includes(words[0]) && !words[0].includes('/');
  return { words: usesBin ? [`node_modules/.bin/${words[0] ?? ''}`, ...words.slice(1)] : words, usesBin };
}

/** The final words of CMD. Distroless has node as its entrypoint; the preload goes before the script, or into NODE_OPTIONS. */
function startWith(
  words: readonly string[],
  base: string,
  engine: 'node' | 'bun',
  stops: boolean,
): { words: readonly string[]; options?: string } {
  const [first, ...rest] = words;
  const preload = stops ? [] : [engine === 'bun' ? '--preload' : '--require', STOP_FILE];
  if (first !== 'node' && first !== 'bun')
    return stops || first === undefined ? { words } : { words, options: `--require ${STOP_FILE}` };
  const all = first === 'bun' && rest[0] === 'run' ? ['run', ...preload, ...rest.slice(1)] : [...preload, ...rest];
  return { words: base === 'distroless' ? all : [first, ...all] };
}

function runtimeEnv(
  { preset, app }: PlanContext<NodeApp>,
  process: Process,
  port: number | undefined,
  options: string | undefined,
): readonly EnvPair[] {
  const pairs: Record<string, string> = {
    NODE_ENV: 'production',
    ...(process.needsShell
      ? { PATH: `${WORKDIR}/node_modules/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` }
      : {}),
    ...(options === undefined ? {} : { NODE_OPTIONS: options }),
    ...preset.defaults.env,
    ...process.env,
    ...(port !== undefined && (process.readsPort || hasTrait(app, 'web') || preset.defaults.port !== undefined)
      ? { PORT: String(port) }
      : {}),
  };
  return Object.entries(pairs).map(([name, value]) => ({ name, value }));
}

function copiesFor(
  { app }: PlanContext<NodeApp>,
  production: boolean,
  output: string | undefined,
  exclude: readonly string[],
): readonly Copy[] {
  const { node } = app;
  const dependencies: Copy[] = !production
    ? []
    : node.isWorkspace
      ? [{ from: 'production-dependencies', sources: [`${WORKDIR}/`], target: './' }]
      : [{ from: 'production-dependencies', sources: [`${WORKDIR}/node_modules`], target: './node_modules' }];
  if (!node.build) return [...dependencies, { sources: ['.'], target: '.', exclude }];
  if (output === undefined || node.isWorkspace)
    return [
      ...dependencies,
      { from: 'build', sources: [`${WORKDIR}/`], target: './', exclude: ['**/node_modules', ...exclude] },
    ];
  const folders = node.runtimeFiles.filter((path) => app.node.manifests.every((manifest) => manifest !== path));
  return [
    ...dependencies,
    { from: 'build', sources: [`${WORKDIR}/${output}`], target: `./${output}` },
    { sources: ['package.json'], target: './' },
    ...folders.map((path): Copy => ({ from: 'build', sources: [`${WORKDIR}/${path}`], target: `./${path}` })),
  ];
}

function presetCopies({ preset, app, repo }: PlanContext<NodeApp>): readonly Copy[] {
  const prefix = app.dir === '' ? '' : `${app.dir}/`;
  return preset.defaults.copies
    .filter((copy) => !copy.optional || repo.paths.some((path) => path.startsWith(`${prefix}${copy.source}/`)))
    .map((copy) => ({ from: 'build', sources: [`${WORKDIR}/${copy.source}`], target: copy.target }));
}

/** Folders and files of tests, as COPY --exclude patterns. */
function testPatterns({ repo, app }: PlanContext<NodeApp>): readonly string[] {
  const prefix = app.dir === '' ? '' : `${app.dir}/`;
  const folders = ['test', 'tests', '__tests__', 'e2e', 'cypress'].filter((name) =>
    repo.paths.some((path) => path.startsWith(`${prefix}${name}/`)),
  );
  const files = ['**/*.test.*', '**/*.spec.*'].filter((glob) => repo.scan([`${prefix}${glob}`]).length > 0);
  return [...folders, ...files];
}

function healthFor(
  { preset }: PlanContext<NodeApp>,
  process: Process,
  port: number | undefined,
  base: string,
): Pick<RuntimeValues, 'health' | 'healthWhy'> {
  if (port === undefined) return { healthWhy: 'Nothing is served: there is nothing to ask.' };
  const health = process.health?.value ?? { path: '/', known: preset.defaults.start !== undefined };
  const good = health.known ? 'r.ok' : 'r.status < 500';
  const url = JSON.stringify(`http://127.0.0.1:${port}${health.path}`).slice(1, -1);
  const program = base === 'distroless' ? '/nodejs/bin/node' : process.command.value[0] === 'bun' ? 'bun' : 'node';
  return {
    health: [program, '-e', `fetch('${url}').then(r => process.exit(${good} ? 0 : 1), () => process.exit(1))`],
    healthWhy: health.known ? '' : 'No health route is known: any answer below 500 is one.',
  };
}

function developmentFor(context: PlanContext<NodeApp>, process: Process, port: number | undefined): unknown {
  const { app } = context;
  const words = process.command.value;
  const watched =
    words[0] === 'node' && !app.node.build
      ? ['node', '--watch', ...words.slice(1)]
      : words[0] === 'bun'
        ? ['bun', '--watch', ...words.slice(1)]
        : undefined;
  const command = app.node.dev ? runScript(app, 'dev') : watched;
  if (
    command === undefined ||
    sourceFiles(context.repo, app.dir, ['js', 'mjs', 'cjs', 'ts', 'mts', 'tsx', 'jsx']).length === 0
  )
    return undefined;
  return { command, ...(port === undefined ? {} : { port }) };
}

function problemsFor(process: Process): readonly Problem[] {
  const address = process.bindAddress;
  const source = address?.sources[0];
  if (address === undefined || source?.kind !== 'file') return [];
  return [
    problem(
      'listens-on-loopback',
      { address: address.value },
      { file: source.file, ...(source.line === undefined ? {} : { line: source.line }) },
    ),
  ];
}
