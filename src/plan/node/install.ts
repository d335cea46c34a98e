import type { NodeApp, NodeManager } from '../../model/app.ts';
import type { EnvPair, Mount } from '../../model/plan.ts';

/** One argv, or several joined by `&&`. */
export type Commands = readonly (readonly string[])[];

/** How a package manager is told to do things, and where it keeps its cache in a build of root's. */
interface ManagerCommands {
  readonly install: { readonly locked: readonly string[]; readonly unlocked: readonly string[] };
  readonly production: { readonly locked: readonly string[]; readonly unlocked: readonly string[] };
  readonly run: readonly string[];
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
    cache: '/root/.npm',
  },
  yarn: {
    install: { locked: ['yarn', 'install', '--frozen-lockfile'], unlocked: ['yarn', 'install', '--no-lockfile'] },
    production: {
      locked: ['yarn', 'install', '--frozen-lockfile', '--production'],
      unlocked: ['yarn', 'install', '--no-lockfile', '--production'],
    },
    run: ['yarn', 'run'],
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
    cache: '/root/.yarn/berry/cache',
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
    cache: '/root/.local/share/pnpm/store',
  },
  bun: {
    install: { locked: ['bun', 'install', '--frozen-lockfile'], unlocked: ['bun', 'install', '--no-save'] },
    production: {
      locked: ['bun', 'install', '--frozen-lockfile', '--production'],
      unlocked: ['bun', 'install', '--no-save', '--production'],
    },
    run: ['bun', 'run'],
    cache: '/root/.bun/install/cache',
    isExclusive: true,
  },
};

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

export function planInstall({ node }: NodeApp, kind: 'install' | 'production'): Install {
  const manager = MANAGERS[node.manager.value.name];
  const command = manager[kind][node.lockfile === undefined ? 'unlocked' : 'locked'];
  const copies = node.isWorkspace || node.hasPrepare || node.manager.value.name === 'yarn-berry';
  const manifests =
    node.lockfile === undefined
      ? node.manifests.filter((path) => !/(lock|lock\.\w+|lockb|shrinkwrap\.json)$/.test(path))
      : node.manifests;
  const binds: Mount[] = manifests.map((path) => ({ type: 'bind', source: path, target: path }));
  const secrets = node.secrets.map((secret): Mount =>
    'file' in secret
      ? { type: 'secret', id: secret.id, target: `/app/${secret.file}` }
      : { type: 'secret-env', id: secret.id, env: secret.variable },
  );
  return {
    mounts: [
      ...secrets,
      ...(copies ? [] : binds),
      { type: 'cache', target: manager.cache, ...(manager.isExclusive ? { sharing: 'locked' } : {}) },
    ],
    copied: copies ? manifests : [],
    // `prepare` would run here without its sources; the build stage has package.json as it is.
    commands: [...(node.hasPrepare ? [['npm', 'pkg', 'delete', 'scripts.prepare']] : []), command],
    inputs: node.lockfile === undefined ? 'package.json changes' : 'a manifest or the lockfile changes',
  };
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
  ];
}
