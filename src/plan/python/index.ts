import type { Process, PythonApp } from '../../model/app.ts';
import { fact } from '../../model/fact.ts';
import type { BaseKind, Copy, RuntimeValues } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { isProblem } from '../../model/problem.ts';
import { loopbackProblems } from '../serving.ts';
import { statedStart } from '../../detect/python/start/stated.ts';
import { join } from '../../repo/repo.ts';
import { planAssets } from '../assets.ts';
import { chooseBase } from '../base.ts';
import { choosePort, decide, type LanguagePlan, type PlanContext } from '../context.ts';
import { INIT_ENTRYPOINT, initCopy, initStage } from '../init.ts';
import { planLinks } from '../links.ts';
import { missingInFullImage, osPackages } from '../os-packages.ts';
import { distrolessPython, distrolessRefusal, sourceRefusal, pythonImages, pythonSuite } from './images.ts';
import { CONTEXT, inWorkdir, programsOf, sourcesOf, workdirOf } from './paths.ts';
import { copiesFor, documentsOf, envPairs, healthFor, runtimeEnv, settled } from './runtime.ts';
import { bytecodeCopies, planVirtualenv, relink } from './virtualenv.ts';
import { planDevelopment } from './development.ts';
import { planInstall, planProject, planSetup, type Step } from './install.ts';

const USER = '65532:65532';
const NO_SIGTERM = 'As process 1, Python ignores SIGTERM unless the code handles it; nothing in this program does.';

/** The values of every Python stage. */
export function planPython(context: PlanContext<PythonApp>): LanguagePlan | Problem {
  const { app, preset, options, repo } = context;
  if (app.python.refusal) return app.python.refusal;
  const process = processFor(context);
  if (isProblem(process)) return process;
  const needs = app.nativeNeeds.flatMap((need) => need.run);
  const refusal = [process, ...app.processes.slice(1)].some((each) => each.needsShell)
    ? 'a start command needs a shell'
    : needs.length > 0
      ? `${needs.join(', ')} must be installed`
      : app.python.needsPrograms
        ? `${app.python.needsPrograms.because} (${app.python.needsPrograms.value})`
        : (sourceRefusal(app) ?? distrolessRefusal(app));
  const base = chooseBase(preset, refusal === undefined ? {} : { distroless: refusal }, options.base);
  if (isProblem(base)) return base;
  const builds = [...new Set(app.nativeNeeds.flatMap((need) => need.build))];
  const images = pythonImages(app, base.value, builds.length > 0);
  const port = choosePort(context, 8000);
  const install = planInstall(app);
  const assets = planAssets(repo, app, CONTEXT);
  const virtualenv = install === undefined ? {} : planVirtualenv(app, base.value, images, builds.length > 0);
  const installed = virtualenv.stripped ? 'stripped' : install ? 'dependencies' : undefined;
  const stages = stagesFor(app, base.value, installed, assets.copies);
  const stops = process.handlesSigterm.value;
  const setup = planSetup(app);
  const beside = options.start === undefined ? app.processes.slice(1) : [];
  const python = install === undefined && base.value === 'distroless' ? distrolessPython(app) : 'python';
  const commandOf = (each: Process): readonly string[] =>
    each.command.value.map((word, index) =>
      index === 0 && word === 'python' ? python : settled(app, word, port?.value),
    );
  const command = commandOf(process);
  const links = planLinks(
    repo,
    (app.writableFiles ?? []).map((file) => join(app.dir, file.value)),
    { context: CONTEXT, dir: app.dir, user: USER },
    images.build,
  );
  const { development, following } = planDevelopment(app, process, port?.value, {
    assets,
    links,
    runsProcesses: python === 'python',
  });
  const runtime: RuntimeValues = {
    image: images.runtime,
    workdir: workdirOf(app),
    user: USER,
    osPackages: osPackages(needs, pythonSuite(app)),
    ...(install ? { programs: programsOf(app) } : {}),
    env: runtimeEnv(context, process, base.value, port?.value),
    copies: [
      ...bytecodeCopies(virtualenv),
      ...(stops ? [] : [initCopy(NO_SIGTERM)]),
      ...copiesFor(
        context,
        stages.virtualenv !== undefined ? 'virtualenv' : planProject(app) ? 'build' : installed,
        assets,
        links,
      ),
    ],
    writable: [
      ...new Set([
        ...[...app.writablePaths.map((path) => path.value), ...preset.defaults.writable].map((path) =>
          path.startsWith('/') ? path : join(CONTEXT, join(app.dir, path)),
        ),
        ...links.writable,
      ]),
    ],
    files: [],
    account: base.value !== 'distroless',
    ...(port ? { port: port.value } : {}),
    ...healthFor(process, port?.value, python, app.python.speaksHttp),
    ...(stops ? { clearsEntrypoint: base.value === 'distroless' } : { entrypoint: INIT_ENTRYPOINT }),
    command,
    hasShell: base.value !== 'distroless',
  };
  return {
    runtime,
    following,
    problems: [...app.python.startProblems, ...loopbackProblems(process), ...assets.problems],
    decisions: [
      decide('runtime', app.runtime, `python ${app.runtime.value.tag}`),
      decide('package manager', app.python.manager, app.python.manager.value),
      ...assets.decisions,
      decide('start', process.command, command.join(' '), '--start'),
      ...beside.map((each) =>
        decide(each.kind === 'release' ? 'before it starts' : 'beside it', each.command, commandOf(each).join(' ')),
      ),
      decide('base', base, base.value, '--base'),
      ...(port ? [decide('port', port, String(port.value), '--port')] : []),
      decide('stop', process.handlesSigterm, stops ? 'ends on SIGTERM by itself' : 'an init hands SIGTERM on'),
    ],
    values: {
      image: images.build,
      sources: sourcesOf(app),
      ...(assets.stages ? { assets: assets.stages } : {}),
      workdir: workdirOf(app),
      programs: programsOf(app),
      buildEnv: setup.env,
      buildPackages: osPackages(missingInFullImage(builds), pythonSuite(app)),
      ...virtualenv,
      ...(setup.uv === undefined ? {} : { uv: setup.uv }),
      ...(setup.setup ? { setup: setup.setup } : {}),
      ...(install ? { install } : {}),
      source: install ? 'dependencies' : 'base',
      ...stages,
      development,
      ...(app.python.tests.length > 0 ? { test: { commands: app.python.tests.map(({ value }) => value) } } : {}),
      base: true,
      ...(stops ? {} : { init: initStage(pythonSuite(app)) }),
      ...(links.stage ? { links: links.stage } : {}),
    },
    ignore: [
      {
        title: 'Made by installs and runs',
        patterns: [
          '**/.venv',
          '**/venv',
          '**/__pycache__',
          '**/*.py[co]',
          '**/.pytest_cache',
          '**/.mypy_cache',
          '**/.ruff_cache',
          '**/.tox',
          '**/*.egg-info',
          '**/.coverage',
          '**/htmlcov',
        ],
      },
      ...assets.ignore,
    ],
    reads: [...app.python.manifests, ...documentsOf(app, repo), ...assets.reads, ...links.replaced],
    secrets: assets.secrets,
    processes: beside.map((each) => ({
      name: each.name,
      command: commandOf(each),
      env: envPairs(app, each.env, port?.value),
      isRelease: each.kind === 'release',
      needsInit: stops && !each.handlesSigterm.value && each.kind !== 'release',
      ...(each.kind === 'release' ? {} : { check: [python, '-c', ''] }),
    })),
  };
}

