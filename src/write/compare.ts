import type { Change } from '../model/change.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { RenderedFile } from '../render/index.ts';

/**
 * Compares what would be written with what stands on the disk.
 * @param onDisk the texts of the existing files, by path.
 * @param lastWritten the texts as this tool last wrote them: a file that is still so may be updated freely.
 */
export function compareFiles(
  files: readonly RenderedFile[],
  onDisk: ReadonlyMap<string, string>,
  lastWritten: ReadonlyMap<string, string>,
): readonly Change[] {
  return files.map(({ path, text }) => {
    const before = onDisk.get(path);
    if (before === undefined) return { path, kind: 'create', after: text };
    const after = before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
    if (before === after) return { path, kind: 'identical', before, after };
    const ours = lastWritten.get(path) === before.replaceAll('\r\n', '\n');
    return { path, kind: ours ? 'update' : 'conflict', before, after };
  });
}

/** One problem for each file that a person wrote and that is in the way. */
export function conflictsOf(changes: readonly Change[]): readonly Problem[] {
  return changes
    .filter(({ kind }) => kind === 'conflict')
    .map(({ path }) => problem('file-conflict', { file: path }, { file: path }));
}
