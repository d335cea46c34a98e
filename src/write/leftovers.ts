import type { Change } from '../model/change.ts';
import { problem, type Problem } from '../model/problem.ts';

/** Files of ours that are no longer written: those as they were left are deleted, edited ones are said. */
export function leftoverChanges(
  paths: readonly string[],
  onDisk: ReadonlyMap<string, string>,
  lastWritten: ReadonlyMap<string, string>,
): { readonly changes: readonly Change[]; readonly problems: readonly Problem[] } {
  const there = paths.flatMap((path) => {
    const before = onDisk.get(path);
    return before === undefined
      ? []
      : [{ path, before, isOurs: before.replaceAll('\r\n', '\n') === lastWritten.get(path) }];
  });
  return {
    changes: there
      .filter(({ isOurs }) => isOurs)
      .map(({ path, before }) => ({ path, kind: 'delete', before, after: '' })),
    problems: there
      .filter(({ isOurs }) => !isOurs)
      .map(({ path }) => problem('edited-leftover', { file: path }, { file: path })),
  };
}
