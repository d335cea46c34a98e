/**
 * Builds each stack as a beginner writes it, as articles do and as the program does, and measures the images:
 *
 *     npm run bench [-- --only STACK … --variant VARIANT …]
 *
 * Writes bench/results.json; `npm run readme` makes the table of the README from it. Needs a Docker engine and 25 quiet
 * minutes: figures of one run compare with each other, not with those of another machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { docker } from '../test/engine/docker.ts';
import { measureVariant, type Measured } from './image.ts';
import { stacks, variants, type Stack } from './stacks.ts';

export interface StackResults {
  readonly title: string;
  /** The variant whose files are the least that the app needs. */
  readonly least?: string;
  readonly measured: string;
  readonly variants: Readonly<Record<string, Measured>>;
}

const RESULTS = join(import.meta.dirname, 'results.json');

function known(): Readonly<Record<string, StackResults>> {
  try {
    return (JSON.parse(readFileSync(RESULTS, 'utf8')) as { stacks: Readonly<Record<string, StackResults>> }).stacks;
  } catch {
    return {};
  }
}

async function measureStack(name: string, stack: Stack): Promise<StackResults> {
  const found: Record<string, Measured> = { ...known()[name]?.variants };
  for (const [kind, variant] of Object.entries({ ...variants, ...stack.more })) {
    if (values.variant?.includes(kind) === false) continue;
    process.stdout.write(`${name}, ${kind} … `);
    const measured = await measureVariant(name, stack, variant);
    found[kind] = measured;
    process.stdout.write(`${JSON.stringify(measured)}\n`);
  }
  return { title: stack.title, least: stack.least, measured: new Date().toISOString().slice(0, 16), variants: found };
}

const several = { type: 'string', multiple: true } as const;
const { values } = parseArgs({ options: { only: several, variant: several } });
const start = Date.now();
for (const [name, stack] of Object.entries(stacks)) {
  if (values.only?.includes(name) === false) continue;
  const results = { ...known(), [name]: await measureStack(name, stack) };
  const text = {
    engine: await docker('version', '--format', '{{.Server.Version}}'),
    stacks: Object.fromEntries(Object.keys(stacks).flatMap((each) => (results[each] ? [[each, results[each]]] : []))),
  };
  writeFileSync(RESULTS, `${JSON.stringify(text, null, 1)}\n`);
}
process.stdout.write(`${Math.round((Date.now() - start) / 60_000)} minutes\n`);
