/** A name that compose accepts. @see https://docs.docker.com/reference/compose-file/services/ */
export function serviceName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
  return plain === '' ? 'app' : plain;
}

/** Gives each name once: where it is taken already, with the next number that is free. */
export function namesOnce(): (name: string) => string {
  const taken = new Set<string>();
  return (plain) => {
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
    taken.add(name);
    return name;
  };
}
