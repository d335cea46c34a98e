import files from '../../generated/files.json' with { type: 'json' };
import type { JavaApp, Process } from '../../model/app.ts';
import { fact } from '../../model/fact.ts';
import type { Copy, EnvPair, Mount, RuntimeValues } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { isProblem } from '../../model/problem.ts';
import { servingProblems } from '../serving.ts';
import { chooseBase } from '../base.ts';
import { choosePort, decide, type LanguagePlan, type PlanContext } from '../context.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { planAssets } from '../assets.ts';
import { builderOf, manifestsOf } from './builder.ts';
import { containerCopies, containerFiles, serverStage } from './war.ts';
import { baseRefusals, mavenImage, runtimeImage, runtimeUser } from './images.ts';
import { javaHealth } from './health.ts';
import { classDataSharing } from './cds.ts';
import { JRE, jreStage } from './jre.ts';
import { settingsOf } from './settings.ts';
import { archiveName, shapeOf, startOn, statedStart } from './start.ts';

const WORKDIR = '/app';
/** What a frontend's build writes there is part of the archive. */
const IN_ARCHIVE = /\/src\/main\//;
const USUAL_PORT = 8080;
/** For what unpacks programs: a volume, since /tmp may be a tmpfs that lets none run. */
const TEMPORARY = `${WORKDIR}/tmp`;

/** What a person starts by --start where nothing was found that does. */
const BY_HAND: Process = {
  name: 'app',
  kind: 'job',
  command: fact([], 'you said how it starts', { kind: 'flag', name: '--start' }),
  needsShell: false,
  env: {},
  readsPort: false,
  handlesSigterm: fact(true, 'the JVM ends on SIGTERM'),
};

/** The values of every Java stage. */
export function planJava(context: PlanContext<JavaApp>): LanguagePlan | Problem {
  const { app, preset, options, repo } = context;
  const { java } = app;
  const settings = settingsOf(repo, app, preset);
  const found = app.processes[0] ?? (options.start === undefined ? undefined : BY_HAND);
  const process = found && settings.port ? { ...found, port: settings.port } : found;
  if (process === undefined) return whyNothingStarts(app);
  const builder = builderOf(app);
  const stated = options.start === undefined ? undefined : statedStart(options.start);
  const base = chooseBase(preset, baseRefusals(app, stated?.needsShell === true), options.base);
  if (isProblem(base)) return base;
  const port = choosePort({ ...context, app: { ...app, processes: [process] } }, USUAL_PORT);
  const shape = shapeOf(app, preset, builder, WORKDIR, port?.value ?? USUAL_PORT);
  const health = javaHealth(process, port?.value, base.value, WORKDIR);
  const isLinked = base.value === 'jlink';
  const jre: readonly Copy[] = isLinked ? [{ from: 'jre', sources: ['/jre'], target: JRE }] : [];
  const cds = options.cds
    ? classDataSharing(app, base.value, preset.defaults.training ?? [], [...jre, ...shape.copies], shape.start)
    : undefined;
  if (isProblem(cds)) return cds;
  const assets = planAssets(repo, app, WORKDIR);
  const runtime: RuntimeValues = {
    image: runtimeImage(app, base.value),
    workdir: WORKDIR,
    user: runtimeUser(base.value),
    osPackages: [],
    ...(isLinked ? { programs: `${JRE}/bin` } : {}),
    env: runtimeEnv(context, process, port?.value),
    copies: [
      ...jre,
      ...(health.health ? [{ from: 'health', sources: ['/health/Health.class'], target: './health/' }] : []),
      ...(java.servlet ? containerCopies() : []),
      ...java.runtimeFiles.map((path): Copy => ({ sources: [join(app.dir, path)], target: `./${path}` })),
      ...assets.copies.filter(({ target }) => !IN_ARCHIVE.test(target)),
      ...shape.copies,
      ...settings.copies,
      ...(cds ? [cds.copy] : []),
    ],
    writable: [
      ...[...app.writablePaths, ...settings.writable].map((path) => `${WORKDIR}/${path.value}`),
      ...(java.unpacks ? [TEMPORARY] : []),
    ],
    files: java.servlet ? containerFiles() : [],
    account: false,
    ...(port ? { port: port.value } : {}),
    ...health,
    ...(stated?.needsShell
      ? { command: stated.words }
      : startOn(
          base.value,
          stated?.words ?? [...(cds?.options ?? []), ...shape.start, ...settings.words, ...(java.arguments ?? [])],
        )),
    hasShell: base.value === 'slim',
  };
  const fetches = java.fetchesAlone;
  const fetch = (mounts: readonly Mount[]) => ({ fetch: { ...manifestsOf(app, mounts), command: builder.fetch } });
  return {
    runtime,
    ...(builder.development
      ? {
          following: {
            reloads: builder.development.some((word) => /quarkus:?dev/i.test(word)),
            path: '',
            debugged: { words: builder.development },
            ignore: assets.folders,
            rebuilds: [...java.manifests, ...assets.folders],
            ...(port ? { port: port.value } : {}),
            runsProcesses: false,
          },
        }
      : {}),
    problems: [...servingProblems(process, port?.value), ...settings.problems, ...assets.problems],
    decisions: [
      decide('runtime', app.runtime, `java ${app.runtime.value.tag}`),
      decide('build tool', java.tool, java.tool.value),
      decide('archive', java.archive, java.archive.value),
      ...assets.decisions,
      ...(java.layers ? [decide('layers', java.layers, `Spring Boot ${java.layers.value}`)] : []),
      decide('start', process.command, [...(runtime.entrypoint ?? []), ...runtime.command].join(' '), '--start'),
      decide('base', base, base.value, '--base'),
      ...(port ? [decide('port', port, String(port.value), '--port')] : []),
      decide('stop', process.handlesSigterm, 'ends on SIGTERM by itself'),
    ],
    values: {
      image: builder.image,
      workdir: WORKDIR,
      source: fetches ? 'dependencies' : 'base',
      // A change of the frontend's sources alone is none of the program's.
      sources: { sources: ['.'], target: '.', exclude: assets.folders },
      ...(assets.stages ? { assets: assets.stages } : {}),
      ...(fetches ? fetch([builder.cache]) : {}),
      build: {
        mounts: [builder.cache],
        copies: assets.copies,
        command: builder.build,
        archive: java.archive.value,
        name: archiveName(app),
        ...(shape.install ? { install: shape.install } : {}),
        ...(shape.extract ? { extract: shape.extract } : {}),
        isCopied: shape.install === undefined && preset.defaults.copies.length === 0,
      },
      ...(java.servlet
        ? { server: serverStage(app, mavenImage(app)), war: { archive: `${WORKDIR}/${archiveName(app)}` } }
        : {}),
      ...(cds ? { cds: cds.stage } : {}),
      ...(isLinked
        ? { jre: jreStage(app, { minimal: options.modules === 'minimal', shares: cds !== undefined }, shape.classes) }
        : {}),
      ...(health.health ? { health: { text: files['Health.java'] } } : {}),
      ...(java.hasTests ? { test: { mounts: [builder.cache], command: builder.test } } : {}),
      ...(builder.development
        ? {
            development: {
              ...(fetches ? fetch([]) : {}),
              env: addressEnv(context, process, port?.value),
              copies: assets.copies,
              command: builder.development,
              ...(port ? { port: port.value } : {}),
            },
          }
        : {}),
    },
    ignore: [
      {
        title: 'Made by builds',
        patterns: [...new Set([...builder.made, '**/*.class', '**/.classpath', '**/.project', '**/.settings'])],
      },
      ...assets.ignore,
    ],
    reads: [...buildReads(repo, app), ...settings.reads, ...shippedFiles(repo, app), ...assets.reads],
    secrets: assets.secrets,
  };
}

