import files from '../../generated/files.json' with { type: 'json' };
import generators from '../../../data/go-generators.json' with { type: 'json' };
import type { GoApp } from '../../model/app.ts';
import type { IgnoreSection, Mount, RuntimeValues } from '../../model/plan.ts';
import { fact } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { isProblem } from '../../model/problem.ts';
import { servingProblems } from '../serving.ts';
import { join } from '../../repo/repo.ts';
import { planAssets } from '../assets.ts';
import { chooseBase } from '../base.ts';
import { choosePort, decide, type LanguagePlan, type PlanContext } from '../context.ts';
import { osPackages } from '../os-packages.ts';
import { baseRefusals, buildImage, goSuite, osNeeds, runtimeImage } from './images.ts';
import { needsZones, goHealth, goStart, runtimeCopies, runtimeEnv, writableFolders } from './runtime.ts';

const WORKDIR = '/app';
/** Credentials of private modules, as the text of a .netrc. @see https://go.dev/doc/faq#git_https */
const NETRC = { id: 'netrc', variable: 'NETRC' } as const;
const MODULE_CACHE: Mount = { type: 'cache', target: '/go/pkg/mod' };
const BUILD_CACHE = { type: 'cache', target: '/root/.cache/go-build' } as const;

const NO_VARIABLES = "The program ends without this file: it has no values here, the container's variables count.";

