import { placeOf, withReferences } from './references.ts';

/** What comes from a public registry: the mirror stands in its place. */
const MIRRORED = ['docker.io', 'gcr.io', 'ghcr.io'];

/**
 * A Dockerfile whose images come by another registry, whatever public one they stand in.
 * @param registry `host/prefix`; undefined leaves the text as it is.
 */
export function mirrorImages(text: string, registry: string | undefined): string {
  if (registry === undefined) return text;
  return withReferences(text, (image) => mirrored(image, registry)).replace(
    /^# syntax=(\S+)/,
    (_whole, image: string) => `# syntax=${mirrored(image, registry)}`,
  );
}

function mirrored(image: string, registry: string): string {
  const { host, path } = placeOf(image);
  return MIRRORED.includes(host) ? `${registry}/${path}` : image;
}
