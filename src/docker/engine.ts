import type { constants } from 'node:os';
import { execa } from 'execa';

/** What a run of `docker` came to. */
export interface Ran {
  readonly ok: boolean;
  readonly exitCode: number;
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly all: string;
  /** Whether it was ended because it took too long. */
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly seconds?: number;
  readonly cwd?: string;
  /** Another program than docker. */
  readonly program?: string;
  /** Called with each piece of its output. */
  readonly onOutput?: (text: string) => void;
}

/** Docker's command line. Every call ends when the person interrupts, by throwing {@link Interrupted}. */
export interface Engine {
  /** Says that the person wants it to end. */
  readonly signal?: AbortSignal;
  /** Runs to the end, whatever it comes to. */
  try(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Its output. @throws EngineFault where it fails. */
  ask(...args: readonly string[]): Promise<string>;
  /** Hands its output on in pieces, for what is too large to keep. @throws EngineFault where it fails. */
  pipe(args: readonly string[], take: (chunk: Buffer) => Promise<void> | undefined): Promise<void>;
}

/** The person wants it to end. */
export class Interrupted extends Error {}

/** A command of Docker that failed though nothing of the app is in it. */
export class EngineFault extends Error {
  readonly output: string;

  constructor(args: readonly string[], output: string) {
    super(`docker ${args.join(' ')}`);
    this.output = output;
  }
}

/** More than this of one command's output is not kept. */
const LARGEST_OUTPUT = 50_000_000;

/**
 * @param signal ends what runs.
 * @param isDetached whether a Ctrl-C in the terminal does not reach what is started: for cleaning up.
 */
export function openEngine(signal?: AbortSignal, isDetached = false): Engine {
  const common = {
    reject: false,
    stdin: 'ignore',
    detached: isDetached,
    forceKillAfterDelay: 5000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  } as const;
  const stopIfWanted = (): void => {
    if (signal?.aborted === true) throw new Interrupted();
  };
  const attempt: Engine['try'] = async (args, { seconds, cwd, program = 'docker', onOutput } = {}) => {
    stopIfWanted();
    const child = execa(program, args, {
      ...common,
      all: true,
      maxBuffer: LARGEST_OUTPUT,
      ...(seconds === undefined ? {} : { timeout: seconds * 1000 }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    if (onOutput !== undefined) child.all.setEncoding('utf8').on('data', onOutput);
    const { failed, stdout, all, timedOut, exitCode = -1 } = await child;
    stopIfWanted();
    return { ok: !failed, exitCode, stdout, all, timedOut };
  };
  return {
    ...(signal === undefined ? {} : { signal }),
    try: attempt,
    async ask(...args) {
      const { ok, stdout, all } = await attempt(args);
      if (!ok) throw new EngineFault(args, all);
      return stdout;
    },
    async pipe(args, take) {
      stopIfWanted();
      const child = execa('docker', args, { ...common, buffer: { stdout: false }, encoding: 'buffer' });
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) await take(chunk);
      const { failed, stderr } = await child;
      stopIfWanted();
      if (failed) throw new EngineFault(args, Buffer.from(stderr).toString());
    },
  };
}

/** Signals by which a person, a terminal or a CI system ends a program. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const satisfies readonly (keyof typeof constants.signals)[];

/**
 * Runs an action whose signal is given when the process is asked to end; the process itself stays until the action is
 * over, so that it can clean up. Asking again changes nothing.
 */
export async function interruptible<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const end = (): void => {
    controller.abort();
  };
  for (const signal of ENDING) process.on(signal, end);
  try {
    return await action(controller.signal);
  } catch (error) {
    // What was cut off may fail in any way.
    throw controller.signal.aborted ? new Interrupted('', { cause: error }) : error;
  } finally {
    for (const signal of ENDING) process.off(signal, end);
  }
}
