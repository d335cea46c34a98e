import files from '../../generated/files.json' with { type: 'json' };
import type { JavaApp, Process } from '../../model/app.ts';
import { fact } from '../../model/fact.ts';
import type { EnvPair, Mount, RuntimeValues } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { isProblem } from '../../model/problem.ts';
import { servingProblems } from '../serving.ts';
import { chooseBase } from '../base.ts';
import { choosePort, decide, type LanguagePlan, type PlanContext } from '../context.ts';
import type { Repo } from '../../repo/repo.ts';
import { builderOf, manifestMounts } from './builder.ts';
import { baseRefusals, runtimeImage, runtimeUser } from './images.ts';
import { javaHealth } from './health.ts';
import { JRE, jreStage } from './jre.ts';
import { archiveName, shapeOf, startOn, statedStart } from './start.ts';

const WORKDIR = '/app';
const USUAL_PORT = 8080;

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
  const process = app.processes[0] ?? (options.start === undefined ? undefined : BY_HAND);
  if (process === undefined) return whyNothingStarts(app);
  const builder = builderOf(app);
  const shape = shapeOf(app, preset, builder, WORKDIR);
  const stated = options.start === undefined ? undefined : statedStart(options.start);
  const base = chooseBase(preset, baseRefusals(app, stated?.needsShell === true), options.base);
  if (isProblem(base)) return base;
  const port = choosePort(context, USUAL_PORT);
  const health = javaHealth(process, port?.value, base.value, WORKDIR);
  const isLinked = base.value === 'jlink';
  const runtime: RuntimeValues = {
    image: runtimeImage(app, base.value),
    workdir: WORKDIR,
    user: runtimeUser(base.value),
    osPackages: [],
    ...(isLinked ? { programs: `${JRE}/bin` } : {}),
    env: runtimeEnv(context, process, port?.value),
    copies: [
      ...(isLinked ? [{ from: 'jre', sources: ['/jre'], target: JRE }] : []),
      ...(health.health ? [{ from: 'health', sources: ['/health/Health.class'], target: './health/' }] : []),
      ...shape.copies,
    ],
    writable: app.writablePaths.map((path) => `${WORKDIR}/${path.value}`),
    files: [],
    account: false,
    ...(port ? { port: port.value } : {}),
    ...health,
    ...(stated?.needsShell ? { command: stated.words } : startOn(base.value, stated?.words ?? shape.start)),
    hasShell: base.value === 'slim',
  };
  const fetches = java.fetchesAlone;
  const fetch = (mounts: readonly Mount[]) => ({
    fetch: { mounts: [...manifestMounts(app), ...mounts], command: builder.fetch },
  });
  return {
    runtime,
    problems: servingProblems(process, port?.value),
    decisions: [
      decide('runtime', app.runtime, `java ${app.runtime.value.tag}`),
      decide('build tool', java.tool, java.tool.value),
      decide('archive', java.archive, java.archive.value),
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
      ...(fetches ? fetch([builder.cache]) : {}),
      build: {
        mounts: [builder.cache],
        command: builder.build,
        archive: java.archive.value,
        name: archiveName(app),
        ...(shape.install ? { install: shape.install } : {}),
        ...(shape.extract ? { extract: shape.extract } : {}),
        isCopied: shape.install === undefined && preset.defaults.copies.length === 0,
      },
      ...(isLinked ? { jre: jreStage(app, options.modules === 'minimal', shape.classes) } : {}),
      ...(health.health ? { health: { text: files['Health.java'] } } : {}),
      ...(java.hasTests ? { test: { mounts: [builder.cache], command: builder.test } } : {}),
      ...(builder.development
        ? {
            development: {
              ...(fetches ? fetch([]) : {}),
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
    ],
    reads: buildReads(repo, app),
  };
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
  if (java.archive.value.endsWith('.war')) return problem('war-without-server', { name });
  return problem('nothing-to-run', {
    name,
    why: 'no plugin makes an executable archive, and no class has a main method',
  });
}

/** The port stands in a variable that the code or the framework reads; the framework's only where it moves the port. */
function runtimeEnv({ preset }: PlanContext<JavaApp>, process: Process, port: number | undefined): readonly EnvPair[] {
  // A JVM takes a quarter of the container's memory by default.
  const pairs: EnvPair[] = [{ name: 'JAVA_TOOL_OPTIONS', value: '-XX:MaxRAMPercentage=75.0' }];
  const variable = process.readsPort ? 'PORT' : preset.defaults.portVariable;
  const isMoved = port !== (process.port?.value ?? USUAL_PORT);
  if (port !== undefined && variable !== undefined && (process.readsPort || isMoved))
    pairs.push({ name: variable, value: String(port) });
  return pairs;
}