/** The values of every Go stage. */
export function planGo(context: PlanContext<GoApp>): LanguagePlan | Problem {
  const { app, preset, options, repo } = context;
  const { go } = app;
  const [process] = app.processes;
  if (go.main === undefined || process === undefined) return problem('main-not-found', { module: go.module });
  const programs = go.looksBeside.value ? WORKDIR : '/usr/local/bin';
  const start = goStart(app, process, options.start, programs);
  const base = chooseBase(preset, baseRefusals(app, start.needsShell, options.base !== undefined), options.base);
  if (isProblem(base)) return base;
  const port = choosePort(context, 8080);
  const health = goHealth(app, process, port?.value);
  const assets = planAssets(repo, app, WORKDIR);
  const isSlim = base.value === 'slim';
  const { folders, workdir: home } = writableFolders(app, join(WORKDIR, go.runsIn ?? ''));
  const runtime: RuntimeValues = {
    image: runtimeImage(app, base.value),
    workdir: home.path,
    user: '65532:65532',
    osPackages: isSlim ? osPackages(osNeeds(app), goSuite(app)) : [],
    env: runtimeEnv(process, needsZones(app, base.value), port?.value),
    copies: runtimeCopies(repo, app, base.value, health.health !== undefined, programs, assets.copies),
    writable: folders,
    ...(home.isOwned ? { ownsWorkdir: [home.path] as const } : {}),
    files: go.emptyFiles.map(({ path, text }) => ({ target: `./${path}`, text, why: NO_VARIABLES })),
    account: isSlim,
    ...(port ? { port: port.value } : {}),
    ...health,
    entrypoint: start.entrypoint,
    command: start.arguments,
    ...(process.stopSignal ? { stopSignal: process.stopSignal.value } : {}),
    hasShell: isSlim,
  };
  const workdir = join(WORKDIR, go.root);
  const downloads = go.hasDependencies && go.hasSum && !go.hasVendor;
  const hidden = go.hasVendor ? undefined : go.privateModules;
  const credentials: readonly Mount[] = hidden ? [{ type: 'secret', id: NETRC.id, target: '/root/.netrc' }] : [];
  const unlocked = go.hasDependencies && !go.hasSum && !go.hasVendor;
  const mounts = [
    ...(unlocked ? credentials : []),
    ...(go.hasDependencies && !go.hasVendor ? [MODULE_CACHE] : []),
    BUILD_CACHE,
  ];
  const manifests = go.manifests.map((path): Mount => ({
    type: 'bind',
    source: path,
    target: go.root === '' ? path : `${WORKDIR}/${path}`,
  }));
  const developmentWords = [
    'go',
    'run',
    ...(go.tags.length > 0 ? [`-tags=${go.tags.join(',')}`] : []),
    go.main.value,
    ...start.arguments,
  ];
  const developmentEnv = runtimeEnv(process, false, port?.value);
  return {
    runtime,
    following: {
      reloads: false,
      path: '',
      ignore: assets.folders,
      rebuilds: [...go.manifests, ...assets.folders],
      ...(port ? { port: port.value } : {}),
      runsProcesses: false,
      debugged: { words: developmentWords },
      // Without it, each container would compile every dependency when it starts.
      caches: [{ name: 'go-build', target: BUILD_CACHE.target }],
    },
    problems: [
      ...servingProblems(process, port?.value),
      ...assets.problems,
      ...go.problems,
      ...(hidden ? [problem('private-modules', { because: hidden.because })] : []),
      ...(home.isOwned && runtime.copies.some(({ target }) => target.startsWith('./'))
        ? [problem('writes-beside-files', { path: home.because })]
        : []),
    ],
    decisions: [
      decide('runtime', app.runtime, `go ${app.runtime.value.tag}`),
      decide('main package', go.main, go.main.value, '--app'),
      decide('start', process.command, [...start.entrypoint, ...start.arguments].join(' '), '--start'),
      decide('base', base, base.value, '--base'),
      ...assets.decisions,
      ...go.generates.map(({ name, command, because }) =>
        decide(
          'generated code',
          fact(name, because, { kind: 'table', name: 'go-generators', date: generators.date }),
          command.join(' '),
        ),
      ),
      decide('cgo', go.cgo, go.cgo.value ? 'linked with C code' : 'static'),
      ...(port ? [decide('port', port, String(port.value), '--port')] : []),
      process.stopSignal
        ? decide('stop', process.stopSignal, `ends on ${process.stopSignal.value}`)
        : decide('stop', process.handlesSigterm, 'ends on SIGTERM by itself'),
    ],
    values: {
      image: buildImage(app),
      crossBuild: !go.cgo.value,
      // What C code is compiled against; the image itself brings the compiler.
      packages: osPackages(
        app.nativeNeeds.flatMap(({ build }) => build),
        goSuite(app),
      ),
      workdir,
      sources: {
        sources: ['.'],
        target: workdir === WORKDIR ? '.' : WORKDIR,
        // A change of the frontend's sources alone is none of the program's.
        exclude: assets.folders.filter((folder) => !go.reads.some((path) => path.startsWith(`${folder}/`))),
      },
      ...(assets.stages ? { assets: assets.stages } : {}),
      env: [
        { name: 'CGO_ENABLED', value: go.cgo.value ? '1' : '0' },
        ...(hidden ? [{ name: 'GOPRIVATE', value: hidden.value }] : []),
      ],
      ...(downloads ? { modules: { mounts: [...credentials, ...manifests, MODULE_CACHE] } } : {}),
      source: downloads ? 'dependencies' : 'base',
      build: {
        mounts,
        copies: assets.copies,
        generate: go.generates.map(({ command }) => command),
        output: `/out/${go.binary}`,
        main: go.main.value,
        options: [...(unlocked ? ['-mod=mod'] : []), ...(go.tags.length > 0 ? [`-tags=${go.tags.join(',')}`] : [])],
        versions: go.versions,
        arguments: [...new Set(go.versions.map(({ argument }) => argument))],
      },
      ...(go.hasTests ? { test: testTarget(go) } : {}),
      development: {
        env: developmentEnv,
        command: developmentWords,
        mounts: downloads ? [...credentials, ...manifests] : [],
        ...(port ? { port: port.value } : {}),
      },
      ...(health.health
        ? {
            healthcheck: {
              text: files['healthcheck.go'],
              mounts: [BUILD_CACHE],
              why: `The ${isSlim ? 'image has no HTTP client' : 'image has no shell'}: this small program asks for its health.`,
            },
          }
        : {}),
      ...(base.value === 'scratch' && go.needsSystem.value ? { rootfs: true } : {}),
    },
    ignore: [...ignoreFor(context), ...assets.ignore],
    reads: [...go.reads, ...assets.reads],
    secrets: [...(hidden ? [NETRC] : []), ...assets.secrets],
  };
}

/** The packages to test; in a workspace `./...` would match no module. */
function testTarget({ root, moduleDir }: GoApp['go']): string {
  const inner = root === '' ? moduleDir : moduleDir.slice(root.length + 1);
  return inner === '' ? './...' : `./${inner}/...`;
}

/** What a build writes, unless something that is tracked stands there. */
function ignoreFor({ repo, app }: PlanContext<GoApp>): readonly IgnoreSection[] {
  const prefix = app.dir === '' ? '' : `${app.dir}/`;
  const made = ['bin', 'tmp', 'dist', 'coverage', app.go.binary].filter(
    (name) => !repo.paths.some((path) => path === prefix + name || path.startsWith(`${prefix}${name}/`)),
  );
  return [
    {
      title: 'Made by builds and tests',
      patterns: [...made.map((name) => prefix + name), '**/*.exe', '**/*.test', '**/*.out'],
    },
  ];
}
