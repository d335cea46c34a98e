import type { NodeApp, Process, Trait } from '../../model/app.ts';
import { fact, type Fact, type Source } from '../../model/fact.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { subRepo } from '../../repo/sub.ts';
import { sourceFiles } from '../sources.ts';
import { nativeNeeds } from './native.ts';
import { installInputs, lockfileOf, nodeManager, secretConfigurations, secretId, secretVariables } from './manager.ts';
import { keptCompilers } from './development-only.ts';
import { muslBinaries } from './libc.ts';
import { lockfileState } from './lockfile.ts';
import { dependenciesOf, readManifest, type PackageManifest } from './manifest.ts';
import { buildOf } from './build.ts';
import { generationsOf } from './database-tools.ts';
import { devServerOf, folderOf, isDevelopmentServer, servesSources } from './dev-servers.ts';
import { builtEntry, findStart, programStart } from './entry.ts';
import { programOf } from '../python/start/programs.ts';
import { installHooks } from './hooks.ts';
import { flatten } from './scripts.ts';
import { nxProjectsProblem } from './nx-projects.ts';
import { reloads } from './reloads.ts';
import { needsAtStart } from './needs-at-start.ts';
import { buildsForOthers, runsElsewhere } from './runs-elsewhere.ts';
import { startProblems } from './start-problems.ts';
import { besideOutput } from './runtime-files.ts';
import { scriptsOf, type Start } from './start.ts';
import { projectTests } from './tests.ts';
import { bunVersion, nodeVersion } from './version.ts';
import { writablePaths } from './writable.ts';
import { readWebFacts, type WebFacts } from './web.ts';
import { packagesOf } from './members.ts';
import { servesFromOutside } from './served.ts';
import { buildsMembers, isMember, startedFolder } from './workspace.ts';

/** Endings of sources. */
export const EXTENSIONS = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'];

/** Scripts that run the app from its sources, for people who change them. */
const DEVELOPMENT_SCRIPTS = ['dev', 'start:dev', 'develop', 'docs:dev'];

