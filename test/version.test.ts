import { describe, expect, test } from '@jest/globals';
import { readSemverStatement, resolveVersion } from '../src/detect/version.ts';
import { inFile } from '../src/model/fact.ts';
import { defaultLine, linesOf } from '../src/releases.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const newest = linesOf('node')[0]?.line ?? '';
const ended = linesOf('node').at(-1)?.line ?? '';

function resolve(...statements: string[]): { value: unknown; rejected: number; problems: readonly string[] } {
  const repo = memoryRepo({});
  const candidates = statements.map((value, index) => ({
    value,
    source: inFile(`f${index}`, 1),
    because: `f${index}`,
  }));
  const { value, rejected } = resolveVersion(repo, 'node', candidates, readSemverStatement, 1);
  return { value, rejected: rejected.length, problems: repo.problems.map((problem) => problem.id) };
}

describe('a statement of a version', () => {
  test.each([
    ['nothing gives the default', [], defaultLine('node'), []],
    ['a line gives itself', ['22'], '22', []],
    ['an exact one gives that release', ['v22.20.0'], '22.20.0', []],
    ['a partial one stays partial', ['22.20'], '22.20', []],
    ['x is no part', ['22.x'], '22', []],
    ['a range that allows the default gives it', ['>=18'], defaultLine('node'), []],
    ['a caret gives the line that fits', ['^22.1.0'], '22', []],
    ['an odd line is taken where only it fits', ['>=25 <26'], '25', ['version-end-of-life']],
    ['end of life is used, and said', [ended], ended, ['version-end-of-life']],
    ['newer than the table is used, and said', ['99.1.0'], '99.1.0', ['version-unknown']],
    ['a range that nothing satisfies is an error', ['>=99'], defaultLine('node'), ['version-unsatisfied']],
    ['what cannot be understood is passed over, and said', ['banana', newest], newest, ['version-invalid']],
  ])('%s', (_what, statements, tag, problems) => {
    const found = resolve(...statements);
    expect(found.value).toMatchObject({ tag });
    expect(found.problems).toEqual(problems);
  });

  test('the first one wins, and the others are kept', () => {
    expect(resolve('22', '24', '>=20')).toMatchObject({ value: { tag: '22', line: '22', exact: false }, rejected: 2 });
  });
});
