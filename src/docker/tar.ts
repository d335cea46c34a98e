/** One entry of a tar archive. */
export interface TarEntry {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder. */
  readonly type: string;
  readonly link: string;
}

/** Takes the content of one entry, piece by piece, and is told when it is over. */
export interface Sink {
  take(chunk: Buffer): Promise<void> | undefined;
  end?(): Promise<void> | undefined;
}

const BLOCK = 512;
/** A header of names or attributes that is larger than this is no such thing. */
const LARGEST_HEADER = 1_000_000;

/**
 * Reads a tar archive as it comes, without keeping it.
 * @param open gives what takes an entry's content, or undefined where nobody wants it.
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13
 */
export function tarReader(open: (entry: TarEntry) => Sink | undefined): Sink {
  let waiting = Buffer.alloc(0);
  let left = 0;
  let padding = 0;
  let sink: Sink | undefined;
  /** What the next entry's own header has no room for. */
  let named: { path?: string; link?: string; size?: number } = {};

  const begin = (header: Buffer): void => {
    const type = String.fromCharCode(header[156] ?? 0);
    const size = named.size ?? sizeOf(header);
    [left, padding] = [size, (BLOCK - (size % BLOCK)) % BLOCK];
    if (size <= LARGEST_HEADER && 'xLKg'.includes(type)) {
      sink = collect((body) => {
        if (type === 'x') named = { ...named, ...paxOf(body) };
        else if (type === 'L') named.path = body.toString().replace(/\0.*$/s, '');
        else if (type === 'K') named.link = body.toString().replace(/\0.*$/s, '');
      });
      return;
    }
    const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textOf(header, 345, 155) : '';
    const own = textOf(header, 0, 100);
    sink = open({
      path: named.path ?? (prefix === '' ? own : `${prefix}/${own}`),
      size,
      mode: parseInt(textOf(header, 100, 8), 8) || 0,
      type: type === '\0' ? '0' : type,
      link: named.link ?? textOf(header, 157, 100),
    });
    named = {};
  };

  return {
    async take(chunk) {
      let rest = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      waiting = Buffer.alloc(0);
      while (rest.length > 0) {
        if (left > 0) {
          const part = rest.subarray(0, left);
          await sink?.take(part);
          left -= part.length;
          rest = rest.subarray(part.length);
        } else if (sink !== undefined) {
          await sink.end?.();
          sink = undefined;
        } else if (padding > 0) {
          const skipped = Math.min(padding, rest.length);
          padding -= skipped;
          rest = rest.subarray(skipped);
        } else if (rest.length < BLOCK) {
          waiting = Buffer.from(rest);
          break;
        } else {
          const header = rest.subarray(0, BLOCK);
          rest = rest.subarray(BLOCK);
          if (header.some((byte) => byte !== 0)) begin(header);
        }
      }
      // An entry that ends with the chunk is over now: its successor may be long in coming.
      if (left === 0 && sink !== undefined) {
        await sink.end?.();
        sink = undefined;
      }
    },
  };
}

/** A sink that keeps everything and hands it on at the end. */
export function collect(done: (body: Buffer) => unknown): Sink {
  const parts: Buffer[] = [];
  return {
    take(chunk) {
      parts.push(Buffer.from(chunk));
      return undefined;
    },
    async end() {
      await done(Buffer.concat(parts));
    },
  };
}

function textOf(header: Buffer, from: number, length: number): string {
  const end = header.indexOf(0, from);
  return header.toString('utf8', from, end === -1 || end > from + length ? from + length : end).trim();
}

/** Octal digits, or a binary number where its first bit is set. */
function sizeOf(header: Buffer): number {
  if (((header[124] ?? 0) & 0x80) === 0) return parseInt(textOf(header, 124, 12), 8) || 0;
  return header.readUIntBE(130, 6);
}

/** `LENGTH KEY=VALUE\n` records; a length counts bytes. */
function paxOf(body: Buffer): { path?: string; link?: string; size?: number } {
  const found: { path?: string; link?: string; size?: number } = {};
  for (let at = 0; at < body.length;) {
    const length = parseInt(body.toString('latin1', at, at + 12), 10);
    if (!(length > 0)) break;
    const [, key, value = ''] = /^\d+ ([^=]+)=(.*)\n$/s.exec(body.toString('utf8', at, at + length)) ?? [];
    if (key === 'path') found.path = value;
    if (key === 'linkpath') found.link = value;
    if (key === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}
