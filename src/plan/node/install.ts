import type { LeftOutHook, NodeApp, NodeManager } from '../../model/app.ts';
import type { EnvPair, Mount } from '../../model/plan.ts';

/** Where the build context stands in an image; the app of a workspace stands below it. */
export const ROOT = '/app';

/** One argv, or several joined by `&&`. */
export type Commands = readonly (readonly string[])[];

/** How a package manager is told to do things, and where it keeps its cache in a build of root's. */
interface ManagerCommands {
  readonly install: { readonly locked: readonly string[]; readonly unlocked: readonly string[] };
  readonly production: { readonly locked: readonly string[]; readonly unlocked: readonly string[] };
  readonly run: readonly string[];
  /** What comes before a program of node_modules/.bin. */
  readonly exec: readonly string[];
  readonly cache: string;
  /** Whether two installs at the same time would spoil the cache. */
  readonly isExclusive?: boolean;
}

const MANAGERS: Readonly<Record<NodeManager['name'], ManagerCommands>> = {
  npm: {
    install: { locked: ['npm', 'ci'], unlocked: ['npm', 'install', '--no-package-lock'] },
    production: {
      locked: ['npm', 'ci', '--omit=dev'],
      unlocked: ['npm', 'install', '--no-package-lock', '--omit=dev'],
    },
    run: ['npm', 'run'],
    exec: ['npx'],
    cache: '/root/.npm',
  },
  yarn: {
    install: { locked: ['yarn', 'install', '--frozen-lockfile'], unlocked: ['yarn', 'install', '--no-lockfile'] },
    production: {
      locked: ['yarn', 'install', '--frozen-lockfile', '--production'],
      unlocked: ['yarn', 'install', '--no-lockfile', '--production'],
    },
    run: ['yarn', 'run'],
    exec: ['yarn', 'run'],
    cache: '/usr/local/share/.cache/yarn',
    isExclusive: true,
  },
  'yarn-berry': {
    install: { locked: ['yarn', 'install', '--immutable'], unlocked: ['yarn', 'install'] },
    production: {
      locked: ['yarn', 'workspaces', 'focus', '--all', '--production'],
      unlocked: ['yarn', 'workspaces', 'focus', '--all', '--production'],
    },
    run: ['yarn', 'run'],
    exec: ['yarn', 'run'],
    cache: '/root/.cache/yarn',
  },
  pnpm: {
    install: {
      locked: ['pnpm', 'install', '--frozen-lockfile'],
      unlocked: ['pnpm', 'install', '--no-frozen-lockfile'],
    },
    production: {
      locked: ['pnpm', 'install', '--frozen-lockfile', '--prod'],
      unlocked: ['pnpm', 'install', '--no-frozen-lockfile', '--prod'],
    },
    run: ['pnpm', 'run'],
    exec: ['pnpm', 'exec'],
    cache: '/root/.local/share/pnpm/store',
  },
  bun: {
    install: { locked: ['bun', 'install', '--frozen-lockfile'], unlocked: ['bun', 'install', '--no-save'] },
    production: {
      locked: ['bun', 'install', '--frozen-lockfile', '--production'],
      unlocked: ['bun', 'install', '--no-save', '--production'],
    },
    run: ['bun', 'run'],
    exec: ['bunx'],
    cache: '/root/.bun/install/cache',
    isExclusive: true,
  },
};

type InstallKind = 'install' | 'production';

