import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of Node took. */
export interface Run {
  readonly milliseconds: number;
  /** User and system time of the process and its threads. */
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
}

/** Loaded into a measured process: says at its end what it used. */
const METER = `process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.BENCH_METER, JSON.stringify([userCPUTime + systemCPUTime, maxRSS]));
});`;

/** Measures runs of Node; what they print is thrown away. Call `close` at the end. */
export function openMeter(): { measure(args: readonly string[], env?: NodeJS.ProcessEnv): Run; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-bench-'));
  const [meter, notes] = [join(folder, 'meter.cjs'), join(folder, 'notes.json')];
  writeFileSync(meter, METER);
  return {
    measure(args, env = {}) {
      const start = performance.now();
      execFileSync(process.execPath, ['--require', meter, ...args], {
        stdio: 'ignore',
        env: { ...process.env, ...env, BENCH_METER: notes },
      });
      const milliseconds = performance.now() - start;
      const [cpu = 0, kilobytes = 0] = JSON.parse(readFileSync(notes, 'utf8')) as number[];
      return { milliseconds, cpuMilliseconds: cpu / 1000, peakMegabytes: kilobytes / 1000 };
    },
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The middle of some figures. */
export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Rounded to some places. */
export function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
