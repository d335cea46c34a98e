import { stripVTControlCharacters } from 'node:util';
import { bundledCli } from './cli.ts';

export const KEYS = { enter: '\r', down: '\u001B[B', space: ' ', erase: '\u007F', interrupt: '\u0003', end: '\u0004' };

/** The program in a real terminal. */
export interface Session {
  /** Waits until the text stands on the screen, after what was seen before. */
  see(text: string): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  /** Everything that was written, as it came. */
  raw(): string;
  exit(): Promise<number>;
}

/** node-pty has no binary for some platforms (musl, for one): there the prompts cannot be tested. */
export async function loadPty(): Promise<typeof import('@lydell/node-pty') | undefined> {
  try {
    return await import('@lydell/node-pty');
  } catch {
    return undefined;
  }
}

const PATIENCE = 10_000;

/** How to end each session that a failed test left open: an open terminal would keep the test run alive. */
const open = new Set<() => void>();

export function closeSessions(): void {
  for (const close of open) close();
  open.clear();
}

export async function openSession(
  cwd: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  columns = 120,
): Promise<Session> {
  const pty = await loadPty();
  if (pty === undefined) throw new Error('no pty here');
  const child = pty.spawn(process.execPath, [bundledCli(), ...args], {
    cwd,
    cols: columns,
    rows: 50,
    name: 'xterm-256color',
    env: { ...neutral(process.env), ...env },
  });
  const close = (): void => {
    child.kill('SIGKILL');
  };
  open.add(close);
  let output = '';
  let seen = 0;
  child.onData((data) => {
    output += data;
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      open.delete(close);
      resolve(exitCode);
    });
  });
  const text = (): string => stripVTControlCharacters(output);
  return {
    async see(wanted) {
      const start = Date.now();
      while (!text().slice(seen).includes(wanted)) {
        if (Date.now() - start > PATIENCE) throw new Error(`not seen: ${wanted}\n${text().slice(seen)}`);
        await pause(20);
      }
      await pause(50);
      seen = text().indexOf(wanted, seen) + wanted.length;
    },
    async press(...keys) {
      for (const key of keys) {
        child.write(key);
        await pause(60);
      }
    },
    raw: () => output,
    exit: () => ended,
  };
}

/** The environment without what decides on colours and questions. */
function neutral(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !['CI', 'NO_COLOR', 'FORCE_COLOR'].includes(name)));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
