import { gt, valid } from 'semver';
import { lineOf, type Tool } from '../releases.ts';
import { referencesOf, withReferences } from './references.ts';

/** Digests by the image, tag included, that they are of. */
export type Digests = ReadonlyMap<string, string>;

/** Images whose tags begin with a release, by the last part of their name; and how many parts of it name a line. */
const RELEASES: Readonly<Record<string, { readonly tool: Tool; readonly parts: 1 | 2 } | undefined>> = {
  node: { tool: 'node', parts: 1 },
  python: { tool: 'python', parts: 2 },
  golang: { tool: 'go', parts: 2 },
  bun: { tool: 'bun', parts: 1 },
};

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A Dockerfile in which a tag that names a line names the line's newest release instead. */
export function pinPatches(text: string): string {
  return withReferences(text, (image) => {
    const { name, tag } = partsOf(image);
    const { tool, parts } = releasesOf(name) ?? {};
    const stated = numberOf(tag);
    if (tool === undefined || stated.split('.').length !== parts) return image;
    const newest = lineOf(tool, stated)?.newest ?? stated;
    return `${name}:${newest}${tag.slice(stated.length)}`;
  });
}

/** The images of a Dockerfile whose tags still move within a line: of these the table knows no releases. */
export function movingImages(text: string): readonly string[] {
  return referencesOf(text).filter((image) => !image.includes('@') && !/^\d+\.\d+\.\d+/.test(partsOf(image).tag));
}

/**
 * A Dockerfile with the newer of two patch releases where another text names the same image: what updates pins in the
 * repository is not undone by a table that is older.
 */
export function keepNewerPatches(text: string, standing: string): string {
  const others = referencesOf(standing).map(partsOf);
  return withReferences(text, (image) => {
    const { name, tag } = partsOf(image);
    const release = numberOf(tag);
    const { parts } = releasesOf(name) ?? {};
    if (parts === undefined || valid(release) === null) return image;
    const rest = tag.slice(release.length);
    const line = (text: string): string => text.split('.').slice(0, parts).join('.');
    const newest = others
      .filter((other) => other.name === name && other.tag === numberOf(other.tag) + rest)
      .map((other) => numberOf(other.tag))
      .filter((other) => valid(other) !== null && line(other) === line(release))
      .reduce((best, other) => (gt(other, best) ? other : best), release);
    return `${name}:${newest}${rest}`;
  });
}

/** A workflow with the newer of two releases where another text pins the same action. */
export function keepNewerActions(text: string, standing: string): string {
  const pinned = /\b([\w.-]+(?:\/[\w.-]+)+)@[0-9a-f]{40} # v(\d+\.\d+\.\d+)$/gm;
  const others = new Map([...standing.matchAll(pinned)].map(([whole, name, version]) => [name, { whole, version }]));
  return text.replace(pinned, (whole, name: string, version: string) => {
    const other = others.get(name);
    return other?.version !== undefined && gt(other.version, version) ? other.whole : whole;
  });
}

/** A Dockerfile whose images are named by digest, beside their tag, as far as digests are known. */
export function pinDigests(text: string, digests: Digests): string {
  return withReferences(text, (image) => {
    const digest = digests.get(image);
    return digest === undefined || image.includes('@') ? image : `${image}@${digest}`;
  });
}

/** The digests that a Dockerfile names. */
export function digestsIn(text: string): Digests {
  const parts = referencesOf(text).map((image) => image.split('@'));
  return new Map(
    parts.flatMap(([image = '', digest = '']): [string, string][] => (DIGEST.test(digest) ? [[image, digest]] : [])),
  );
}

export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

function releasesOf(name: string): (typeof RELEASES)[string] {
  return RELEASES[name.split('/').at(-1) ?? ''];
}

/** The number that a tag begins with. */
function numberOf(tag: string): string {
  return /^\d+(?:\.\d+)*(?=-|$)/.exec(tag)?.[0] ?? '';
}

function partsOf(image: string): { readonly name: string; readonly tag: string } {
  const [plain = ''] = image.split('@');
  const colon = plain.indexOf(':', plain.lastIndexOf('/') + 1);
  return colon < 0 ? { name: plain, tag: '' } : { name: plain.slice(0, colon), tag: plain.slice(colon + 1) };
}
