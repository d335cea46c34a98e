import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../templates');

/** The templates as texts, by their name (`stages/runtime`). */
export function templateTexts(): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));
  return new Map(
    names.map((name) => [
      name.replaceAll('\\', '/').replace(/\.hbs$/, ''),
      readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'),
    ]),
  );
}
