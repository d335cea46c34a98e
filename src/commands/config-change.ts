import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { Change } from '../model/change.ts';
import { join } from '../repo/repo.ts';
import { defaultOptions, type Options } from '../plan/options.ts';
import { CONFIG_FILE } from './config.ts';
import { schemaAddress } from './config-schema.ts';
import { flags, type Flag } from './flags.ts';

/** What holds without the configuration that is to be written. */
export interface Elsewhere {
  /** What the configurations say as they stand, and the one further out alone. */
  readonly now: Partial<Options>;
  readonly outer: Partial<Options>;
  /** The values that the repository leads to by itself, by setting. */
  readonly found: Readonly<Record<string, unknown>>;
}

/**
 * The change that keeps options in the configuration: what this run does not touch stays, comments too; what holds
 * without it anyway is taken out.
 * @param before the file's text, if it is there.
 */
export function configChange(
  dir: string,
  before: string | undefined,
  options: Options,
  { now, outer, found }: Elsewhere,
): Change | undefined {
  const start = before ?? emptyConfig();
  const touched = flags.flatMap(({ setting: name }: Flag) => {
    if (name === undefined || options[name] === (now[name] ?? defaultOptions[name])) return [];
    const value = options[name] ?? (name in outer ? null : undefined);
    return [{ name, value: value === (outer[name] ?? found[name]) ? undefined : value }];
  });
  const kept = touched
    .filter(({ value }) => value !== undefined)
    .reduce((text, { name, value }) => withKey(text, name, value), start);
  const after = touched
    .filter(({ value }) => value === undefined)
    .reduce((text, { name }) => withoutKey(text, name), kept);
  return before === undefined && start === after ? undefined : changeOf(dir, before, after);
}

function changeOf(dir: string, before: string | undefined, after: string): Change {
  const path = join(dir, CONFIG_FILE);
  if (before === undefined) return { path, kind: 'create', after };
  return { path, kind: before === after ? 'identical' : 'update', before, after };
}

function withKey(text: string, key: string, value: unknown): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return applyEdits(text, modify(text, [key], value, { formattingOptions }));
}

/** A configuration without a key, and with every comment: the library's own removal takes those beside it along. */
function withoutKey(text: string, key: string): string {
  const node = findNodeAtLocation(parseTree(text) ?? { type: 'null', offset: 0, length: 0 }, [key])?.parent;
  if (node === undefined) return text;
  const [before, after] = [text.slice(0, node.offset), text.slice(node.offset + node.length)];
  const comma = /^\s*,/.exec(after);
  const [start, end] =
    comma === null ? [before.replace(/,(\s*)$/, '$1'), after] : [before, after.slice(comma[0].length)];
  return (
    start.replace(/[ \t]+$/, '') +
    (start.endsWith('\n') || /\n[ \t]*$/.test(start) ? end.replace(/^[ \t]*\r?\n/, '') : end)
  );
}

/**
 * The change of the configuration with more keys, as they are to stand.
 * @param change what happens to the file otherwise.
 */
export function addedChange(
  dir: string,
  before: string | undefined,
  change: Change | undefined,
  added: Readonly<Record<string, unknown>>,
): Change {
  const start = change?.after ?? before ?? emptyConfig();
  return changeOf(
    dir,
    before,
    Object.entries(added).reduce((text, [key, value]) => withKey(text, key, value), start),
  );
}

function emptyConfig(): string {
  return `${JSON.stringify({ $schema: schemaAddress }, null, 2)}\n`;
}
