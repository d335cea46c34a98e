import { describe, expect, test } from '@jest/globals';
import { refreshed, type Releases } from '../tools/refresh-table.ts';

const table: Releases = {
  date: '2026-01-01',
  tools: {
    node: {
      default: '24',
      lines: [
        { line: '24', newest: '24.2.0', eol: '2028-04-30', longTerm: true, suites: { bookworm: '24.0.0' } },
        { line: '18', newest: '18.20.8', eol: '2025-04-30', suites: { bookworm: '18.16.1' } },
      ],
    },
    java: { default: '21', lines: [] },
  },
};

/** As the files of docker-library/official-images are written. */
const library = `# this file is generated
Maintainers: The Node.js Docker Team (@nodejs)

Tags: 26-alpine, 26.1.0-alpine, 26.1.0-alpine3.23
Architectures: amd64

Tags: 26, 26.1, 26.1.0, 26-trixie, 26.1.0-trixie
Tags: 24-trixie, 24.3.0-trixie, 24.3.0
Tags: 24.3.0-bookworm, 24-bookworm
Tags: 18.20.7-bookworm
`;
const ends = { '26': '2029-04-30', '24': '2028-05-31' };

describe('refreshing the table of releases', () => {
  const fresh = refreshed(table, { node: { library, ends, lineParts: 1 } }, '2026-11-21');

  test('a line gets its newest release and its end; a suite that is new to it begins there', () => {
    expect(fresh.tools['node']?.lines[1]).toEqual({
      line: '24',
      newest: '24.3.0',
      eol: '2028-05-31',
      longTerm: true,
      suites: { trixie: '24.3.0', bookworm: '24.0.0' },
    });
  });

  test('a new line is added, newest first, the best suite first', () => {
    expect(fresh.tools['node']?.lines.map(({ line }) => line)).toEqual(['26', '24', '18']);
    expect(fresh.tools['node']?.lines[0]?.suites).toEqual({ trixie: '26.1.0' });
  });

  test('nothing goes backwards, and what is not published stays', () => {
    expect(fresh.tools['node']?.lines[2]).toEqual(table.tools['node']?.lines[1]);
    expect(fresh.tools['java']).toEqual(table.tools['java']);
    expect(fresh.tools['node']?.default).toBe('24');
    expect(fresh.date).toBe('2026-11-21');
  });

  test('a file that says nothing changes the date alone', () => {
    expect(refreshed(table, { node: { library: '<html>', ends: {}, lineParts: 1 } }, '2026-11-21')).toEqual({
      ...table,
      date: '2026-11-21',
    });
  });
});
