import nativePackages from '../../../data/native-packages.json' with { type: 'json' };
import data from '../../../data/package-managers.json' with { type: 'json' };
import type { LeftOutHook, NodeApp } from '../../model/app.ts';
import type { BaseKind, EnvPair, Mount } from '../../model/plan.ts';
import { BUILD_LINE } from './images.ts';
import { MANAGERS, type LockState } from './managers.ts';

/** Where the build context stands in an image; the app of a workspace stands below it. */
export const ROOT = '/app';

/** One argv, or several joined by `&&`. */
export type Commands = readonly (readonly string[])[];

type InstallKind = 'install' | 'production';

/** The values of the two install stages. */
export interface Install {
  /** Manifests mounted for the step alone, where they are few and nothing has to be written to them. */
  readonly mounts: readonly Mount[];
  /** Manifests copied with their folders, where they are many or are changed. */
  readonly copied: readonly string[];
  readonly commands: Commands;
  /** What is taken away again, as paths with a `*`, and why. */
  readonly removed: readonly Removed[];
  /** What the comment above the stage calls the inputs. */
  readonly inputs: string;
}

interface Removed {
  readonly why: string;
  readonly paths: readonly string[];
}

/** Installs what is left of the lockfile once package.json names no development dependencies. */
const WITHOUT_FOCUS: Commands = [
  ['npm', 'pkg', 'delete', 'devDependencies'],
  ['yarn', 'install'],
];

/** Yarn 2 and 3 know `workspaces focus` by a plugin alone. @see https://yarnpkg.com/cli/workspaces/focus */
function lacksFocus({ manager, manifests }: NodeApp['node']): boolean {
  const { name, version } = manager.value;
  const hasPlugins = manifests.some((path) => path.endsWith('.yarn/plugins'));
  return name === 'yarn-berry' && !hasPlugins && version !== undefined && /^[23]\./.test(version);
}

/** pnpm 11 and later end with an error where an install script is not approved. @see https://pnpm.io/settings#strictdepbuilds */
function leniency({ manager, blockedScripts }: NodeApp['node']): readonly string[] {
  const { name, version } = manager.value;
  const isStrict = name === 'pnpm' && Number.parseInt(version ?? '', 10) >= 11;
  return isStrict && blockedScripts.length > 0 ? ['--config.strictDepBuilds=false'] : [];
}

/** The folder of the context where an app is installed: the root of its workspace, else its own. */
export function installFolder({ dir, node }: Pick<NodeApp, 'dir' | 'node'>): string {
  return node.workspace === undefined ? dir : '';
}

export function planInstall(app: NodeApp, kind: InstallKind, base: BaseKind): Install {
  const { node } = app;
  const folder = installFolder(app);
  const inside = (path: string): string => (folder === '' ? path : path.slice(folder.length + 1));
  const manager = MANAGERS[node.manager.value.name];
  const state: LockState = node.lockfile === undefined ? 'unlocked' : node.isLocked ? 'locked' : 'stale';
  const command = [...manager[kind][state], ...leniency(node)];
  const commands = kind === 'production' && lacksFocus(node) ? WITHOUT_FOCUS : [limited(node, kind, command)];
  const hooks = node.leftOutHooks.filter((hook) => kind === 'production' || !hook.isForProduction);
  const copies =
    node.workspace !== undefined || hooks.length > 0 || state === 'stale' || node.manager.value.name === 'yarn-berry';
  const manifests =
    node.lockfile === undefined
      ? node.manifests.filter((path) => !/(lock|lock\.\w+|lockb|shrinkwrap\.json)$/.test(path))
      : node.manifests;
  const binds: Mount[] = manifests.map((path) => ({ type: 'bind', source: path, target: inside(path) }));
  const secrets = node.secrets.map((secret): Mount =>
    'file' in secret
      ? { type: 'secret', id: secret.id, target: `${ROOT}/${secret.file}` }
      : { type: 'secret-env', id: secret.id, env: secret.variable },
  );
  return {
    mounts: [
      ...secrets,
      ...(copies ? [] : binds),
      { type: 'cache', target: manager.cache, ...(manager.isExclusive ? { sharing: 'locked' } : {}) },
    ],
    copied: copies ? manifests.map((path) => (folder === '' ? path : `${folder}/./${inside(path)}`)) : [],
    // These scripts would run here without what they need; the build stage has package.json as it is.
    commands: [...withoutScripts(node, hooks, folder), ...commands],
    removed: kind === 'production' ? leftovers(node, base) : [],
    inputs: node.lockfile === undefined ? 'package.json changes' : 'a manifest or the lockfile changes',
  };
}

