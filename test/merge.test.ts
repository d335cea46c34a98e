import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.ts';
import type { Change } from '../src/model/change.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { compareFiles } from '../src/write/compare.ts';
import { mergeTexts } from '../src/write/merge.ts';
import { faultsOf } from './support/dockerfile.ts';
import { personsEdits, type AppChange, type PersonsEdit } from './support/edits.ts';

const CHANGES: readonly AppChange[] = ['dependency', 'port', 'version'];

/** The Dockerfile of the same app, before or after some changes. */
function dockerfileOf(...changes: readonly AppChange[]): string {
  const dependencies = { express: '^5.0.0', ...(changes.includes('dependency') ? { '@prisma/client': '6.0.0' } : {}) };
  const port = changes.includes('port') ? 4000 : 3000;
  const manifest = {
    name: 'shop',
    engines: { node: changes.includes('version') ? '24' : '22' },
    scripts: { start: 'node server.js', build: 'tsc', test: 'node --test' },
    dependencies,
    devDependencies: { typescript: '5.9.0' },
  };
  const repo = memoryRepo({
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify({ name: 'shop', lockfileVersion: 3, packages: {} }),
    'server.js': `process.on('SIGTERM', stop); require('express')().listen(process.env.PORT || ${port});\n`,
  });
  return compile(repo, '', defaultOptions).files[0]?.text ?? '';
}

const base = dockerfileOf();

function regenerate(mine: string, text: string, keepMine = false): Change {
  const standing = { onDisk: new Map([['Dockerfile', mine]]), lastWritten: new Map([['Dockerfile', base]]), keepMine };
  const [change] = compareFiles([{ path: 'Dockerfile', text }], standing);
  if (change === undefined) throw new Error('no change');
  return change;
}

const linesOf = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r?\n/);
/** Lines without the backslash that says whether they go on. */
const wordsOf = (text: string): readonly string[] => linesOf(text).map((line) => line.replace(/\s*\\$/, ''));
/** Lines of `text` that `other` has not. */
const newLines = (text: string, other: string): readonly string[] =>
  wordsOf(text).filter((line) => line.trim() !== '' && !wordsOf(other).includes(line));

/** What holds however a person's text and the new one are put together. */
function expectNothingLost({ after }: Change, { added, deleted }: PersonsEdit, mine: string): void {
  expect(linesOf(after)).toEqual(expect.arrayContaining([...added]));
  for (const line of deleted) expect(linesOf(after)).not.toContain(line);
  expect(after.startsWith('\uFEFF')).toBe(mine.startsWith('\uFEFF'));
  expect(/\r\n/.test(after)).toBe(mine.includes('\r\n'));
  if (mine.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n/);
  expect(faultsOf(after.replace(/^\uFEFF/, '')).join('\n')).toBe('');
}

test('there are twenty edits, and every app change changes the file', () => {
  expect(personsEdits).toHaveLength(20);
  for (const change of CHANGES) expect(dockerfileOf(change)).not.toBe(base);
});

describe.each(personsEdits)('$name', (persons) => {
  const mine = persons.edit(base);

  test('nothing new leaves the file as it is', () => {
    expect(mine).not.toBe(base);
    expect(regenerate(mine, base)).toMatchObject({ kind: 'identical', after: mine });
  });

  test.each(CHANGES)('and a new %s', (change) => {
    const text = dockerfileOf(change);
    const merged = regenerate(mine, text);
    expect(merged.kind === 'conflict').toBe(persons.conflicts.includes(change));
    if (merged.kind === 'conflict') {
      for (const { where, fix } of merged.problems ?? []) {
        expect(where?.file).toBe('Dockerfile');
        expect(fix).toContain('--keep-mine');
      }
      // Whichever way it is settled, the file can be read.
      expect(faultsOf(merged.after.replace(/^\uFEFF/, ''))).toEqual([]);
      const kept = regenerate(mine, text, true);
      if (kept.kind !== 'identical') expectNothingLost(kept, persons, mine);
      return;
    }
    expectNothingLost(merged, persons, mine);
    const result = wordsOf(merged.after);
    for (const line of newLines(text, base)) expect(result).toContain(line);
    for (const line of newLines(base, text)) expect(result).not.toContain(line);
  });

  test('and everything new at once is a conflict only where one of them is', () => {
    const merged = regenerate(mine, dockerfileOf(...CHANGES));
    expect(merged.kind === 'conflict').toBe(persons.conflicts.length > 0);
    if (merged.kind !== 'conflict') expectNothingLost(merged, persons, mine);
  });
});

