import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** Runs a program to its end. @throws with the end of its output where it fails. */
export async function run(file: string, args: readonly string[], cwd?: string, input?: string): Promise<string> {
  const result = await execa(file, args, {
    all: true,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (result.failed) throw new Error(`${file} ${args.join(' ')}\n${result.all.slice(-3000)}`);
  return result.stdout;
}

export const docker = (...args: string[]): Promise<string> => run('docker', args);

/** Whether a program answers; `args` must do nothing else. */
export async function answers(file: string, ...args: string[]): Promise<boolean> {
  const { failed } = await execa(file, args, { reject: false, stdin: 'ignore' });
  return !failed;
}

let prepared: Promise<unknown> = Promise.resolve();

/**
 * Makes the images that Dockerfiles and compose files name by the command in $PREPARE_IMAGES, for machines that cannot
 * pull them.
 * One call at a time: two cases that run side by side may need the same image.
 */
export async function prepareImages(...files: readonly string[]): Promise<void> {
  const command = process.env['PREPARE_IMAGES'];
  if (command === undefined || command === '') return;
  const [file = '', ...args] = command.split(/\s+/);
  const mine = prepared.then(() => run(file, [...args, ...files]));
  prepared = mine.catch(() => undefined);
  await mine;
}

/** What $BUILD_OPTIONS adds to each build of an example, for engines that need it. */
export function buildOptions(): readonly string[] {
  return (process.env['BUILD_OPTIONS'] ?? '').split(/\s+/).filter((word) => word !== '');
}

/** What this suite asks of a container, and of its image. */
export interface ContainerState {
  readonly running: boolean;
  readonly exitCode: number;
}

export async function stateOf(container: string): Promise<ContainerState> {
  const [running, code] = (
    await docker('inspect', '--format', '{{.State.Running}} {{.State.ExitCode}}', container)
  ).split(' ');
  return { running: running === 'true', exitCode: Number(code) };
}

/** The options under which every production image must work. */
export const HARDENED = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];

/** Tries until `attempt` gives a value. @throws the last reason after `seconds`. */
export async function eventually<T>(seconds: number, attempt: () => Promise<T>, pause = 200): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(pause);
    }
  }
}

/** A port of this machine that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** One request on a connection of its own: an engine accepts connections before the program does, and drops them. */
export function ask(url: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('error', reject).on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    request.on('error', reject).on('timeout', () => {
      request.destroy(new Error('no answer in time'));
    });
  });
}
