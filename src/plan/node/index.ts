import type { NodeApp, NodeBuild, Process } from '../../model/app.ts';
import { fact } from '../../model/fact.ts';
import type { IgnoreSection } from '../../model/plan.ts';
import { isProblem, problem, type Problem } from '../../model/problem.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { ignorePattern } from '../../quote.ts';
import { planAssets } from '../assets.ts';
import { chooseBase } from '../base.ts';
import { choosePort, decide, type LanguagePlan, type PlanContext } from '../context.ts';
import { SITE_PORT, siteRuntime } from '../static-site.ts';
import { planBuild } from './build.ts';
import { planDevelopment } from './development.ts';
import { alpineRefusal, distrolessRefusal, nodeImages } from './images.ts';
import { installFolder, planInstall, ROOT, runScript, setupCommands, setupEnvironment } from './install.ts';
import { nodeProblems } from './problems.ts';
import { localBin, processOf } from './process.ts';
import { planServer } from './server.ts';
import { siteOf } from './site.ts';
import { basePathOf, outputOf } from './stated.ts';

/** The values of every Node stage. */
export function planNode(context: PlanContext<NodeApp>): LanguagePlan | Problem {
  const { app, preset, options, repo } = context;
  const { node } = app;
  const workdir = join(ROOT, app.dir);
  const installed = installFolder(app);
  const inFolder = (folder: string): { readonly workdir?: string } =>
    folder === installed ? {} : { workdir: join(ROOT, folder) };
  const output = outputOf(context);
  const basePath = basePathOf(context);
  const { process, isOwn } = processOf(context, output?.path, basePath.path);
  const distroless = refusal(app, process);
  const alpine = alpineRefusal(app);
  const refused = { ...(distroless === undefined ? {} : { distroless }), ...(alpine === undefined ? {} : { alpine }) };
  const base = chooseBase(preset, refused, options.base);
  if (isProblem(base)) return base;
  const isSite = base.value === 'nginx';
  const compiles = node.compiles.length > 0 || app.nativeNeeds.some((need) => need.build.length > 0);
  const images = nodeImages(app, base.value, compiles);
  const port = isSite
    ? fact(SITE_PORT, 'the web server listens there', { kind: 'preset', id: preset.id })
    : choosePort({ ...context, app: { ...app, processes: [process] } }, 3000);
  const stops = preset.defaults.handlesSigterm
    ? fact(true, `${preset.title} ends on SIGTERM by itself`, { kind: 'preset', id: preset.id })
    : process.handlesSigterm;
  const build = planBuild(context, base.value, workdir, output?.path);
  const assets = planAssets(repo, app, ROOT);
  const production = node.hasProductionDependencies && preset.defaults.copies.length === 0 && !isSite;
  const source = node.hasDependencies ? 'dependencies' : 'base';
  const [missing] = options.start === undefined ? node.startProblems.filter(({ level }) => level === 'error') : [];
  if (missing !== undefined && preset.defaults.start === undefined && !isSite) return missing;
  // What starts through a development dependency needs them all.
  const isDevelopment = isOwn && node.developmentTool !== undefined && node.hasDependencies;
  const server = isSite
    ? (notForSites(context) ?? {
        runtime: siteRuntime(siteOf(context, basePath.path), {
          from: 'build',
          sources: [`${workdir}/${output?.path ?? 'dist'}/`],
        }),
        stages: {},
        problems: [],
      })
    : planServer(context, {
        process,
        base: base.value,
        images,
        root: ROOT,
        workdir,
        port: port?.value,
        stops: stops.value,
        output: output?.path,
        assets,
        ...(isDevelopment && preset.defaults.copies.length === 0
          ? { dependencies: 'dependencies' }
          : production
            ? { dependencies: 'production-dependencies' }
            : {}),
      });
  if (isProblem(server)) return server;
  const { runtime } = server;
  const { development, following } = planDevelopment(context, process, isSite ? undefined : port?.value, assets);
  return {
    runtime,
    ...(following ? { following } : {}),
    problems: [
      ...assets.problems,
      ...server.problems,
      ...nodeProblems(context, process, {
        starts: isOwn && !isSite,
        installsProduction: production && !isDevelopment,
        build,
      }),
    ],
    decisions: [
      decide('runtime', app.runtime, `${node.engine} ${app.runtime.value.tag}`),
      decide(
        'package manager',
        node.manager,
        [node.manager.value.name, node.manager.value.version].filter((part) => part !== undefined).join(' '),
      ),
      ...(node.build ? [decide('build', node.build, buildLabel(node.build.value))] : []),
      ...assets.decisions,
      ...(output ? [decide('output', fact(output.path, 'the build writes it', output.source), output.path)] : []),
      ...(basePath.path === '/'
        ? []
        : [decide('base path', fact(basePath.path, 'the project is served below it', basePath.source), basePath.path)]),
      ...(isSite ? [] : [decide('start', process.command, process.command.value.join(' '), '--start')]),
      decide('base', base, base.value, '--base'),
      ...(port ? [decide('port', port, String(port.value), '--port')] : []),
      decide('stop', stops, stops.value ? 'ends on SIGTERM by itself' : 'a preload ends it on SIGTERM'),
    ],
    values: {
      image: images.build,
      ...(assets.stages ? { assets: assets.stages } : {}),
      // What a site's build makes is the same on every platform, so that it never has to be emulated.
      crossBuild: isSite,
      workdir: join(ROOT, installed),
      context: installed === '' ? '.' : `${ROOT}/`,
      setup: setupCommands(app),
      setupEnv: setupEnvironment(app),
      source,
      ...(node.hasDependencies ? { install: planInstall(app, 'install', base.value) } : {}),
      ...(production && !isDevelopment ? { production: planInstall(app, 'production', base.value) } : {}),
      ...(build ? { build: { ...build, ...inFolder(node.build?.value.dir ?? installed) } } : {}),
      ...(node.tests.length > 0
        ? {
            test: {
              from: build ? 'build' : source,
              needsSources: !build,
              commands: node.tests.map(({ value }) => runScript(app, value)),
              ...inFolder(app.dir),
            },
          }
        : {}),
      ...(development ? { development } : {}),
      ...server.stages,
    },
    ignore: [
      ...otherMembers(app),
      {
        title: 'Made by installs and builds',
        patterns: [
          '**/node_modules',
          '**/npm-debug.log*',
          '**/yarn-error.log',
          'coverage',
          ...node.secrets.flatMap((secret) => ('file' in secret ? [secret.file] : [])),
          ...(output === undefined || isTracked(repo, join(app.dir, output.path)) ? [] : [join(app.dir, output.path)]),
        ],
      },
    ],
    reads: [...node.manifests, ...foldersRead(context), ...assets.reads],
    secrets: [
      ...node.secrets,
      ...assets.secrets,
      ...(build?.mounts ?? []).flatMap((mount) =>
        mount.type === 'secret-env' && build?.placeholders.includes(mount.id) !== true
          ? [{ id: mount.id, variable: mount.env }]
          : [],
      ),
    ],
    args: build?.args.map(({ name }) => name) ?? [],
  };
}

