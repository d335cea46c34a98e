import type { GoApp, Trait } from '../../model/app.ts';
import { fact, inFile, type Fact } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { embedsOf, goAssets, missingEmbeds } from './assets.ts';
import { cgoModules, needsCgo, pureAlternatives } from './cgo.ts';
import { emptyEnvFiles } from './env-files.ts';
import { generatedCode } from './generated.ts';
import { findMains, inside, type Main } from './mains.ts';
import { downloadInputs, readProject, type GoModule, type GoProject } from './module.ts';
import { readPackages, type GoFile, type GoPackage } from './packages.ts';
import { embeddedFiles, filesAbove, runtimeFiles } from './runtime-files.ts';
import { privateModules } from './private.ts';
import { NOT_RUNNING, runningOf } from './process.ts';
import { goBuilds, statedTags, type GoBuild } from './statements.ts';
import { needsSystem } from './system.ts';
import { goVersion } from './version.ts';
import { versionVariables } from './version-variables.ts';

/** The commands of a folder's Go project, each an app; a library gives one that starts nothing. Empty where there is no Go. */
export function detectGo(repo: Repo, dir: string): readonly GoApp[] {
  const project = readProject(repo, dir);
  const [module] = project?.modules ?? [];
  if (project === undefined || module === undefined) return [];
  const builds = goBuilds(repo, project.root, module.path);
  const tags = statedTags(builds);
  const packages = readPackages(repo, project, tags);
  const mains = findMains(project, packages, builds);
  const shared = { ...readShared(repo, dir, project, packages), builds, tags };
  const library = appOf(shared, module, undefined, baseName(module.path));
  const short = mains.map((main) => commandName(shared, main));
  const apps = mains.map((main, index) => {
    const name = short[index] ?? 'app';
    const isOnly = short.filter((other) => other === name).length === 1;
    const unique = isOnly ? name : inside(project.root, main.dir) || name;
    return appOf({ ...shared, others: mains.filter((other) => other !== main) }, main.package.module, main, unique);
  });
  return mains.every(({ onlyByName }) => onlyByName !== undefined) ? [library, ...apps] : apps;
}

/** What all commands of a project have in common. */
interface Shared {
  readonly repo: Repo;
  readonly dir: string;
  readonly project: GoProject;
  readonly runtime: GoApp['runtime'];
  readonly manifests: readonly string[];
  readonly hasDependencies: boolean;
  readonly hasSum: boolean;
  readonly privateModules: Fact<string> | undefined;
  /** Every file of the project's packages. */
  readonly all: readonly GoFile[];
  /** What the repository's own files build, and the tags that they build with. */
  readonly builds: readonly GoBuild[];
  readonly tags: readonly string[];
  /** The project's other commands. */
  readonly others: readonly Main[];
}

function readShared(repo: Repo, dir: string, project: GoProject, packages: ReadonlyMap<string, GoPackage>): Shared {
  const manifests = downloadInputs(repo, project);
  const paths = new Set(project.local.map(({ path }) => path));
  const outside = project.local.flatMap(({ mod }) =>
    mod.require.filter(({ value }) => !paths.has(value.path)).map(() => mod.file),
  );
  const hasSum = manifests.some((file) => file.endsWith('.sum'));
  const [file] = outside;
  if (file !== undefined && !hasSum) repo.report(problem('lockfile-missing', { command: 'go mod tidy' }, { file }));
  return {
    repo,
    dir,
    project,
    runtime: goVersion(repo, dir, project),
    manifests,
    hasDependencies: outside.length > 0,
    hasSum,
    privateModules: privateModules(repo, project.root, project.local),
    all: [...packages.values()].flatMap(({ files }) => files),
    builds: [],
    tags: [],
    others: [],
  };
}

