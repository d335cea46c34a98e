import { readFileSync } from 'node:fs';
import { readListeners, type Listener } from '../verify/sockets.ts';
import { runBeside } from './beside.ts';
import { EngineFault, type Engine } from './engine.ts';

/** How a container is to be made. */
export interface ContainerRequest {
  readonly image: string;
  readonly label: string;
  /** Container ports that are to be reached from this machine. */
  readonly ports: readonly number[];
  /** More options of `docker create`: variables, volumes, networks. */
  readonly options: readonly string[];
  readonly command: readonly string[];
  readonly freedom: Freedom;
}

/** What a container may do: what a production image has to work with, that with a root to write to, or anything. */
export type Freedom = 'hardened' | 'writable' | 'free';

const UNPRIVILEGED = ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
const FREEDOMS: Readonly<Record<Freedom, readonly string[]>> = {
  hardened: ['--read-only', '--tmpfs', '/tmp', ...UNPRIVILEGED],
  writable: ['--tmpfs', '/tmp', ...UNPRIVILEGED],
  free: [],
};

/** Makes a container; nothing runs yet. @returns its id. */
export function createContainer(engine: Engine, request: ContainerRequest): Promise<string> {
  const { image, label, ports, options, command, freedom } = request;
  const published = ports.flatMap((port) => ['--publish', `127.0.0.1::${port}`]);
  return engine.ask('create', '--label', label, ...FREEDOMS[freedom], ...published, ...options, image, ...command);
}

export interface ContainerState {
  readonly isRunning: boolean;
  readonly exitCode: number;
  readonly wasShortOfMemory: boolean;
  /** Milliseconds of the engine's clock. */
  readonly startedAt: number;
  /** How long it ran, where it has ended. */
  readonly ranSeconds: number;
}

export async function stateOf(engine: Engine, container: string): Promise<ContainerState> {
  const text = await engine.ask('inspect', '--format', '{{json .State}}', container);
  const state = JSON.parse(text) as {
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  const startedAt = Date.parse(state.StartedAt);
  return {
    isRunning: state.Running,
    exitCode: state.ExitCode,
    wasShortOfMemory: state.OOMKilled,
    startedAt,
    ranSeconds: Math.max(0, (Date.parse(state.FinishedAt) - startedAt) / 1000),
  };
}

/** What the container printed, both streams, its end. */
export async function logsOf(engine: Engine, container: string): Promise<string> {
  return (await engine.try(['logs', '--tail', '400', container])).all;
}

/** The ports of this machine that lead to ports of a container. */
export async function hostPorts(engine: Engine, container: string): Promise<ReadonlyMap<number, number>> {
  const { stdout } = await engine.try(['port', container]);
  const pairs = [...stdout.matchAll(/^(\d+)\/tcp -> .*:(\d+)$/gm)];
  return new Map(pairs.map(([, inside, outside]) => [Number(inside), Number(outside)]));
}

/** Files that it wrote outside of volumes and temporary file systems; of a folder what is in it. */
export async function writtenBy(engine: Engine, container: string): Promise<readonly string[]> {
  const { stdout } = await engine.try(['diff', container]);
  const paths = [...stdout.matchAll(/^[AC] (.+)$/gm)].map(([, path = '']) => path);
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

/** Asks it to end, and waits. @returns how long that took and how it ended. */
export async function stopContainer(engine: Engine, container: string, patience: number) {
  const begin = performance.now();
  await engine.ask('stop', '--time', String(patience), container);
  return { seconds: (performance.now() - begin) / 1000, ...(await stateOf(engine, container)) };
}

const SOCKETS = ['/proc/net/tcp', '/proc/net/tcp6'];

/**
 * Where the program in a container listens. Asked in the container itself where it has a `cat`, by this machine where
 * its processes are its own, else by another image beside it, in the same network.
 * @param images that may have a shell: each is tried.
 * @returns undefined where nobody can tell.
 */
export async function listenersOf(
  engine: Engine,
  container: string,
  images: AsyncIterable<string>,
  label: string,
): Promise<readonly Listener[] | undefined> {
  const inside = await engine.try(['exec', container, 'cat', ...SOCKETS], { seconds: 20 });
  if (inside.ok) return readListeners(inside.stdout);
  const outside = socketsOnThisMachine(await engine.ask('inspect', '--format', '{{.State.Pid}}', container), container);
  if (outside !== undefined) return readListeners(outside);
  for await (const image of images) {
    const { ok, stdout } = await runBeside(engine, label, container, image, ['cat', ...SOCKETS]);
    if (ok) return readListeners(stdout);
  }
  return undefined;
}

/** The sockets of a process of this machine, where it really is the container's: an engine may be elsewhere. */
function socketsOnThisMachine(pid: string, container: string): string | undefined {
  try {
    if (!readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(container)) return undefined;
    return SOCKETS.map((path) => readFileSync(path.replace('/proc', `/proc/${pid}`), 'utf8')).join('');
  } catch {
    return undefined;
  }
}

export async function removeContainer(engine: Engine, container: string): Promise<void> {
  await engine.try(['rm', '--force', '--volumes', container]);
}

/** What an image says about itself. @see https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
  readonly user: string;
  readonly ports: readonly number[];
  readonly health: readonly string[];
  readonly env: readonly string[];
  /** What ends it. */
  readonly stopSignal: string;
}

export async function imageConfig(engine: Engine, image: string): Promise<ImageConfig> {
  const text = await engine.ask('image', 'inspect', '--format', '{{json .Config}}', image);
  const config = JSON.parse(text) as {
    User?: string;
    ExposedPorts?: Readonly<Record<string, unknown>> | null;
    Healthcheck?: { Test?: readonly string[] } | null;
    Env?: readonly string[] | null;
    StopSignal?: string;
  };
  const ports = Object.keys(config.ExposedPorts ?? {}).filter((port) => !port.endsWith('/udp'));
  return {
    user: config.User ?? '',
    ports: ports.map((port) => parseInt(port, 10)),
    health: config.Healthcheck?.Test ?? [],
    env: config.Env ?? [],
    stopSignal: config.StopSignal ?? 'SIGTERM',
  };
}

/** What the engine says of a fault, in its own words. */
export function wordsOf(error: unknown): string {
  if (error instanceof EngineFault)
    return error.output.replace(/^(docker: )?Error response from daemon: /gm, '').trim();
  return error instanceof Error ? error.message : String(error);
}

/** The last line of an output, to stand in a sentence. */
export function lastWords(text: string): string {
  return (text.trimEnd().split('\n').at(-1) ?? '').trim().replace(/[.:]+$/, '');
}