/** The values of the two install stages. */
export interface Install {
  /** Manifests mounted for the step alone, where they are few and nothing has to be written to them. */
  readonly mounts: readonly Mount[];
  /** Manifests copied with their folders, where they are many or are changed. */
  readonly copied: readonly string[];
  readonly commands: Commands;
  /** What the comment above the stage calls the inputs. */
  readonly inputs: string;
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

export function planInstall({ node }: NodeApp, kind: InstallKind): Install {
  const manager = MANAGERS[node.manager.value.name];
  const command = manager[kind][node.lockfile === undefined ? 'unlocked' : 'locked'];
  const commands = kind === 'production' && lacksFocus(node) ? WITHOUT_FOCUS : [limited(node, kind, command)];
  const hooks = node.leftOutHooks.filter((hook) => kind === 'production' || !hook.isForProduction);
  const copies = node.workspace !== undefined || hooks.length > 0 || node.manager.value.name === 'yarn-berry';
  const manifests =
    node.lockfile === undefined
      ? node.manifests.filter((path) => !/(lock|lock\.\w+|lockb|shrinkwrap\.json)$/.test(path))
      : node.manifests;
  const binds: Mount[] = manifests.map((path) => ({ type: 'bind', source: path, target: path }));
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
    copied: copies ? manifests : [],
    // These scripts would run here without what they need; the build stage has package.json as it is.
    commands: [...withoutScripts(node, hooks), ...commands],
    inputs: node.lockfile === undefined ? 'package.json changes' : 'a manifest or the lockfile changes',
  };
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
function withoutScripts({ engine }: NodeApp['node'], hooks: readonly LeftOutHook[]): Commands {
  const edit = engine === 'bun' ? ['bun', 'pm', 'pkg', 'delete'] : ['npm', 'pkg', 'delete'];
  return [...new Set(hooks.map((hook) => hook.dir))].map((dir) => [
    ...edit,
    ...hooks.filter((hook) => hook.dir === dir).map((hook) => `scripts.${hook.name}`),
    ...(dir === '' ? [] : [engine === 'bun' ? '--cwd' : '--prefix', dir]),
  ]);
}

/** The argv that runs a program of a dependency. */
export function runProgram({ node }: NodeApp, words: readonly string[]): readonly string[] {
  return [...MANAGERS[node.manager.value.name].exec, ...words];
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

/** The argv that runs a script of package.json. */
export function runScript({ node }: NodeApp, script: string): readonly string[] {
  const manager = node.manager.value.name;
  if (script === 'test' && manager !== 'bun') return [...MANAGERS[manager].run.slice(0, 1), 'test'];
  return [...MANAGERS[manager].run, script];
}

/** What puts the package manager into the base stage, where the image does not carry it. */
export function setupCommands(app: NodeApp): Commands {
  const { name, version } = app.node.manager.value;
  const carriesYarn = app.node.engine === 'node' && Number(app.runtime.value.line) < 26;
  if (name === 'pnpm') return [['npm', 'install', '--global', `pnpm@${version ?? '10'}`]];
  if (name === 'bun' && app.node.engine === 'node') return [['npm', 'install', '--global', `bun@${version ?? '1'}`]];
  // Where .yarn/releases is committed, the Yarn of the image hands over to it.
  const isCommitted = app.node.manifests.some((path) => path.endsWith('.yarn/releases'));
  if (name === 'yarn-berry' && isCommitted) return carriesYarn ? [] : [['npm', 'install', '--global', 'yarn@1.22.22']];
  if (name === 'yarn-berry') return [['npm', 'install', '--global', '--force', `@yarnpkg/cli-dist@${version ?? '4'}`]];
  return name === 'yarn' && !carriesYarn && version !== undefined
    ? [['npm', 'install', '--global', `yarn@${version}`]]
    : [];
}

/**
 * Variables of every stage that installs. Yarn's node_modules layout works from the same lockfile as Plug'n'Play and
 * lets Node start the app without a loader; its global cache is the one that the cache mount keeps.
 * @see https://yarnpkg.com/configuration/yarnrc
 */
export function setupEnvironment({ node }: NodeApp): readonly EnvPair[] {
  if (node.manager.value.name !== 'yarn-berry') return [];
  const hasOfflineCache = node.manifests.some((path) => path.endsWith('.yarn/cache'));
  return [
    { name: 'YARN_NODE_LINKER', value: 'node-modules' },
    { name: 'YARN_ENABLE_GLOBAL_CACHE', value: String(!hasOfflineCache) },
    { name: 'YARN_GLOBAL_FOLDER', value: MANAGERS['yarn-berry'].cache },
  ];
}