/** The files that the code opens, each by its path. */
function shippedFiles(repo: Repo, { dir, java }: JavaApp): readonly string[] {
  const paths = java.runtimeFiles.map((path) => join(dir, path));
  return repo.paths.filter((file) => paths.some((path) => file === path || file.startsWith(`${path}/`)));
}

/** Paths that the build reads and that a general ignore pattern might drop. */
function buildReads(repo: Repo, { java }: JavaApp): readonly string[] {
  const folders = java.manifests.filter((path) => !repo.has(path));
  return [
    ...java.manifests.filter((path) => !folders.includes(path)),
    ...repo.paths.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`))),
  ];
}

function whyNothingStarts({ name, java }: JavaApp): Problem {
  if (java.mainCandidates.length > 0)
    return problem('main-class-ambiguous', { name, classes: java.mainCandidates.join(', ') });
  return problem('nothing-to-run', {
    name,
    why: 'no plugin makes an executable archive, and no class has a main method',
  });
}

/** The port stands in a variable that the code or the framework reads; the framework's only where it moves the port. */
function runtimeEnv(context: PlanContext<JavaApp>, process: Process, port: number | undefined): readonly EnvPair[] {
  const { app } = context;
  // A JVM takes a quarter of the container's memory by default.
  const options = ['-XX:MaxRAMPercentage=75.0', ...(app.java.unpacks ? [`-Djava.io.tmpdir=${TEMPORARY}`] : [])];
  return [{ name: 'JAVA_TOOL_OPTIONS', value: options.join(' ') }, ...addressEnv(context, process, port)];
}

/** Where it listens, by the variables that the code or the framework reads. */
function addressEnv({ preset }: PlanContext<JavaApp>, process: Process, port: number | undefined): readonly EnvPair[] {
  const pairs = Object.entries({ ...preset.defaults.env, ...process.env }).map(([name, value]) => ({ name, value }));
  const variable = process.readsPort ? 'PORT' : (process.portVariable ?? preset.defaults.portVariable);
  const isMoved = port !== (process.port?.value ?? USUAL_PORT);
  if (port !== undefined && variable !== undefined && (process.readsPort || isMoved))
    pairs.push({ name: variable, value: String(port) });
  return pairs;
}
