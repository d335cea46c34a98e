import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackResults } from '../bench/images.ts';
import type { Measured } from '../bench/image.ts';

const RESULTS = join(import.meta.dirname, '../bench/results.json');

/** The variants as readers know them. */
const NAMES: Readonly<Record<string, string>> = {
  naive: 'one stage',
  article: 'two stages, as articles write them',
  ours: '**this tool**',
  'ours with --cds': '**this tool**, `--cds`',
  slim: '**this tool**, `--base slim`',
};

interface Results {
  /** What a reader has to know of the run. */
  readonly note?: string;
  readonly stacks: Readonly<Record<string, StackResults>>;
}

const results: Results = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : { stacks: {} };

export const benchNote = results.note ?? '';

/** What the bench measured, as rows of a table: a stack's name stands in its first row. */
export function benchRows(): readonly (readonly string[])[] {
  return Object.values(results.stacks).flatMap(({ title, variants }) =>
    Object.entries(NAMES)
      .flatMap(([name, shown]) => (variants[name] === undefined ? [] : [[shown, variants[name]] as const]))
      .map(([shown, measured], index) => [index === 0 ? title : '', shown, ...cells(measured)]),
  );
}

export const benchHead = ['app', 'image', 'size', 'of it, base', 'first build', 'rebuild', 'start', 'stop'] as const;

function cells(measured: Measured): readonly string[] {
  const { megabytes, baseMegabytes, firstBuildSeconds, rebuildSeconds, startSeconds, stopSeconds } = measured;
  return [
    ...[megabytes, baseMegabytes].map((size) => `${size.toFixed(1)} MB`),
    ...[firstBuildSeconds, rebuildSeconds, startSeconds, stopSeconds].map((seconds) => `${seconds.toFixed(1)} s`),
  ];
}
