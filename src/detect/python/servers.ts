import type { Source } from '../../model/fact.ts';

/** Stands in a command for the port, which is settled after the start. */
export const PORT_WORD = '%PORT%';

/** An object that a server serves: `pkg.module:app`. */
export interface Target {
  readonly interface: 'asgi' | 'wsgi';
  readonly module: string;
  readonly object: string;
  /** Whether the object is a function that makes the app. */
  readonly isFactory: boolean;
}

export interface Server {
  /** Its package, and the program of that name. */
  readonly name: string;
  readonly interface: 'asgi' | 'wsgi';
  /** Whether it ends on SIGTERM as process 1. */
  readonly handlesSigterm: boolean;
  readonly command: (target: Target) => readonly string[];
}

const spec = ({ module, object }: Target): string => `${module}:${object}`;

/** Servers in order of preference; the first of an interface is the one that an image adds where none is depended on. */
const SERVERS: readonly Server[] = [
  {
    name: 'uvicorn',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => [
      'uvicorn',
      spec(target),
      ...(target.isFactory ? ['--factory'] : []),
      '--host',
      '0.0.0.0',
      '--port',
      PORT_WORD,
    ],
  },
  {
    name: 'hypercorn',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => [
      'hypercorn',
      `${spec(target)}${target.isFactory ? '()' : ''}`,
      '--bind',
      `0.0.0.0:${PORT_WORD}`,
    ],
  },
  {
    name: 'granian',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => [
      'granian',
      '--interface',
      'asgi',
      ...(target.isFactory ? ['--factory'] : []),
      '--host',
      '0.0.0.0',
      '--port',
      PORT_WORD,
      spec(target),
    ],
  },
  {
    name: 'daphne',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => ['daphne', '--bind', '0.0.0.0', '--port', PORT_WORD, spec(target)],
  },
  // Its workers touch a file as a sign of life: in memory, as the root may be read-only and disks may stall.
  {
    name: 'gunicorn',
    interface: 'wsgi',
    handlesSigterm: true,
    command: (target) => [
      'gunicorn',
      '--bind',
      `0.0.0.0:${PORT_WORD}`,
      '--worker-tmp-dir',
      '/dev/shm',
      `${spec(target)}${target.isFactory ? '()' : ''}`,
    ],
  },
  {
    name: 'waitress',
    interface: 'wsgi',
    handlesSigterm: false,
    command: (target) => [
      'waitress-serve',
      `--listen=0.0.0.0:${PORT_WORD}`,
      ...(target.isFactory ? ['--call'] : []),
      spec(target),
    ],
  },
];

/** Extras and packages that bring a server with them. */
const BRINGS: Readonly<Record<string, string>> = {
  'fastapi[standard]': 'uvicorn',
  'fastapi[all]': 'uvicorn',
  'fastapi-cli': 'uvicorn',
  'python-fasthtml': 'uvicorn',
  'starlette[full]': 'uvicorn',
  'litestar[standard]': 'uvicorn',
  quart: 'hypercorn',
  channels: 'daphne',
};

/** The server for an interface, and whether it is depended on. */
export function serverFor(
  wanted: Target['interface'],
  dependencies: Readonly<Record<string, Source>>,
  locked: ReadonlySet<string>,
): { readonly server: Server; readonly source?: Source } | undefined {
  const candidates = SERVERS.filter((server) => server.interface === wanted);
  for (const server of candidates) {
    const brought = Object.keys(BRINGS).find(
      (name) => BRINGS[name] === server.name && Object.hasOwn(dependencies, name),
    );
    const source = dependencies[server.name] ?? (brought === undefined ? undefined : dependencies[brought]);
    if (source !== undefined) return { server, source };
  }
  const transitive = candidates.find((server) => locked.has(server.name));
  const server = transitive ?? candidates[0];
  return server && { server, ...(transitive ? { source: { kind: 'absent', lookedFor: [] } } : {}) };
}

/** Whether a program ends on SIGTERM by itself, by the first word of its command. */
export function programHandlesSigterm(program: string): boolean | undefined {
  const name = program === 'waitress-serve' ? 'waitress' : program;
  return ['celery', 'streamlit'].includes(name) || SERVERS.find((server) => server.name === name)?.handlesSigterm;
}
