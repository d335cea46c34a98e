import { createTwoFilesPatch } from 'diff';
import type { Change } from '../model/change.ts';
import { escapeControls } from '../model/problem.ts';
import type { Style } from './terminal.ts';

/** The changes as one unified diff, as `git apply` and `patch -p1` read it; '' where nothing changes. */
export function unifiedDiff(changes: readonly Change[]): string {
  return changes
    .filter(({ kind }) => kind !== 'identical')
    .map(({ path, kind, before, after }) => {
      const [from, to] = [
        before === undefined ? '/dev/null' : `a/${path}`,
        kind === 'delete' ? '/dev/null' : `b/${path}`,
      ];
      return createTwoFilesPatch(from, to, before ?? '', after, '', '')
        .replace(/^=+\n/, '')
        .trimEnd();
    })
    .join('\n');
}

/** A diff for a terminal: coloured, and with control characters escaped, so that a file cannot speak to the terminal. */
export function showDiff(diff: string, style: Style): string {
  const colours = { '+': 'green', '-': 'red', '@': 'cyan' } as const;
  return diff
    .split('\n')
    .map((line) => {
      const colour = colours[line.charAt(0) as keyof typeof colours] as 'green' | 'red' | 'cyan' | undefined;
      const text = escapeControls(line.replaceAll('\t', '    '));
      return colour === undefined ? text : style(colour, text);
    })
    .join('\n');
}
