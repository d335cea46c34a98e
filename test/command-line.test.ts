import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCommandLine } from '../src/parse/command-line.ts';
import { hostileText } from './support/mutations.ts';

describe('a command line that needs no shell', () => {
  test.each([
    ['node index.js', [{ env: {}, words: ['node', 'index.js'] }]],
    ['A=1 B="x y" node .', [{ env: { A: '1', B: 'x y' }, words: ['node', '.'] }]],
    ['A= node', [{ env: { A: '' }, words: ['node'] }]],
    ['A=b=c node', [{ env: { A: 'b=c' }, words: ['node'] }]],
    [`node 'it is' "a \\"b\\"" c\\ d ''`, [{ env: {}, words: ['node', 'it is', 'a "b"', 'c d', ''] }]],
    [
      'tsc && node dist',
      [
        { env: {}, words: ['tsc'] },
        { env: {}, words: ['node', 'dist'] },
      ],
    ],
    ['  spaced \t out  ', [{ env: {}, words: ['spaced', 'out'] }]],
    ['', []],
  ])('%j', (text, commands) => {
    expect(parseCommandLine(text)).toEqual({ commands, needsShell: false });
  });
});

test.each([
  'a | b',
  'a; b',
  'a || b',
  'a > f',
  'a $X',
  'a "$X"',
  'a `b`',
  'a *.js',
  '(a)',
  'a & b',
  'a\nb',
  'a ~/x',
  "a 'open",
  '! a',
  'a {b,c}',
])('%j needs a shell', (text) => {
  expect(parseCommandLine(text).needsShell).toBe(true);
});

test('any text is read', () => {
  const property = fc.property(fc.array(hostileText), (parts) => {
    const { commands } = parseCommandLine(parts.join(' '));
    for (const { words } of commands) expect(words.every((word) => typeof word === 'string')).toBe(true);
  });
  fc.assert(property, { seed: 1, numRuns: 500 });
});
