import type { Flag } from './flags.ts';

/** The option that undoes what the configuration keeps: `--no-port`, `--compose`; undefined where nothing is kept. */
export function oppositeOf({ name, setting }: Flag): string | undefined {
  if (setting === undefined) return undefined;
  return name.startsWith('no-') ? name.slice('no-'.length) : `no-${name}`;
}
