import type { Change } from '../model/change.ts';
import { asRecord, asStrings, at } from '../parse/shape.ts';
import type { RenderedFile } from '../render/index.ts';

/** The tool's own memory, to be committed: each file as last written. */
export const LOCK_FILE = '.create-dockerfile.lock';

/** Texts by path. A lock that cannot be understood counts as none: then every existing file is a person's. */
export function readLock(text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined) return new Map();
  try {
    const files = asRecord(at(JSON.parse(text), 'files'));
    return new Map(Object.entries(files).map(([path, lines]) => [path, asStrings(lines).join('\n')]));
  } catch {
    return new Map();
  }
}

/** The lock's text: files as lines, so that its diffs can be read. */
export function lockText(files: readonly RenderedFile[]): string {
  const entries = files
    .map(({ path, text }): [string, string[]] => [path, text.split('\n')])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ lockVersion: 1, files: Object.fromEntries(entries) }, null, 1)}\n`;
}

/**
 * The change of the lock that goes with written files.
 * @param before its text as it stands.
 * @param exists whether a path is still there: what a person deleted is forgotten.
 */
export function lockChange(
  before: string | undefined,
  files: readonly RenderedFile[],
  exists: (path: string) => boolean,
): Change {
  const ours = new Set(files.map((file) => file.path));
  const others = [...readLock(before)].filter(([path]) => !ours.has(path) && exists(path));
  const after = lockText([...files, ...others.map(([path, text]) => ({ path, text }))]);
  if (before === undefined) return { path: LOCK_FILE, kind: 'create', after };
  return { path: LOCK_FILE, kind: before === after ? 'identical' : 'update', before, after };
}