function leftovers({ muslBinaries, keptCompilers }: NodeApp['node'], base: BaseKind): readonly Removed[] {
  const all = [
    {
      why: "The lockfile brings binaries of both C libraries; musl's are of no use here.",
      paths: base === 'alpine' ? [] : muslBinaries,
    },
    { why: 'npm keeps a compiler that a dependency can use and this app does not.', paths: keptCompilers },
  ];
  return all.filter(({ paths }) => paths.length > 0);
}

/**
 * An install of the members that the app needs alone. npm, pnpm and Yarn 1 install what they see, and are shown no
 * others; Yarn and Bun compare the lockfile with every member, and are told which ones.
 */
function limited(
  { manager, workspace }: NodeApp['node'],
  kind: InstallKind,
  command: readonly string[],
): readonly string[] {
  if (workspace === undefined || workspace.others.length === 0) return command;
  const members = workspace.members.filter((member) => kind === 'install' || member.isForRun);
  const { name } = manager.value;
  if (name === 'bun')
    return [...command, ...['', ...members.map(({ dir }) => dir)].flatMap((dir) => ['--filter', `./${dir}`])];
  const names = [workspace.root, ...members.map((member) => member.name)];
  return command.includes('--all') && names.every((each) => each !== undefined)
    ? [...command.filter((word) => word !== '--all'), ...names]
    : command;
}

/** Commands that take scripts out of their package.json, one a folder. */
function withoutScripts({ engine, manager }: NodeApp['node'], hooks: readonly LeftOutHook[], folder: string): Commands {
  const hasNpm = engine === 'node' || manager.value.name !== 'bun';
  const edit = hasNpm ? ['npm', 'pkg', 'delete'] : ['bun', 'pm', 'pkg', 'delete'];
  return [...new Set(hooks.map((hook) => hook.dir))].map((dir) => [
    ...edit,
    ...hooks.filter((hook) => hook.dir === dir).map((hook) => `scripts.${hook.name}`),
    ...(dir === folder ? [] : [hasNpm ? '--prefix' : '--cwd', dir]),
  ]);
}

/** The argv that runs a program of a dependency. */
export function runProgram({ node }: NodeApp, words: readonly string[]): readonly string[] {
  return [...MANAGERS[node.manager.value.name].exec, ...words];
}

/** The argv that runs a program of a dependency in a folder, from where the app is installed. */
export function runInFolder(app: NodeApp, dir: string, words: readonly string[]): readonly string[] {
  if (dir === installFolder(app)) return runProgram(app, words);
  switch (app.node.manager.value.name) {
    case 'npm':
      return ['npm', 'exec', `--workspace=${dir}`, '--', ...words];
    case 'pnpm':
      return ['pnpm', '--dir', dir, 'exec', ...words];
    case 'bun':
      return ['bun', 'run', '--cwd', dir, ...words];
    case 'yarn':
    case 'yarn-berry':
      return ['yarn', '--cwd', dir, 'run', ...words];
  }
}

/** The argv that runs the build script of a workspace's member, from the workspace's root. */
export function buildMember({ node }: NodeApp, name: string): readonly string[] {
  switch (node.manager.value.name) {
    case 'npm':
      return ['npm', 'run', 'build', `--workspace=${name}`];
    case 'pnpm':
      return ['pnpm', '--filter', name, 'run', 'build'];
    case 'bun':
      return ['bun', 'run', '--filter', name, 'build'];
    case 'yarn':
    case 'yarn-berry':
      return ['yarn', 'workspace', name, 'run', 'build'];
  }
}

