import { createTwoFilesPatch } from 'diff';
import type { Change } from '../model/change.ts';

/** The changes as one unified diff, as `git apply` and `patch -p1` read it; '' where nothing changes. */
export function unifiedDiff(changes: readonly Change[]): string {
  return changes
    .filter(({ kind }) => kind !== 'identical')
    .map(({ path, before, after }) =>
      createTwoFilesPatch(before === undefined ? '/dev/null' : `a/${path}`, `b/${path}`, before ?? '', after, '', '')
        .replace(/^=+\n/, '')
        .trimEnd(),
    )
    .join('\n');
}