/** The process that the image runs: the person's words or the detected one. */
function processFor({ app, options }: PlanContext<PythonApp>): Process | Problem {
  const [detected] = app.processes;
  if (options.start !== undefined) {
    const stated = statedStart(options.start, { kind: 'flag', name: '--start' });
    const blank: Process = {
      name: 'main',
      kind: options.port === undefined ? 'job' : 'web',
      command: stated.command,
      needsShell: stated.needsShell,
      env: stated.env,
      readsPort: stated.readsPort,
      handlesSigterm: fact(false, 'unknown'),
    };
    return {
      ...(detected ?? blank),
      ...stated,
      handlesSigterm: stated.handlesSigterm ?? detected?.handlesSigterm ?? blank.handlesSigterm,
      kind: detected?.kind ?? blank.kind,
    };
  }
  return detected ?? problem('nothing-to-run', { name: app.name, why: 'no app object, script or Procfile was found' });
}

/** The stages between the install and the runtime: what is made of the sources, and the virtualenv as the runtime needs it. */
function stagesFor(
  app: PythonApp,
  base: BaseKind,
  installed: string | undefined,
  assets: readonly Copy[],
): {
  readonly build?: {
    readonly from: string;
    readonly copies: readonly Copy[];
    readonly steps: readonly (Step & { readonly why?: string })[];
  };
  readonly virtualenv?: unknown;
} {
  const project = planProject(app);
  // A fresh clone lacks them, and code that is loaded may open its database.
  const folders = app.python.databaseFolders.map((folder) => inWorkdir(app, join(app.dir, folder)));
  const prepared = app.python.prepare.map(({ command, env, makes, because }) => ({
    mounts: [],
    commands: [
      ...(folders.length === 0 && makes === undefined ? [] : [['mkdir', '-p', ...folders, ...(makes ? [makes] : [])]]),
      [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...command],
    ],
    ...(Object.keys(env).length > 0 ? { why: because } : {}),
  }));
  const steps = [...(project ? [project] : []), ...prepared];
  return {
    ...(steps.length === 0 ? {} : { build: { from: installed ?? 'base', copies: assets, steps } }),
    ...(base === 'distroless' && installed !== undefined
      ? {
          virtualenv: {
            why: `The runtime has its Python in /usr/bin, this image in /usr/local/bin.`,
            from: project ? 'build' : installed,
            commands: relink(app),
          },
        }
      : {}),
  };
}
