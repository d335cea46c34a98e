import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm run bench:startup` and `npm run bench:monorepo` measured, as far as the table takes it. */
interface Run {
  readonly nodeMilliseconds: number;
  readonly milliseconds: number;
  readonly timesNode: number;
  readonly peakMegabytes: number;
}
interface Start {
  readonly node: string;
  readonly pairs: number;
  readonly installed: { readonly megabytes: number; readonly packedKilobytes: number };
  readonly help: Run;
  readonly dryRuns: Readonly<Record<string, Run>>;
  /** Of one dry run, in a profile, which makes all of them slower. */
  readonly partsInMilliseconds: Readonly<Record<string, number>>;
}
interface Monorepo {
  readonly files: number;
  readonly tracked: { readonly app: { readonly ownMilliseconds: number; readonly peakMegabytes: number } };
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../bench', name), 'utf8')) as unknown;

export const startHead = ['run', 'time', 'times `node -e 0`', 'memory'];

export function startRows(): readonly (readonly string[])[] {
  const { help, dryRuns } = read('results-startup.json') as Start;
  const { files, tracked } = read('results-monorepo.json') as Monorepo;
  const row = (name: string, { milliseconds, timesNode, peakMegabytes }: Run): readonly string[] => [
    name,
    `${milliseconds} ms`,
    timesNode.toFixed(2),
    `${peakMegabytes} MB`,
  ];
  return [
    row('`--help`', help),
    ...Object.entries(dryRuns).map(([name, run]) => row(`dry run, ${name}`, run)),
    [
      `dry run, one app among ${files.toLocaleString('en')} files`,
      `${tracked.app.ownMilliseconds} ms of our own`,
      '',
      `${tracked.app.peakMegabytes} MB`,
    ],
  ];
}

export function startNote(): string {
  const { installed, pairs, node, partsInMilliseconds } = read('results-startup.json') as Start;
  const parts = Object.entries(partsInMilliseconds).filter(([, milliseconds]) => milliseconds >= 1);
  return [
    `Medians of ${pairs} pairs on Node ${node.replace('v', '')}; ${installed.megabytes} MB installed, ${installed.packedKilobytes} kB to download, nothing beside it.`,
    `Where a dry run spends its time, in a profile: ${parts.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms`).join(', ')}.`,
  ].join(' ');
}
