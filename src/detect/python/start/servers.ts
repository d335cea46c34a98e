import type { Source } from '../../../model/fact.ts';

/** Stands in a command for the port, which is settled after the start. */
export const PORT_WORD = '%PORT%';
/** Stands in a command or a variable for the virtualenv, whose place in the image the plan knows. */
export const VIRTUALENV_WORD = '%VIRTUALENV%';

/** An object that a server serves: `pkg.module:app`. */
export interface Target {
  readonly interface: 'asgi' | 'wsgi';
  readonly module: string;
  readonly object: string;
  /** Whether the object is a function that makes the app. */
  readonly isFactory: boolean;
  /** The literal arguments that a statement calls it with, in their brackets. */
  readonly arguments?: string;
  /** Whether the project's configuration names it. */
  readonly isNamed?: boolean;
}

export interface Server {
  /** Its package, and the program, where that has another name. */
  readonly name: string;
  readonly program?: string;
  readonly interface: 'asgi' | 'wsgi';
  /** Whether it ends on SIGTERM as process 1. */
  readonly handlesSigterm: boolean;
  /** Whether it serves an attribute of an object: `module:object.attribute`. */
  readonly takesAttributes?: boolean;
  readonly command: (target: Target) => readonly string[];
}

const specOf = ({ module, object }: Target): string => `${module}:${object}`;

/** The object, or the call of the factory, for servers that read it as an expression. */
const callOf = (target: Target): string => `${specOf(target)}${target.isFactory ? (target.arguments ?? '()') : ''}`;

/** Servers in order of preference; the first of an interface is the one that an image adds where none is depended on. */
export const SERVERS: readonly Server[] = [
  {
    name: 'uvicorn',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => [
      'uvicorn',
      specOf(target),
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
    command: (target) => ['hypercorn', callOf(target), '--bind', `0.0.0.0:${PORT_WORD}`],
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
      specOf(target),
    ],
  },
  {
    name: 'daphne',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => ['daphne', '--bind', '0.0.0.0', '--port', PORT_WORD, specOf(target)],
  },
  // The framework's own; its manager of processes is for several workers.
  {
    name: 'sanic',
    interface: 'asgi',
    handlesSigterm: true,
    command: (target) => [
      'sanic',
      specOf(target),
      ...(target.isFactory ? ['--factory'] : []),
      '--host',
      '0.0.0.0',
      '--port',
      PORT_WORD,
      '--single-process',
    ],
  },
  // Its workers touch a file as a sign of life: in memory, as the root may be read-only and disks may stall.
  {
    name: 'gunicorn',
    interface: 'wsgi',
    handlesSigterm: true,
    command: (target) => ['gunicorn', '--bind', `0.0.0.0:${PORT_WORD}`, '--worker-tmp-dir', '/dev/shm', callOf(target)],
  },
  {
    name: 'waitress',
    program: 'waitress-serve',
    interface: 'wsgi',
    takesAttributes: true,
    handlesSigterm: false,
    command: (target) => [
      'waitress-serve',
      `--listen=0.0.0.0:${PORT_WORD}`,
      ...(target.isFactory ? ['--call'] : []),
      specOf(target),
    ],
  },
  // SIGTERM would only reload it, and it embeds Python. https://uwsgi-docs.readthedocs.io/en/latest/ThingsToKnow.html
  {
    name: 'uwsgi',
    interface: 'wsgi',
    handlesSigterm: true,
    command: (target) => [
      'uwsgi',
      '--http-socket',
      `0.0.0.0:${PORT_WORD}`,
      '--master',
      '--die-on-term',
      '--worker-reload-mercy',
      '1',
      '--virtualenv',
      VIRTUALENV_WORD,
      '--need-app',
      '--module',
      callOf(target),
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
  'channels[daphne]': 'daphne',
  sanic: 'sanic',
  pyuwsgi: 'uwsgi',
};

/** The server for an interface, and whether it is depended on. */
export function serverFor(
  wanted: Pick<Target, 'interface' | 'object'>,
  dependencies: Readonly<Record<string, Source>>,
  locked: ReadonlySet<string>,
): { readonly server: Server; readonly source?: Source } | undefined {
  const isAttribute = wanted.object.includes('.');
  const candidates = SERVERS.filter(
    (server) => server.interface === wanted.interface && (server.takesAttributes === true || !isAttribute),
  );
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

/** Whether a server is depended on, by itself or through what brings it. */
export function isBrought(
  name: string,
  dependencies: Readonly<Record<string, Source>>,
  locked: ReadonlySet<string>,
): boolean {
  const brings = Object.keys(BRINGS).some((each) => BRINGS[each] === name && Object.hasOwn(dependencies, each));
  return Object.hasOwn(dependencies, name) || locked.has(name) || brings;
}
