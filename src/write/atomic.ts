import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Replaces a file so that whatever happens it holds the old or the new content. */
export function writeAtomically(path: string, content: string | Buffer): void {
  stage(path, content).replace();
}

/** New content that lies beside a file: put into its place, which takes no more room on the disk, or dropped. */
export interface Staged {
  readonly replace: () => void;
  readonly drop: () => void;
}

/**
 * Writes the new content of a file beside it, flushed. The temporary name is always the same one for a file, so that
 * the next run finds what a killed one left; libraries choose names that cannot be told from a person's files. A link
 * stays, and the file that it leads to is replaced.
 */
export function stage(path: string, content: string | Buffer): Staged {
  const old = statSync(path, { throwIfNoEntry: false });
  const target = old === undefined ? path : realpathSync(path);
  const temporary = temporaryOf(target);
  const drop = (): void => {
    rmSync(temporary, { force: true });
  };
  drop();
  try {
    // `wx` follows no link.
    const file = openSync(temporary, 'wx', 0o666);
    try {
      writeAll(file, Buffer.from(content));
      if (old !== undefined) keepOwner(file, old);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    drop();
    throw error;
  }
  return {
    drop,
    replace: () => {
      renameSync(temporary, target);
    },
  };
}

/** The ignore files that we write leave such names out of an image. */
const TEMPORARY = '.create-dockerfile.tmp-';

function temporaryOf(path: string): string {
  return join(dirname(path), TEMPORARY + basename(path));
}

/** Takes away what a killed run left in a folder. */
export function sweep(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.startsWith(TEMPORARY)) rmSync(join(folder, name), { force: true });
}

function writeAll(file: number, content: Buffer): void {
  for (let done = 0; done < content.length;) done += writeSync(file, content, done);
}

/** Mode and owner of the file that is replaced; only root may give a file away. */
function keepOwner(file: number, { mode, uid, gid }: Stats): void {
  fchmodSync(file, mode);
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Then it belongs to whoever runs this, as a file that an editor saves does.
  }
}