function appOf(shared: Shared, module: GoModule, main: Main | undefined, name: string): GoApp {
  const { repo, project } = shared;
  const files = main?.files ?? [];
  const needs = cgoModules(project.local, files, shared.all);
  const embedded = embeddedFiles(repo, files);
  const assets = main ? goAssets(repo, module.dir, main.files) : [];
  const embeds = embedsOf(repo, files);
  const generated = generatedCode(repo, module, files, project.root);
  const named = main?.server.framework?.reads ?? [];
  const atRuntime = runtimeFiles(repo, module.dir, files, embedded, named);
  const builds = shared.builds.filter(({ dirs }) => main !== undefined && dirs.includes(main.dir));
  const binary = binaryName(main ? commandName(shared, main) : name);
  const aliases = [...builds.flatMap(({ output }) => output ?? []), baseName(module.path)];
  const above = main ? filesAbove(repo, main.dir, main.reached) : [];
  const shipped = [...atRuntime.map((path) => join(module.dir, path)), ...above];
  const running = main ? runningOf({ repo, root: project.root, main, binary, aliases, builds, shipped }) : NOT_RUNNING;
  return {
    language: 'go',
    name,
    dir: shared.dir,
    traits: main ? traitsOf(main) : [],
    dependencies: Object.fromEntries(
      module.mod.require.map(({ value, line }) => [value.path, inFile(module.mod.file, line)]),
    ),
    runtime: shared.runtime,
    processes: running.processes,
    env: [],
    writablePaths: running.writablePaths,
    nativeNeeds: needs,
    ...(assets.length === 0 ? {} : { assets }),
    ...(main?.onlyByName === undefined ? {} : { onlyByName: main.onlyByName }),
    go: {
      root: project.root,
      moduleDir: module.dir,
      module: module.path,
      ...(main ? { main: mainFact(main, shared.others) } : {}),
      binary,
      manifests: shared.manifests,
      hasDependencies: shared.hasDependencies,
      hasSum: shared.hasSum,
      hasVendor: repo.has(join(project.root, 'vendor/modules.txt')),
      ...(shared.privateModules ? { privateModules: shared.privateModules } : {}),
      hasTests: repo.scan([join(module.dir, '**/*_test.go')]).some((path) => !/(^|\/)(vendor|testdata)\//.test(path)),
      cgo: needsCgo(files, needs),
      needsSystem: needsSystem(files, shared.hasDependencies),
      speaksHttp: main?.server.speaksHttp ?? false,
      runtimeFiles: atRuntime,
      ...(main && above.length > 0 ? { runsIn: inside(module.dir, main.dir) } : {}),
      copies: [
        ...running.copies.filter(({ path, to }) => path !== to || !atRuntime.includes(path)),
        ...above.map((path) => ({ path, to: `/app/${inside(module.dir, path)}` })),
      ],
      emptyFiles: main ? emptyEnvFiles(repo, project.root, main.reached) : [],
      generates: generated.steps,
      problems: [
        ...running.problems,
        ...pureAlternatives(needs),
        ...generated.problems,
        ...missingEmbeds(repo, embeds, assets),
      ],
      embedded: embeds.map(({ path }) => path),
      looksBeside: running.looksBeside,
      tags: shared.tags,
      versions: versionVariables(builds, module.path),
      sources: files.map(({ path }) => path),
      reads: [
        ...shared.manifests,
        ...shared.all.map(({ path }) => path),
        ...embedded,
        ...running.copies.map(({ path }) => path),
        ...repo.paths.filter((path) => isAt(atRuntime, inside(module.dir, path)) || isAt(above, path)),
      ],
    },
  };
}

/** The command, with those that were not taken. */
function mainFact({ target, source }: Main, others: readonly Main[]): Fact<string> {
  const rejected = others.map((other) => ({
    value: other.target,
    source: other.source,
    why: other.onlyByName ?? 'another one was named',
  }));
  return { ...fact(target, `func main stands in ${target}`, source), rejected };
}

function isAt(entries: readonly string[], path: string): boolean {
  return entries.some((entry) => path === entry || path.startsWith(`${entry}/`));
}

function traitsOf({ target, source, server }: Main): readonly Trait[] {
  const starts: Trait = { id: 'starts', because: `func main stands in ${target}`, sources: [source] };
  return server.serves ? [starts, { id: 'web', because: 'it serves', sources: [server.serves.source] }] : [starts];
}

/** As its release is named, else as `go install` names it. */
function commandName({ builds }: Shared, main: Main): string {
  const release = builds.find(
    ({ dirs, released }) => released !== undefined && dirs.length === 1 && dirs[0] === main.dir,
  );
  return release?.released ?? shortName(main);
}

/** Folders of a module's only command that say nothing of it. */
const NAMELESS = ['cmd', 'src', 'main'];

/** As `go install` names it: the last part of the folder, for a module's root that of the module's path. */
function shortName({ dir, package: { module } }: Main): string {
  const isNameless = dir === module.dir || NAMELESS.includes(inside(module.dir, dir));
  return baseName(isNameless ? module.path : dir);
}

function baseName(path: string): string {
  return (
    path
      .replace(/\/v\d+$/, '')
      .split('/')
      .at(-1) || 'app'
  );
}

function binaryName(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '');
  return plain === '' || plain === 'healthcheck' ? 'app' : plain;
}
