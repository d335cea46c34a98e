/** `FROM [--platform=…] image` and `COPY --from=image`, with what stands before the image. */
const REFERENCES = /^(FROM (?:--\S+ )*|COPY --from=)([^\s$]+)/gm;

/** A Dockerfile in which each image of a registry is replaced; its own stages and `scratch` are none. */
export function withReferences(text: string, change: (image: string) => string): string {
  const stages = new Set([...text.matchAll(/^FROM .* AS (\S+)$/gm)].map(([, name]) => name));
  return text.replace(REFERENCES, (whole, start: string, image: string) =>
    stages.has(image) || image === 'scratch' ? whole : start + change(image),
  );
}

/** The images of registries that a Dockerfile names, each once. */
export function referencesOf(text: string): readonly string[] {
  const found = new Set<string>();
  withReferences(text, (image) => {
    found.add(image);
    return image;
  });
  return [...found];
}

/** Where an image comes from. @see https://github.com/distribution/reference for what a name without a host means */
export function placeOf(image: string): { readonly host: string; readonly path: string } {
  const [first = '', ...rest] = image.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (hasHost) return { host: first, path: rest.join('/') };
  return { host: 'docker.io', path: rest.length > 0 ? image : `library/${image}` };
}
