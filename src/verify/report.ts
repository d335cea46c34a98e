import type { Problem } from '../model/problem.ts';
import type { Cause } from './causes.ts';
import type { LayerSize } from './image.ts';

/** Why a step failed: what is wrong, what the log says, and what is likely behind it. */
export interface Failure {
  readonly problem: Problem;
  readonly lines: readonly string[];
  readonly cause?: Cause;
}

/** One step of a verification. */
export interface StepReport {
  readonly id: StepId;
  readonly title: string;
  readonly state: 'ok' | 'failed' | 'skipped';
  /** What was found, or why it was skipped. */
  readonly summary: string;
  readonly seconds: number;
  readonly failure?: Failure;
  /** The title of the step that failed, where this one could not be tried for it. */
  readonly blockedBy?: string;
}

/** The steps, in their order. `build` stands once for each target. */
export const STEP_IDS = [
  'build',
  'user',
  'secrets',
  'tools',
  'development-packages',
  'services',
  'start',
  'health',
  'answer',
  'read-only-root',
  'stop',
  'start-up',
  'rebuild',
  'compare',
  'scan',
] as const;
export type StepId = (typeof STEP_IDS)[number];

/** What was measured. Seconds compare with those of the same run alone. */
export interface Measured {
  image?: { readonly bytes: number; readonly base: string; readonly layers: readonly LayerSize[] };
  /** From the start of the container to its first answer, or to its end: the median of some runs. */
  startSeconds?: number;
  stop?: { readonly seconds: number; readonly exitCode: number };
  rebuild?: {
    readonly file: string;
    readonly seconds: number;
    readonly cached: number;
    readonly ran: readonly string[];
  };
  naive?: {
    readonly bytes: number;
    readonly rebuildSeconds: number;
    readonly layers: readonly LayerSize[];
    readonly dockerfile: string;
  };
  scan?: { readonly scanner: string; readonly counts: Readonly<Record<string, number>> };
}

/** The whole of a verification, as --json prints it. */
export interface Report {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly passed: boolean;
  readonly steps: readonly StepReport[];
  readonly measured: Measured;
}

/** Bytes as people compare them. */
export function megabytes(bytes: number): string {
  if (bytes < 100_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 99_500_000 ? 1 : 0)} MB`;
}

export function secondsText(seconds: number): string {
  return `${seconds.toFixed(seconds < 0.095 ? 2 : 1)} s`;
}

/** `1 step ran`, `2 steps ran`. */
export function stepsRan(count: number): string {
  return `${count} step${count === 1 ? '' : 's'} ran`;
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