/** The Node or Bun app of a folder; undefined where no package.json stands. */
export function detectNode(repo: Repo, dir: string): NodeApp | undefined {
  const manifest = readManifest(repo, dir);
  if (manifest === undefined) return undefined;
  const folder = startedFolder(repo, manifest);
  if (folder !== undefined && (isMember(repo, folder) || servesFromOutside(repo, folder))) {
    const started = detectNode(repo, folder);
    return started && { ...started, home: dir };
  }
  // A folder that is no member installs by itself: it is a context of its own.
  if (folder !== undefined) {
    const started = detectNode(subRepo(repo, folder), '');
    return started && { ...started, context: join(folder, started.context ?? '') };
  }
  const { owner, all, needed, workspace } = packagesOf(repo, manifest);
  const engine = engineOf(repo, manifest);
  const manager = nodeManager(repo, owner, engine);
  const stated = isLibrary(manifest, all) ? undefined : ofNode(findStart(repo, manifest, engine === 'bun'));
  const isApart = (file: string): boolean => workspace?.others.some((other) => file.startsWith(`${other}/`)) === true;
  const sources = sourceFiles(repo, dir, EXTENSIONS).filter((file) => !isApart(file));
  const entry = stated?.file?.tracked === undefined ? [] : [join(dir, stated.file.tracked)];
  const configurations = ['json', 'json5'].map((ending) => join(dir, `config/default.${ending}`));
  const web = readWebFacts(repo, [...new Set([...sources, ...entry])], manifest.dependencies, configurations);
  const isServer = stated === undefined && web.listens !== undefined && !isLibrary(manifest, all);
  const program =
    stated === undefined && !isServer && !isLibrary(manifest, all) ? programStart(repo, manifest) : undefined;
  const start = isServer ? builtEntry(repo, manifest) : (stated ?? program);
  const served = start !== undefined && isDevelopmentServer(start.command.value);
  const lockfile = lockfileOf(repo, owner, manager.value.name);
  const lock = lockfileState(repo, owner, all, manager.value, lockfile);
  const inputs = installInputs(repo, owner);
  const secrets = secretConfigurations(repo, inputs);
  const dev = scriptFact(manifest, 'dev', () => true, [
    ...DEVELOPMENT_SCRIPTS,
    ...(start && servesSources(start.command.value) ? ['start'] : []),
  ]);
  const project = projectTests(manifest);
  const devServer = dev.dev && devServerOf(manifest.scripts[dev.dev.value] ?? '');
  // These refuse a lockfile that names members which are not there.
  const installed = ['yarn-berry', 'bun'].includes(manager.value.name) ? all : needed;
  const hooks = installed.map((member) => installHooks(repo, member));
  const build = buildOf(repo, {
    manifest,
    owner,
    start: served ? undefined : start,
    served: served ? within('', folderOf(start.command.value) ?? '') || undefined : undefined,
    hooks: installHooks(repo, manifest),
    members: workspace?.members ?? [],
    generations: generationsOf(repo, needed, manager.value.name === 'pnpm'),
  });
  const commands = start?.command.value ?? [];
  const isForRun = (each: PackageManifest): boolean =>
    each.file === manifest.file || workspace?.members.find(({ dir: at }) => at === each.dir)?.isForRun !== false;
  const forRun = needed.filter(isForRun);
  const elsewhere =
    runsElsewhere(repo, manifest, start !== undefined && !served) ??
    (start === undefined || servesSources(start.command.value) ? nxProjectsProblem(repo, manifest) : undefined);
  const starts = start !== undefined && !served && start.command.value.length > 0 && elsewhere === undefined;
  const idleProblem = elsewhere ?? (starts ? undefined : buildsForOthers(repo, manifest));
  const traits = traitsOf(manifest, {
    start,
    served,
    build,
    engine,
    web,
    isProgram: program !== undefined,
    buildsMembers: buildsMembers(manifest, all),
  });
  return {
    language: 'node',
    name: manifest.name?.replace(/^@[^/]+\//, '') ?? (dir.split('/').at(-1) || 'app'),
    dir,
    traits: elsewhere === undefined ? traits : [],
    dependencies: dependenciesOf(manifest, owner),
    runtime: engine === 'bun' ? bunVersion(repo, manifest) : nodeVersion(repo, manifest),
    processes: starts ? [processOf(start, web)] : [],
    env: [],
    writablePaths: writablePaths(repo, dir, sources),
    nativeNeeds: nativeNeeds(repo, forRun, manager.value.name === 'npm' ? lockfile : undefined),
    ...(idleProblem === undefined ? {} : { idleProblem }),
    idle: served
      ? 'its start script only serves a folder'
      : 'package.json has no start script, its main names no file of the repository, and no server.js or index.js is there',
    node: {
      engine,
      manager,
      ...(lock.state !== 'none' && lockfile !== undefined ? { lockfile } : {}),
      isLocked: lock.state === 'locked',
      blockedScripts: lock.blocked,
      manifests: [
        ...new Set([...inputs, ...installed.map(({ file }) => file).sort(), ...hooks.flatMap((hook) => hook.files)]),
      ].filter((path) => !secrets.includes(path)),
      secrets: [
        ...secrets.map((file) => ({ id: secretId(file), file })),
        ...secretVariables(repo, secrets).map((variable) => ({ id: variable, variable })),
      ],
      hasDependencies: installed.some((member) =>
        hasAny(member.dependencies, member.devDependencies, member.optionalDependencies),
      ),
      hasProductionDependencies: needed.some((member) => hasAny(member.dependencies, member.optionalDependencies)),
      ...(workspace ? { workspace } : {}),
      ...(build ? { build } : {}),
      tests: project.tests,
      testProblems: project.problems,
      ...dev,
      ...(devServer ? { devServer } : {}),
      devReloads: dev.dev !== undefined && reloads(manifest.scripts[dev.dev.value] ?? '', manifest.scripts),
      compiles: lock.compiles,
      muslBinaries: manager.value.name === 'npm' && lockfile !== undefined ? muslBinaries(repo, lockfile) : [],
      keptCompilers: keptCompilers(repo, lockfile),
      runtimeFiles: besideOutput(repo, dir, build?.value.output, commands, build?.value.runs ?? ''),
      leftOutHooks: hooks.flatMap((hook) => hook.leftOut),
      ...(start?.developmentTool === undefined || served ? {} : { developmentTool: start.developmentTool }),
      startProblems:
        start === undefined || served
          ? []
          : [
              ...startProblems(repo, manifest, start, build !== undefined),
              ...needsAtStart(repo, manifest, start, sources),
            ],
    },
  };
}

/** Bun runs the app where a script says so; where none starts it, where Bun is what installs or configures it. */
function engineOf(repo: Repo, manifest: PackageManifest): 'node' | 'bun' {
  const { start, dev } = manifest.scripts;
  const text = start ?? dev;
  if (text !== undefined && startsWithBun(repo, manifest, text)) return 'bun';
  if (start !== undefined) return 'node';
  const marks = ['bun.lock', 'bun.lockb', 'bunfig.toml'].some((file) => repo.has(join(manifest.dir, file)));
  return marks || asString(at(manifest.raw, 'engines', 'bun')) !== undefined ? 'bun' : 'node';
}

/** Whether a script comes down to `bun FILE`; `bunx --bun PROGRAM` too. */
function startsWithBun(repo: Repo, manifest: PackageManifest, text: string): boolean {
  if (/\bbunx --bun\b/.test(text)) return true;
  return flatten(scriptsOf(repo, manifest), text).commands.at(-1)?.words[0] === 'bun';
}

/** A member that others depend on and that has no start script: its main is for them. */
function isLibrary({ name, file, scripts }: PackageManifest, members: readonly PackageManifest[]): boolean {
  const others = members.filter((each) => each.file !== file);
  return (
    scripts['start'] === undefined &&
    name !== undefined &&
    others.some((each) => Object.hasOwn({ ...each.dependencies, ...each.devDependencies }, name))
  );
}

function hasAny(...groups: readonly Readonly<Record<string, string>>[]): boolean {
  return groups.some((group) => Object.keys(group).length > 0);
}

/** The first of the scripts that is there and real. */
function scriptFact<K extends string>(
  manifest: PackageManifest,
  key: K,
  isReal: (text: string) => boolean,
  names: readonly string[] = [key],
): Partial<Record<K, Fact<string>>> {
  const name = names.find((each) => Object.hasOwn(manifest.scripts, each));
  const text = name === undefined ? undefined : manifest.scripts[name];
  if (name === undefined || text === undefined || !isReal(text)) return {};
  const script = fact(name, `the ${name} script runs ${text}`, manifest.at('scripts', name));
  return { [key]: script } as Partial<Record<K, Fact<string>>>;
}

function processOf(start: Start, web: WebFacts): Process {
  return {
    name: 'web',
    kind: web.listens ? 'web' : 'job',
    command: start.command,
    needsShell: start.needsShell,
    env: { ...(web.hostVariable === undefined ? {} : { [web.hostVariable]: '0.0.0.0' }), ...start.env },
    ...(web.port ? { port: web.port } : {}),
    readsPort: web.readsPort,
    ...(web.bindAddress ? { bindAddress: web.bindAddress } : {}),
    ...(web.listens ? { health: web.health } : {}),
    handlesSigterm: web.handlesSigterm,
  };
}

interface Findings {
  readonly start: Start | undefined;
  readonly served: boolean;
  readonly build: NodeApp['node']['build'];
  readonly engine: 'node' | 'bun';
  readonly web: WebFacts;
  /** Whether only its `bin` says that it starts something. */
  readonly isProgram: boolean;
  /** Whether the build only hands over to the members of the workspace. */
  readonly buildsMembers: boolean;
}

function traitsOf(manifest: PackageManifest, found: Findings): readonly Trait[] {
  const traits: Trait[] = [];
  const add = (id: string, because: string, source: Source | undefined): void => {
    traits.push({ id, because, sources: source ? [source] : [] });
  };
  const [startSource] = found.start?.command.sources ?? [];
  if (found.start && !found.served) add('starts', found.start.command.because, startSource);
  if (found.served)
    add(
      'development-start',
      `its start script only serves a folder or a development build: ${found.start?.command.value.join(' ') ?? ''}`,
      startSource,
    );
  if (found.build && !found.buildsMembers) add('build', found.build.because, found.build.sources[0]);
  if (found.build?.value.output !== undefined)
    add('output', `the build writes ${found.build.value.output}`, found.build.sources[0]);
  if (found.isProgram) add('command-line', 'its package.json names a program', manifest.at('bin'));
  if (found.engine === 'bun') add('bun', 'Bun runs it', manifest.at());
  if (found.web.listens) add('web', 'it listens', found.web.listens.source);
  return traits;
}

/** A start that runs a Python program is that of the Python app beside it: the scripts are its frontend's. */
function ofNode(start: ReturnType<typeof findStart>): ReturnType<typeof findStart> {
  const [program = ''] = start?.command.value ?? [];
  return /^python3?$/.test(program) || programOf(program) !== undefined ? undefined : start;
}
