import { parse, TomlError } from 'smol-toml';
import { problem, type Problem } from '../model/problem.ts';
import type { Document } from './json.ts';

export function parseToml(text: string, file: string): Document | Problem {
  try {
    return { file, value: parse(text), lineOf: (...path) => lineOfKey(text, path) };
  } catch (error) {
    const line = error instanceof TomlError ? error.line : 1;
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return problem('malformed-file', { file, reason: `${reason} (line ${line})` }, { file, line });
  }
}

/** TOML parsers keep no positions: the key is looked for below its table's header. */
function lineOfKey(text: string, path: readonly (string | number)[]): number | undefined {
  const key = path.at(-1);
  if (key === undefined) return undefined;
  const lines = text.split('\n');
  const table = path.slice(0, -1).join('.');
  const start = table === '' ? 0 : lines.findIndex((line) => line.trim() === `[${table}]`);
  const keys = [String(key), `"${key}"`];
  const found = lines.findIndex(
    (line, index) =>
      index >= Math.max(start, 0) &&
      keys.some((name) => line.trimStart().startsWith(name) && /^\s*[=.]/.test(line.trimStart().slice(name.length))),
  );
  if (found !== -1) return found + 1;
  return start > 0 ? start + 1 : undefined;
}
