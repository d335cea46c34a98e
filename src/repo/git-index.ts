import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join as joinPath, relative, resolve, sep } from 'node:path';

/**
 * The paths that git tracks, whatever .gitignore says of them: what was added by force is in every clone.
 * @param root an absolute path; the results are relative to it.
 * @returns an empty set where there is no index, or none of a form that can be read.
 * @see https://git-scm.com/docs/index-format
 */
export function trackedPaths(root: string): ReadonlySet<string> {
  for (let folder = root; ; folder = dirname(folder)) {
    const git = joinPath(folder, '.git');
    if (existsSync(git)) return inside(indexPaths(gitFolder(git)), relative(folder, root).split(sep).join('/'));
    if (dirname(folder) === folder) return new Set();
  }
}

/** A worktree and a submodule have a file that names the folder. */
function gitFolder(git: string): string {
  try {
    if (statSync(git).isDirectory()) return git;
    return resolve(dirname(git), /^gitdir:\s*(.+)$/m.exec(readFileSync(git, 'utf8'))?.[1] ?? '.');
  } catch {
    return git;
  }
}

function inside(paths: readonly string[], dir: string): ReadonlySet<string> {
  if (dir === '') return new Set(paths);
  return new Set(paths.flatMap((path) => (path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1)] : [])));
}

const HEADER = 12;
/** Bytes of an entry before its flags, with a SHA-1; the flags take two, or four in an extended entry. */
const BEFORE_FLAGS = 60;
const EXTENDED = 0x4000;

function indexPaths(git: string): readonly string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(joinPath(git, 'index'));
  } catch {
    return [];
  }
  const paths: string[] = [];
  try {
    const version = bytes.readUInt32BE(4);
    if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return [];
    let at = HEADER;
    for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
      const isExtended = (bytes.readUInt16BE(at + BEFORE_FLAGS) & EXTENDED) !== 0;
      let name = at + BEFORE_FLAGS + (isExtended ? 4 : 2);
      let kept = '';
      if (version === 4) {
        const { value, next } = variableInteger(bytes, name);
        const last = paths.at(-1) ?? '';
        kept = last.slice(0, last.length - value);
        name = next;
      }
      const end = bytes.indexOf(0, name);
      if (end === -1) return [];
      paths.push(kept + bytes.toString('utf8', name, end));
      at = version === 4 ? end + 1 : at + Math.ceil((end - at + 1) / 8) * 8;
    }
  } catch {
    return []; // cut short, or hashes of another length
  }
  return paths;
}

/** How many characters of the path before are not taken over. @see https://git-scm.com/docs/index-format#_index_entry */
function variableInteger(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let at = start;
  let byte = bytes.readUInt8(at);
  let value = byte & 127;
  while ((byte & 128) !== 0) {
    at += 1;
    byte = bytes.readUInt8(at);
    value = ((value + 1) << 7) | (byte & 127);
  }
  return { value, next: at + 1 };
}
