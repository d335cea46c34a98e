import type { NodeManager } from '../../model/app.ts';

/** A lockfile to install from, one that the install has to change first, or none. */
export type LockState = 'locked' | 'stale' | 'unlocked';

/** How a package manager is told to do things, and where it keeps its cache in a build of root's. */
interface ManagerCommands {
  readonly install: Readonly<Record<LockState, readonly string[]>>;
  readonly production: Readonly<Record<LockState, readonly string[]>>;
  readonly run: readonly string[];
  /** What comes before a program of node_modules/.bin. */
  readonly exec: readonly string[];
  readonly cache: string;
  /** Whether two installs at the same time would spoil the cache. */
  readonly isExclusive?: boolean;
}

export const MANAGERS: Readonly<Record<NodeManager['name'], ManagerCommands>> = {
  npm: {
    install: {
      locked: ['npm', 'ci'],
      stale: ['npm', 'install'],
      unlocked: ['npm', 'install', '--no-package-lock'],
    },
    production: {
      locked: ['npm', 'ci', '--omit=dev'],
      stale: ['npm', 'install', '--omit=dev'],
      unlocked: ['npm', 'install', '--no-package-lock', '--omit=dev'],
    },
    run: ['npm', 'run'],
    exec: ['npx'],
    cache: '/root/.npm',
  },
  yarn: {
    install: {
      locked: ['yarn', 'install', '--frozen-lockfile'],
      stale: ['yarn', 'install'],
      unlocked: ['yarn', 'install', '--no-lockfile'],
    },
    production: {
      locked: ['yarn', 'install', '--frozen-lockfile', '--production'],
      stale: ['yarn', 'install', '--production'],
      unlocked: ['yarn', 'install', '--no-lockfile', '--production'],
    },
    run: ['yarn', 'run'],
    exec: ['yarn', 'run'],
    cache: '/usr/local/share/.cache/yarn',
    isExclusive: true,
  },
  'yarn-berry': {
    install: {
      locked: ['yarn', 'install', '--immutable'],
      stale: ['yarn', 'install', '--no-immutable'],
      unlocked: ['yarn', 'install'],
    },
    production: {
      locked: ['yarn', 'workspaces', 'focus', '--all', '--production'],
      stale: ['yarn', 'workspaces', 'focus', '--all', '--production'],
      unlocked: ['yarn', 'workspaces', 'focus', '--all', '--production'],
    },
    run: ['yarn', 'run'],
    exec: ['yarn', 'run'],
    cache: '/root/.cache/yarn',
  },
  pnpm: {
    install: {
      locked: ['pnpm', 'install', '--frozen-lockfile'],
      stale: ['pnpm', 'install', '--no-frozen-lockfile'],
      unlocked: ['pnpm', 'install', '--no-frozen-lockfile'],
    },
    production: {
      locked: ['pnpm', 'install', '--frozen-lockfile', '--prod'],
      stale: ['pnpm', 'install', '--no-frozen-lockfile', '--prod'],
      unlocked: ['pnpm', 'install', '--no-frozen-lockfile', '--prod'],
    },
    run: ['pnpm', 'run'],
    exec: ['pnpm', 'exec'],
    cache: '/root/.local/share/pnpm/store',
  },
  bun: {
    install: {
      locked: ['bun', 'install', '--frozen-lockfile'],
      stale: ['bun', 'install'],
      unlocked: ['bun', 'install', '--no-save'],
    },
    production: {
      locked: ['bun', 'install', '--frozen-lockfile', '--production'],
      stale: ['bun', 'install', '--omit=dev'],
      unlocked: ['bun', 'install', '--no-save', '--omit=dev'],
    },
    run: ['bun', 'run'],
    exec: ['bunx'],
    cache: '/root/.bun/install/cache',
    isExclusive: true,
  },
};
