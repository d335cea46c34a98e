import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { folderOf } from './folder.ts';

let bundle: string | undefined;

/** The bundled program, alone in a folder: nothing is installed beside it. */
export function bundledCli(): string {
  if (bundle === undefined) {
    bundle = join(folderOf({}), 'dist');
    execFileSync(process.execPath, [join(import.meta.dirname, '../../tools/build.mjs'), bundle]);
  }
  return join(bundle, 'cli.js');
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program without a terminal. */
export function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome {
  const done = spawnSync(process.execPath, [bundledCli(), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 50_000_000,
  });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}
