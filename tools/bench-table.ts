import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackResults } from '../bench/images.ts';
import type { Measured } from '../bench/image.ts';

const RESULTS = join(import.meta.dirname, '../bench/results.json');

/** The variants as readers know them, in their order; those of a stack alone too. */
const NAMES: Readonly<Record<string, string>> = {
  naive: 'one stage',
  article: 'two stages, as articles write them',
  ours: '**this tool**',
  'ours, --trace': '**this tool**, `--trace`',
  'ours, --trace --strip': '**this tool**, `--trace --strip`',
  'ours with --cds': '**this tool**, `--cds`',
  slim: '**this tool**, `--base slim`',
  'ours, no bytecode read': '**this tool**, its bytecode not read',
};

interface Results {
  /** What a reader has to know of the run. */
  readonly note?: string;
  readonly stacks: Readonly<Record<string, StackResults>>;
}

const results: Results = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : { stacks: {} };

export const benchNote = results.note ?? '';

export const benchHead = ['app', 'image', 'size', 'first build', 'rebuild', 'start', 'stop'] as const;

/** What the bench measured, as rows of a table: a stack's name stands in its first row. */
export function benchRows(): readonly (readonly string[])[] {
  return Object.values(results.stacks).flatMap(({ title, variants }) =>
    Object.entries(NAMES)
      .flatMap(([name, shown]) => (variants[name] === undefined ? [] : [[shown, variants[name]] as const]))
      .map(([shown, measured], index) => [index === 0 ? title : '', shown, ...cells(measured)]),
  );
}

function cells(measured: Measured): readonly string[] {
  const { megabytes, firstBuildSeconds, rebuildSeconds, startSeconds, stopSeconds } = measured;
  return [
    inMegabytes(megabytes),
    ...[firstBuildSeconds, rebuildSeconds, startSeconds, stopSeconds].map((seconds) => `${seconds.toFixed(1)} s`),
  ];
}

export const partsHead = ['app', 'image', 'base', 'added to the base', 'the app itself', 'the rest'] as const;

/** What the tool's images are made of, where it was measured: the rest is what could be left out. */
export function partsRows(): readonly (readonly string[])[] {
  return Object.values(results.stacks).flatMap(({ title, least = 'ours', variants }) => {
    const [ours, app] = [variants['ours'], variants[least]?.appMegabytes];
    const added = ours?.addedMegabytes;
    if (ours === undefined || app === undefined || added === undefined) return [];
    const needed = ours.baseMegabytes + added + app;
    const rest = Math.max(0, ours.megabytes - needed);
    const share = `${((100 * rest) / needed).toFixed(1)} %`;
    return [
      [title, ...[ours.megabytes, ours.baseMegabytes, added, app].map(inMegabytes), `${inMegabytes(rest)}, ${share}`],
    ];
  });
}

function inMegabytes(size: number): string {
  return `${size.toFixed(1)} MB`;
}