/** A web server runs what the build makes: nothing of Node is in the image. */
function notForSites({ app: { name }, options }: PlanContext<NodeApp>): Problem | undefined {
  const why = 'a web server serves what the build makes, no Node';
  if (options.trace === true) return problem('trace-refused', { name, why });
  return options.strip === true ? problem('strip-refused', { name, why }) : undefined;
}

/** Members that the app does not need stay out of its context, so that no edit of theirs builds it again. */
function otherMembers({ node }: NodeApp): readonly IgnoreSection[] {
  const { members = [], others = [] } = node.workspace ?? {};
  const apart = others.filter((other) => !members.some(({ dir }) => dir.startsWith(`${other}/`)));
  return apart.length === 0
    ? []
    : [{ title: 'Members of the workspace that this app does not need', patterns: apart.map(ignorePattern), apart }];
}

/** The app's own folder, and those that its build is told to read, by its command or by the framework's custom. */
function foldersRead({ app, preset, repo }: PlanContext<NodeApp>): readonly string[] {
  const { dir = app.dir, text = '' } = app.node.build?.value ?? {};
  return [
    app.dir,
    ...text.split(/[\s=]+/).map((word) => within(dir, word) ?? ''),
    ...preset.defaults.reads.map((folder) => join(app.dir, folder)),
  ].filter((folder) => folder !== '' && isTracked(repo, folder));
}

function buildLabel({ generations, script, members, steps }: NodeBuild): string {
  const generated = generations.filter(({ isScripted }) => !isScripted).map(({ words }) => words.join(' '));
  return [
    ...generated,
    ...members,
    ...(script === undefined ? [] : [script]),
    ...steps.map(({ words }) => words.join(' ')),
  ].join(', ');
}

function isTracked(repo: Repo, folder: string): boolean {
  return repo.hasFolder(folder);
}

/** Why distroless does not fit this app, or undefined where it does. */
function refusal(app: NodeApp, process: Process): string | undefined {
  if (process.needsShell) return 'the start command needs a shell';
  const bin = localBin(process);
  if (bin !== undefined) return `${bin} starts through /usr/bin/env`;
  const packages = app.nativeNeeds.flatMap((need) => need.run);
  return packages.length > 0 ? `${packages.join(', ')} must be installed` : distrolessRefusal(app);
}
