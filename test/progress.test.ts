import { expect, test } from '@jest/globals';
import { openProgress } from '../src/ui/progress.ts';
import { wrap } from '../src/ui/terminal.ts';

function recorded(times: readonly number[]): readonly string[] {
  const written: string[] = [];
  let time = 0;
  const progress = openProgress(
    (text) => written.push(text),
    () => time,
  );
  for (time of times) progress.show(`at ${time}`);
  progress.clear();
  progress.clear();
  return written;
}

test('what is quick says nothing', () => {
  expect(recorded([1000, 1100, 1499])).toEqual([]);
});

test('what takes longer says how far it is, not more than ten times a second, and goes away once', () => {
  const written = recorded([1000, 1500, 1550, 1600]).map((text) => text.replaceAll('\r\u001B[K', '<'));
  expect(written).toEqual([expect.stringMatching(/^<. at 1500$/), expect.stringMatching(/^<. at 1600$/), '<']);
});

test('lines of whole words', () => {
  expect(wrap('size and libc, a-very-long-word and so on', 10)).toBe('size and\nlibc,\na-very-long-word\nand so on');
  expect(wrap('', 10)).toBe('');
});
