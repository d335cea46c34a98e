import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { parseCommandLine } from '../src/parse/command-line.ts';
import {
  copyArguments,
  imageReference,
  optionPath,
  quoteEnv,
  quoteJson,
  quoteName,
  quoteWord,
  quoteYaml,
  UnquotableError,
} from '../src/quote.ts';
import { hostileText } from './support/mutations.ts';

const seed = 1;
const oneLine = hostileText.filter((text) => !/[\n\r\0]/.test(text));

describe('a shell word', () => {
  test.each([
    ['plain-1.0/x@y', 'plain-1.0/x@y'],
    ['two words', "'two words'"],
    ["it's", `'it'\\''s'`],
    ['$HOME', "'$HOME'"],
    ['', "''"],
  ])('%j is written %s', (value, expected) => {
    expect(quoteWord(value)).toBe(expected);
  });

  test('is read back as one word', () => {
    const property = fc.property(fc.array(oneLine, { minLength: 1 }), (words) => {
      const line = ['run', ...words].map(quoteWord).join(' ');
      expect(parseCommandLine(line)).toEqual({ commands: [{ env: {}, words: ['run', ...words] }], needsShell: false });
    });
    fc.assert(property, { seed });
  });

  (process.platform === 'win32' ? test.skip : test)('is what a real shell reads', () => {
    const words = fc.sample(oneLine, { seed, numRuns: 300 });
    const out = execFileSync('sh', ['-c', `printf '%s\\n' ${words.map(quoteWord).join(' ')}`], { encoding: 'utf8' });
    expect(out).toBe(`${words.join('\n')}\n`);
  });
});

describe('the exec form', () => {
  test('is one line of JSON, and means the same', () => {
    const property = fc.property(fc.array(fc.oneof(hostileText, fc.string({ unit: 'binary' }))), (words) => {
      const text = quoteJson(words);
      expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\ufeff]/u);
      expect(JSON.parse(text)).toEqual(words);
    });
    fc.assert(property, { seed });
  });
});

describe('the value of an ENV', () => {
  test.each([
    ['plain', 'plain'],
    ['two words', '"two words"'],
    ['$X "q" \\', '"\\$X \\"q\\" \\\\"'],
    ["it's", `"it's"`],
  ])('%j is written %s', (value, expected) => {
    expect(quoteEnv(value)).toBe(expected);
  });
});

describe('the arguments of a COPY', () => {
  test.each([
    [['a', './'], 'a ./'],
    [['a b', './'], '["a b", "./"]'],
    [['[id].tsx', '.'], '["[[]id].tsx", "."]'],
    [['--link', '.'], '["--link", "."]'],
    [['$x', '.'], '["\\\\$x", "."]'],
  ])('%j are written %s', (paths, expected) => {
    expect(copyArguments(paths).join(' ')).toBe(expected);
  });
});

describe('a scalar of compose.yaml', () => {
  test('is read back as it was, once compose has replaced its variables', () => {
    const property = fc.property(fc.oneof(hostileText, fc.string()), (value) => {
      const read = parseYaml(`key: ${quoteYaml(value)}\n`) as { key: string };
      expect(read.key.replaceAll('$$', '$')).toBe(value);
      expect(read.key.replaceAll('$$', '')).not.toContain('$');
    });
    fc.assert(property, { seed });
  });
});

test.each([
  ['a word over two lines', () => quoteWord('a\nb')],
  ['a variable over two lines', () => quoteEnv('a\nb')],
  ['a name that is none', () => quoteName('A B')],
  ['a name that starts with a digit', () => quoteName('1A')],
  ['a mount of a path with a comma', () => optionPath('a,b')],
  ['a COPY of a heredoc', () => copyArguments(['<<EOF', '.'])],
  ['a COPY over two lines', () => copyArguments(['a\nb', '.'])],
  ['an image with a space', () => imageReference('node:24 AS x')],
])('%s is refused', (_what, write) => {
  expect(write).toThrow(UnquotableError);
});