/** The argv that runs a script of package.json; npm alone takes options of its own out of those behind the name. */
export function runScript({ node }: NodeApp, script: string, options: readonly string[] = []): readonly string[] {
  const manager = node.manager.value.name;
  if (script === 'test' && manager !== 'bun') return [...MANAGERS[manager].run.slice(0, 1), 'test'];
  const separator = manager === 'npm' && options.length > 0 ? ['--'] : [];
  return [...MANAGERS[manager].run, script, ...separator, ...options];
}

/** What puts the package manager into the base stage, where the image does not carry it. */
export function setupCommands(app: NodeApp): Commands {
  const packages = setupPackages(app);
  return packages.length === 0 ? [] : [['npm', 'install', '--global', ...packages]];
}

/** Packages of the registry that bring the manager, and Bun where the image of the build does not carry it. */
function setupPackages(app: NodeApp): readonly string[] {
  const { name, version } = app.node.manager.value;
  const isBun = app.node.engine === 'bun';
  if (isBun && name === 'bun') return [];
  const bun = isBun ? [`bun@${app.runtime.value.tag}`] : [];
  const line = isBun ? BUILD_LINE : app.runtime.value.line;
  const carriesYarn = Number(line) < 26;
  const bundled: Readonly<Record<string, string>> = data.npm.bundled;
  switch (name) {
    case 'npm':
      return [...(version === undefined || version.split('.')[0] === bundled[line] ? [] : [`npm@${version}`]), ...bun];
    case 'pnpm':
      return [`pnpm@${version ?? '10'}`, ...bun];
    case 'bun':
      return [`bun@${version ?? '1'}`];
    case 'yarn':
      return [...(carriesYarn || version === undefined ? [] : [`yarn@${version}`]), ...bun];
    case 'yarn-berry': {
      // Where .yarn/releases is committed, the Yarn of the image hands over to it.
      const isCommitted = app.node.manifests.some((path) => path.endsWith('.yarn/releases'));
      const yarn = isCommitted
        ? carriesYarn
          ? []
          : ['yarn@1.22.22']
        : ['--force', `@yarnpkg/cli-dist@${version ?? '4'}`];
      return [...yarn, ...bun];
    }
  }
}

/**
 * Variables of every stage that installs. Yarn's node_modules layout works from the same lockfile as Plug'n'Play and
 * lets Node start the app without a loader; its global cache is the one that the cache mount keeps.
 * @see https://yarnpkg.com/configuration/yarnrc
 */
export function setupEnvironment({ node, nativeNeeds, dependencies }: NodeApp): readonly EnvPair[] {
  // Hundreds of megabytes that drive a browser on a developer's screen, and that no stage of an image could show.
  const browsers = Object.entries(nativePackages.browsers).filter(([name]) => dependencies[name] !== undefined);
  const wanted = [...browsers.map(([, env]) => env), ...nativeNeeds.map((need) => need.installEnv ?? {})];
  const native = Object.entries(Object.assign({}, ...wanted) as Record<string, string>);
  return [...native.map(([name, value]) => ({ name, value })), ...yarnEnvironment(node)];
}

function yarnEnvironment(node: NodeApp['node']): readonly EnvPair[] {
  if (node.manager.value.name !== 'yarn-berry') return [];
  const hasOfflineCache = node.manifests.some((path) => path.endsWith('.yarn/cache'));
  return [
    { name: 'YARN_NODE_LINKER', value: 'node-modules' },
    { name: 'YARN_ENABLE_GLOBAL_CACHE', value: String(!hasOfflineCache) },
    { name: 'YARN_GLOBAL_FOLDER', value: MANAGERS['yarn-berry'].cache },
  ];
}
