import { describe, expect, test } from '@jest/globals';
import { isProblem, problem } from '../src/model/problem.ts';
import { parseXml } from '../src/parse/xml.ts';
import { reportMarkdown } from '../src/ui/verify-markdown.ts';
import { sizesPicture } from '../src/ui/verify-picture.ts';
import { layerRows, reportLines } from '../src/ui/verify-report.ts';
import type { Style } from '../src/ui/terminal.ts';
import { median, megabytes, secondsText, type Report } from '../src/verify/report.ts';

const plain: Style = (_format, text) => text;
const HOSTILE = 'a<script>|`b`\n\u001B[31m"&\'@team';

const layers = [
  { instruction: 'ADD rootfs', bytes: 80e6, isBase: true },
  { instruction: 'COPY x', bytes: 40e6, isBase: true },
  { instruction: `COPY ${HOSTILE} ./`, bytes: 30e6, isBase: false },
  { instruction: 'COPY a', bytes: 1000, isBase: false },
  { instruction: 'COPY b', bytes: 2000, isBase: false },
];
const report: Report = {
  schemaVersion: 1,
  name: HOSTILE,
  dockerfile: 'Dockerfile',
  context: '.',
  passed: false,
  steps: [
    { id: 'build', title: 'build production', state: 'ok', summary: '150 MB', seconds: 1 },
    {
      id: 'start',
      title: 'starts hardened',
      state: 'failed',
      summary: 'It ended.',
      seconds: 1,
      failure: {
        problem: problem('ended-at-start', { code: 1, seconds: '0.1' }),
        lines: [`Error: ${HOSTILE} \`\`\``],
        cause: { id: 'x', cause: 'The cause.', fix: 'The fix.', source: 'https://example.com/', isOutside: false },
      },
    },
    {
      id: 'health',
      title: 'healthy',
      state: 'skipped',
      summary: '"starts hardened" failed',
      seconds: 0,
      blockedBy: 'starts hardened',
    },
    {
      id: 'answer',
      title: 'answers',
      state: 'skipped',
      summary: '"starts hardened" failed',
      seconds: 0,
      blockedBy: 'starts hardened',
    },
  ],
  measured: {
    image: { bytes: 150e6, base: 'node:24-slim', layers },
    rebuild: { file: 'a.js', seconds: 1.2, cached: 3, ran: [] },
    naive: { bytes: 600e6, rebuildSeconds: 20, layers, dockerfile: 'FROM x' },
  },
};

describe('a report', () => {
  test('as text', () => {
    const lines = reportLines(report, plain, 110);
    expect(lines.slice(2, 9)).toEqual([
      '  ok    build production    150 MB',
      '  FAIL  starts hardened     It ended.',
      expect.stringMatching(/^ {8}\| Error: a<script>\|`b`\\n\\u001b\[31m/),
      '        likely  The cause.',
      '        do      The fix.',
      '        see     https://example.com/',
      '  -     not tried           healthy, answers',
    ]);
    expect(lines.find((line) => line.includes('naive'))).toMatch(/600 MB {2}█{40} {2}20\.0 s after an edit$/);
    expect(lines.find((line) => line.includes('this one'))).toMatch(/150 MB {2}█{10} +1\.2 s after an edit$/);
    expect(lines.at(-1)).toMatch(/fails: 1 step\.$/);
    expect(lines.join('\n')).not.toContain('\u001B');
  });

  test.each([60, 80, 100])('as text that stays within %d columns', (columns) => {
    const lines = reportLines(report, plain, columns).filter((line) => !/\| Error|^a<script>/.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.filter((line) => line.endsWith(' '))).toEqual([]);
  });

  test('as Markdown, in which no value is markup', () => {
    const text = reportMarkdown(report);
    expect(text).toMatch(/^### ❌ /);
    expect(text).toContain('**150 MB** (naive: 600 MB)');
    const running = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
    expect(running).not.toMatch(/<script>|@team/);
    expect(text.match(/^```/gm)).toHaveLength(2);
    for (const row of text.split('\n').filter((line) => line.startsWith('| ✅')))
      expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5);
  });

  test('as a picture that is XML and follows light and dark', () => {
    const svg = sizesPicture(report.name, report.measured);
    expect(isProblem(parseXml(svg, 'sizes.svg', 'svg'))).toBe(false);
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).not.toContain('<script>');
    expect(svg.match(/<rect/g)).toHaveLength(3 * 3);
    expect(sizesPicture('x', {})).toBe('');
  });
});

test('small layers stand together, those of the base image too', () => {
  expect(layerRows(layers, 'node:24-slim').map(({ name, bytes }) => [name.slice(0, 14), bytes])).toEqual([
    ['node:24-slim', 120e6],
    ['COPY a<script>', 30e6],
    ['2 small layers', 3000],
  ]);
  expect(layerRows([], 'scratch')).toEqual([]);
});

test('figures as people read them', () => {
  expect([1_234_567, 3000, 99_400_000, 155_200_000].map(megabytes)).toEqual(['1.2 MB', '3 kB', '99.4 MB', '155 MB']);
  expect([0.012, 0.5, 12.34].map(secondsText)).toEqual(['0.01 s', '0.5 s', '12.3 s']);
  expect(median([3, 1, 2])).toBe(2);
});