describe('merging', () => {
  const dockerfile = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
  const merge = (from: string, mine: string, theirs: string): Change | undefined =>
    compareFiles([{ path: 'Dockerfile', text: theirs }], {
      onDisk: new Map([['Dockerfile', mine]]),
      lastWritten: new Map([['Dockerfile', from]]),
      keepMine: false,
    })[0];

  test('a clash names the line, what stands there and what would be written', () => {
    const change = merge(
      dockerfile('FROM a', 'EXPOSE 1'),
      dockerfile('', 'FROM a', 'EXPOSE 2'),
      dockerfile('FROM a', 'EXPOSE 3'),
    );
    expect(change?.problems).toMatchObject([
      { id: 'merge-conflict', where: { file: 'Dockerfile', line: 3 }, flag: '--keep-mine' },
    ]);
    expect(change?.problems?.[0]?.what).toContain('you have "EXPOSE 2", now "EXPOSE 3" would be written');
    expect(change?.after).toBe(dockerfile('', 'FROM a', 'EXPOSE 3'));
  });

  test('a stage that one side still needs and the other dropped', () => {
    const from = dockerfile('FROM a AS build', '', 'FROM b');
    const change = merge(
      from,
      dockerfile('FROM a AS build', '', 'FROM b', 'COPY --from=build /x /x'),
      dockerfile('FROM b'),
    );
    expect(change).toMatchObject({ kind: 'conflict', problems: [{ id: 'merge-unsound' }] });
    expect(change?.problems?.[0]?.what).toContain('no stage is called build');
  });

  test('an instruction that would be swallowed by the one before it', () => {
    const from = dockerfile('FROM a', 'RUN x \\', '    y \\', '    z');
    const change = merge(
      from,
      dockerfile('FROM a', 'RUN x \\', '    y'),
      dockerfile('FROM a', 'RUN x \\', '    y \\', '    z \\', '    w'),
    );
    expect(change?.kind).toBe('conflict');
  });

  test('YAML that would not be read', () => {
    const standing = {
      onDisk: new Map([['compose.yaml', 'a: 1\nx: 1\nb: 2\n']]),
      lastWritten: new Map([['compose.yaml', 'a: 1\nb: 2\n']]),
      keepMine: false,
    };
    const [change] = compareFiles([{ path: 'compose.yaml', text: 'a: 1\nb: 2\nx: 1\n' }], standing);
    expect(change).toMatchObject({ kind: 'conflict', problems: [{ id: 'merge-unsound' }] });
  });

  test('bytes that are no text are not merged', () => {
    expect(merge('a\n', 'a\uFFFD\n', 'b\n')?.problems).toMatchObject([{ id: 'file-conflict' }]);
  });

  const text = fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd \\', 'e \\')).map((lines) => lines.join('\n'));

  test('one side alone is that side; both the same is the same', () => {
    const property = fc.property(text, text, (from, other) => {
      const whole = { mine: other, theirs: other, clashes: [] };
      expect(mergeTexts(from, other, from)).toEqual(whole);
      expect(mergeTexts(from, from, other)).toEqual(whole);
      expect(mergeTexts(from, other, other)).toEqual(whole);
    });
    fc.assert(property, { seed: 1, numRuns: 2000 });
  });

  test('it does not matter which side is whose', () => {
    const property = fc.property(text, text, text, (from, mine, theirs) => {
      const [one, other] = [mergeTexts(from, mine, theirs), mergeTexts(from, theirs, mine)];
      const words = (text = ''): readonly string[] => linesOf(text).filter((line) => line !== '');
      expect(words(one?.mine)).toEqual(words(other?.theirs));
      expect(one?.clashes.length).toBe(other?.clashes.length);
    });
    fc.assert(property, { seed: 1, numRuns: 2000 });
  });
});
