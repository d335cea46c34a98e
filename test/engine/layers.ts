import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;
/** What layers are compressed with, by their first bytes. */
const GZIP = '1f8b';
const ZSTD = '28b52ffd';

/** Takes the pieces of one file; `end` says whether it held the text. */
interface Search {
  readonly take: (piece: Buffer) => Promise<void>;
  readonly end: () => Promise<boolean>;
}

/**
 * Whether any layer of the images holds a text: what a later layer deletes is found too. Engines save layers as they
 * keep them, plain or by gzip.
 */
export async function layersHold(images: readonly string[], text: string): Promise<boolean> {
  const child = spawn('docker', ['save', ...images], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let found = false;
  let rest: Buffer = Buffer.alloc(0);
  let left = 0;
  let file: Search | undefined;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length > 0) {
      if (file !== undefined) {
        const piece = rest.subarray(0, left);
        await file.take(piece);
        left -= piece.length;
        rest = rest.subarray(piece.length);
        if (left > 0) break;
        found = (await file.end()) || found;
        file = undefined;
      } else {
        if (rest.length < BLOCK) break;
        const size = parseInt(rest.toString('latin1', 124, 136).replace(/\0.*$/s, '').trim() || '0', 8);
        // A file is followed by zeros up to the next block: they are searched with it.
        left = Math.ceil(size / BLOCK) * BLOCK;
        rest = rest.subarray(BLOCK);
        if (left > 0) file = searchFor(text, size);
      }
    }
  }
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`docker save ${images.join(' ')} ended with ${String(code)}`);
  return found;
}

/** Searches a file of `size` bytes, unpacked where it is compressed. */
function searchFor(text: string, size: number): Search {
  let plain: Search | undefined;
  let unpacked: Search | undefined;
  let left = size;
  return {
    async take(padded) {
      const piece = padded.subarray(0, left);
      left -= piece.length;
      if (plain === undefined && unpacked === undefined) {
        const start = piece.toString('hex', 0, 4);
        if (start === ZSTD) throw new Error('layers are compressed by zstd, which is not searched');
        if (start.startsWith(GZIP)) unpacked = gunzipped(text);
        else plain = search(text);
      }
      await (plain ?? unpacked)?.take(piece);
    },
    end: async () => (await (plain ?? unpacked)?.end()) ?? false,
  };
}

function gunzipped(text: string): Search {
  const gunzip = createGunzip();
  const inner = search(text);
  const read = (async () => {
    for await (const piece of gunzip as AsyncIterable<Buffer>) await inner.take(piece);
    return inner.end();
  })();
  return {
    async take(piece) {
      if (!gunzip.write(piece)) await once(gunzip, 'drain');
    },
    end: () => {
      gunzip.end();
      return read;
    },
  };
}

function search(text: string): Search {
  let end = '';
  let found = false;
  return {
    take(piece) {
      const part = end + piece.toString('latin1');
      found ||= part.includes(text);
      end = part.slice(-text.length);
      return Promise.resolve();
    },
    end: () => Promise.resolve(found),
  };
}
