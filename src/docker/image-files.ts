import { createGunzip } from 'node:zlib';
import { basePart, instructionOf, type ImageFile, type ImageLayer } from '../verify/image.ts';
import { isNamedSecret } from '../plan/secret-files.ts';
import { isWorthReading } from '../verify/secrets.ts';
import type { Engine } from './engine.ts';
import { collect, tarReader, type Sink, type TarEntry } from './tar.ts';

/** A file above this size is not looked into. */
const LARGEST_READ = 64_000;
/** One whose name says that it may hold a secret. */
const LARGEST_NAMED = 2_000_000;

/** manifest.json of `docker save`, and what it names. @see https://github.com/moby/docker-image-spec/blob/main/v1.2.md */
interface Manifest {
  readonly Config: string;
  readonly Layers: readonly string[];
}

interface Config {
  readonly history?: readonly { readonly created_by?: string; readonly empty_layer?: boolean }[];
}

/**
 * Every file of every layer of an image, the lowest layer first; what a later layer removed is still there. Nothing is
 * run in the image, so that it needs no shell.
 * @param keywords the instructions that made its last stage, from the base image on.
 */
export async function readImageFiles(
  engine: Engine,
  image: string,
  keywords: readonly string[],
): Promise<readonly ImageLayer[]> {
  const layers = new Map<string, ImageFile[]>();
  const links = new Map<string, string>();
  const blobs = new Map<string, string>();
  const archive = tarReader(({ path, type, link, size }) => {
    if (type === '2') links.set(path, link.replace(/^(\.\.\/)+/, ''));
    if (type !== '0' || size === 0) return undefined;
    const files: ImageFile[] = [];
    layers.set(path, files);
    return blobReader(
      (file) => files.push(file),
      (text) => blobs.set(path, text),
    );
  });
  await engine.pipe(['image', 'save', image], (chunk) => archive.take(chunk));
  const [manifest] = JSON.parse(blobs.get('manifest.json') ?? '[]') as readonly Manifest[];
  const { history = [] } = JSON.parse(blobs.get(manifest?.Config ?? '') ?? '{}') as Config;
  const texts = history.map(({ created_by: text = '' }) => text);
  const ofBase = basePart(texts.toReversed(), keywords).toReversed();
  const made = history.flatMap(({ empty_layer: isEmpty }, index) =>
    isEmpty === true ? [] : [{ createdBy: instructionOf(texts[index] ?? ''), isBase: ofBase[index] ?? true }],
  );
  return (manifest?.Layers ?? []).map((path, index) => ({
    ...(made[index] ?? { createdBy: '', isBase: true }),
    files: layers.get(path) ?? layers.get(links.get(path) ?? '') ?? [],
  }));
}

/** Reads one part of the archive: a layer, which newer engines save compressed, or a text about them. */
function blobReader(add: (file: ImageFile) => void, keep: (text: string) => void): Sink {
  let sink: Sink | undefined;
  return {
    take(chunk) {
      sink ??= sinkFor(chunk, add, keep);
      return sink.take(chunk);
    },
    end: () => sink?.end?.(),
  };
}

function sinkFor(first: Buffer, add: (file: ImageFile) => void, keep: (text: string) => void): Sink {
  if (first[0] === 0x7b || first[0] === 0x5b)
    return collect((body) => {
      keep(body.toString());
    });
  const layer = tarReader((entry) => fileReader(entry, add));
  return first[0] === 0x1f && first[1] === 0x8b ? unzipped(layer) : layer;
}

function unzipped(sink: Sink): Sink {
  const gunzip = createGunzip();
  const done = (async () => {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) await sink.take(chunk);
  })();
  return {
    async take(chunk) {
      if (!gunzip.write(chunk)) await Promise.race([new Promise((resolve) => gunzip.once('drain', resolve)), done]);
    },
    async end() {
      gunzip.end();
      await done;
    },
  };
}

function fileReader(entry: TarEntry, add: (file: ImageFile) => void): Sink | undefined {
  if (entry.type === '5') return undefined;
  const path = entry.path.replace(/^\.?\//, '');
  const file = { path, size: entry.size, mode: entry.mode, isLink: entry.type === '2' };
  const limit = isNamedSecret(path) ? LARGEST_NAMED : LARGEST_READ;
  if (entry.type === '0' && entry.size > 0 && entry.size <= limit && isWorthReading(path))
    return collect((body) => {
      add({ ...file, text: body.toString('latin1') });
    });
  add(file);
  return undefined;
}
