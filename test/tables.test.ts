import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { coerce, compare, gte, lte } from 'semver';
import packages from '../data/os-packages.json' with { type: 'json' };
import { missingInFullImage, osPackages } from '../src/plan/os-packages.ts';
import { problemTable } from '../src/problems/index.ts';
import { defaultLine, lineOf, linesOf, releasesDate, type Line, type Tool } from '../src/releases.ts';

const folder = join(import.meta.dirname, '../data');
const tables = readdirSync(folder).map((name): [string, Record<string, unknown>] => [
  name,
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>,
]);
const TOOLS: readonly Tool[] = ['node', 'bun', 'python', 'go', 'java'];

/** A release or a part of one, to compare by. */
function release(text: string): string {
  return coerce(text)?.version ?? `not a version: ${text}`;
}

describe.each(tables)('data/%s', (_name, table) => {
  test('says when it was made and from what', () => {
    expect(table['date']).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(table['source'] ?? table['sources']).toBeTruthy();
  });
});

describe.each(TOOLS)('the releases of %s', (tool) => {
  const lines = linesOf(tool);

  test('stand newest first, each once', () => {
    const names = lines.map((line) => line.line);
    expect(names).toEqual([...new Set(names)].sort((a, b) => compare(release(b), release(a))));
  });

  test('have a default that is supported and long-term', () => {
    const usual = lineOf(tool, defaultLine(tool));
    expect(usual?.longTerm).toBe(true);
    expect(usual && usual.eol > releasesDate).toBe(true);
  });

  test.each(lines.map((line): [string, Line] => [line.line, line]))('%s is consistent', (name, line) => {
    expect(line.eol).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(`${line.newest}.`).toContain(`${name}.`);
    const firsts = Object.values(line.suites).map((first) => release(first ?? ''));
    expect(firsts.length).toBeGreaterThan(0);
    for (const first of firsts) {
      expect(gte(first, release(name))).toBe(true);
      expect(lte(first, release(line.newest))).toBe(true);
    }
  });
});

describe.each(Object.entries(problemTable))('the problem %s', (_id, entry) => {
  test('says what and how to mend it, with an exit code if and only if it is an error', () => {
    expect(entry.what).toMatch(/[.?]$/);
    expect(entry.fix).not.toBe('');
    expect('exit' in entry).toBe(entry.level === 'error');
  });
});

test('an id of a problem stands in one table alone', () => {
  const source = join(import.meta.dirname, '../src/problems');
  const entries = readdirSync(source).flatMap(
    (file) => readFileSync(join(source, file), 'utf8').match(/^ {2}\S+: \{/gm) ?? [],
  );
  expect(entries).toHaveLength(Object.keys(problemTable).length);
});

describe.each(['bookworm', 'trixie'])('OS packages of %s', (suite) => {
  const { programs, imports, node, python, go } = packages;
  type Row = { readonly build?: readonly string[]; readonly run?: readonly string[] };
  const rows: readonly Row[] = [node, python, go].flatMap((table) => Object.values(table));
  const run = [...Object.values(programs), ...Object.values(imports).flat(), ...rows.flatMap((row) => row.run ?? [])];
  const build = missingInFullImage(rows.flatMap((row) => row.build ?? []));

  test('have a version each: none stays unpinned', () => {
    expect(osPackages([...run, ...build], suite).filter((name) => !name.includes('='))).toEqual([]);
  });
});
