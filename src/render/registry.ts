/** What comes from a public registry: the mirror stands in its place. */
const MIRRORED = ['docker.io', 'gcr.io', 'ghcr.io'];

/** `FROM [--platform=…] image` and `COPY --from=image`, with what stands before the image. */
const REFERENCES = /^(FROM (?:--\S+ )*|COPY --from=)([^\s$]+)/gm;

/**
 * A Dockerfile whose images come by another registry, whatever public one they stand in.
 * @param registry `host/prefix`; undefined leaves the text as it is.
 */
export function mirrorImages(text: string, registry: string | undefined): string {
  if (registry === undefined) return text;
  const stages = new Set([...text.matchAll(/^FROM .* AS (\S+)$/gm)].map(([, name]) => name));
  return text
    .replace(/^# syntax=(\S+)/, (_whole, image: string) => `# syntax=${mirrored(image, registry)}`)
    .replace(REFERENCES, (whole, start: string, image: string) =>
      stages.has(image) || image === 'scratch' ? whole : start + mirrored(image, registry),
    );
}

/** @see https://github.com/distribution/reference for what a name without a host means */
function mirrored(image: string, registry: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const host = hasHost ? first : 'docker.io';
  const path = hasHost ? rest.join('/') : rest.length > 0 ? image : `library/${image}`;
  return MIRRORED.includes(host) ? `${registry}/${path}` : image;
}
