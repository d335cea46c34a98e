/**
 * Brings data/releases.json up to date from the publishers' own files: npm run refresh. Needs the network.
 * What it changes is read by a person before it lands: a new default line is their decision.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { refreshed, type Published, type Releases } from './refresh-table.ts';

const TABLE = join(import.meta.dirname, '../data/releases.json');
const LIBRARY = 'https://raw.githubusercontent.com/docker-library/official-images/master/library';
const NODE_SCHEDULE = 'https://raw.githubusercontent.com/nodejs/Release/main/schedule.json';
const PYTHON_CYCLE = 'https://peps.python.org/api/release-cycle.json';

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}

async function published(): Promise<Readonly<Record<string, Published>>> {
  const [node, python, go, schedule, cycle] = await Promise.all([
    textOf(`${LIBRARY}/node`),
    textOf(`${LIBRARY}/python`),
    textOf(`${LIBRARY}/golang`),
    textOf(NODE_SCHEDULE),
    textOf(PYTHON_CYCLE),
  ]);
  const nodeLines = JSON.parse(schedule) as Readonly<Record<string, { end: string }>>;
  const pythonLines = JSON.parse(cycle) as Readonly<Record<string, { end_of_life: string }>>;
  return {
    node: {
      library: node,
      lineParts: 1,
      ends: ends(
        nodeLines,
        (line) => line.slice(1),
        ({ end }) => end,
      ),
    },
    python: {
      library: python,
      lineParts: 2,
      ends: ends(
        pythonLines,
        (line) => line,
        ({ end_of_life: end }) => lastDay(end),
      ),
    },
    // Go states no dates: a line gets fixes until the second line after it is released.
    go: { library: go, lineParts: 2, ends: {} },
  };
}

function ends<T>(
  lines: Readonly<Record<string, T>>,
  name: (key: string) => string,
  end: (line: T) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(lines).map(([key, line]) => [name(key), end(line)]));
}

/** `2029-10` is a month: support lasts to its end. */
function lastDay(text: string): string {
  const [year = 0, month = 1, day] = text.split('-').map(Number);
  return day === undefined ? new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) : text;
}

const table = JSON.parse(readFileSync(TABLE, 'utf8')) as Releases;
const fresh = refreshed(table, await published(), new Date().toISOString().slice(0, 10));
writeFileSync(TABLE, await format(JSON.stringify(fresh), { ...(await resolveConfig(TABLE)), filepath: TABLE }));
