import type { Problem } from '../model/problem.ts';
import { parseJson, type Document } from './json.ts';

/** Comments, texts, and words that may be keys: what is left of JSON5 is JSON with comments. */
const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\[\s\S])*"|'((?:[^'\\]|\\[\s\S])*)'|([A-Za-z_$][\w$]*)(?=\s*:)|\+(?=[\d.])|\b0x([0-9a-fA-F]+)\b|(?<![\w.])(\.\d+)/g;

/**
 * JSON5, as pnpm reads package.json5: keys without quotes, texts in single quotes, hexadecimal numbers. Lines stay where
 * they are. @see https://spec.json5.org/ and https://pnpm.io/package_json
 */
export function parseJson5(text: string, file: string): Document | Problem {
  const json = text.replace(TOKENS, (whole, single?: string, key?: string, hex?: string, fraction?: string) => {
    if (single !== undefined) return `"${single.replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"')}"`;
    if (key !== undefined) return `"${key}"`;
    if (hex !== undefined) return String(Number.parseInt(hex, 16));
    if (fraction !== undefined) return `0${fraction}`;
    if (whole === '+') return '';
    // A text may go on behind the end of its line.
    return whole.startsWith('"') ? whole.replace(/\\\n/g, '') : whole;
  });
  return parseJson(json, file);
}
