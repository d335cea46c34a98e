import { holdsOnLinux, parseMarker } from './markers.ts';

/** A PEP 508 requirement, as far as an image depends on it. */
export interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
  /** Its version specifiers, `>=1,<2`. */
  readonly specifiers?: string;
  /** Where it is fetched from, when that is not an index. */
  readonly url?: string;
  /** Whether its marker leaves Linux out. */
  readonly isElsewhere?: true;
}

/** One line of a requirements file, understood. */
export type RequirementLine =
  | (Requirement & { readonly kind: 'package'; readonly line: number })
  | { readonly kind: 'include'; readonly option: '-r' | '-c'; readonly path: string; readonly line: number }
  /** A folder or file of the repository that is installed: `.`, `-e ./lib`. */
  | { readonly kind: 'local'; readonly path: string; readonly line: number }
  | { readonly kind: 'option'; readonly text: string; readonly line: number };

/** A distribution's name as PEP 503 compares it. @see https://peps.python.org/pep-0503/#normalized-names */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * Reads a requirements file: continuation lines, comments, options and hashes as pip does.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): readonly RequirementLine[] {
  const joined = text.replace(/\\\n/g, (found) => `\u0000${found.slice(2)}`).split('\n');
  let line = 0;
  return joined.flatMap((raw) => {
    const start = line + 1;
    line = start + raw.split('\u0000').length - 1;
    const plain = raw
      .replaceAll('\u0000', ' ')
      .replace(/(^|\s)#.*$/, '')
      .replace(/\s--(hash|config-settings?|global-option)[=\s]\S+/g, '')
      .trim();
    return plain === '' ? [] : [parseRequirementLine(plain, start)];
  });
}

function parseRequirementLine(text: string, line: number): RequirementLine {
  const include = /^(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?=\S))(.+)$/.exec(text);
  if (include?.[2] !== undefined)
    return {
      kind: 'include',
      option: include[1]?.startsWith('-r') || include[1] === '--requirement' ? '-r' : '-c',
      path: include[2].trim().replace(/^(['"])(.*)\1$/, '$2'),
      line,
    };
  const target = text.replace(/^(-e|--editable)(\s*=\s*|\s+)/, '');
  const requirement = parsePackage(target) ?? namedByAddress(target);
  if (requirement !== undefined) return { kind: 'package', ...requirement, line };
  if (/^(\.{1,2}(\/|\[|$)|file:(?!\/\/)|file:\/\/\/?\.|[\w-]+\/)/.test(target) && !target.includes('://'))
    return { kind: 'local', path: target.replace(/^file:/, '').replace(/\[.*$/, ''), line };
  return { kind: 'option', text, line };
}

/** `git+https://…#egg=name`, the older way to name what an address holds. */
function namedByAddress(text: string): Requirement | undefined {
  const name = /^[\w+]+:\/\/.*#.*\begg=([\w.-]+)/.exec(text)?.[1];
  return name === undefined ? undefined : { name: normaliseName(name), extras: [], url: text };
}

/** A name with extras; then an address, or version specifiers in brackets or without; then a marker. */
const NAME = String.raw`[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const NAMES = new RegExp(NAME, 'g');
const HEAD = new RegExp(String.raw`^(${NAME})[ \t]*(?:\[[ \t]*((?:${NAME}[ \t]*(?:,[ \t]*(?!\])|(?=\])))*)\])?[ \t]*`);
const ADDRESS = /^@[ \t]*([\w.~:/?#[\]@!$&'()*+,;=%-]+?)(?:[ \t]+;(.*))?[ \t]*$/;
const ONE = String.raw`(?:===|[<>=!~]=|[<>])[ \t]*[A-Za-z0-9_.*+!-]+[ \t]*`;
const SPECIFIERS = new RegExp(
  String.raw`^((?:${ONE}(?:,[ \t]*${ONE})*)?|\([ \t]*(?:${ONE}(?:,[ \t]*${ONE})*)?\)[ \t]*)(?:;(.*))?$`,
);

/**
 * Reads a PEP 508 requirement; undefined where the text is none.
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 */
export function parsePackage(text: string): Requirement | undefined {
  const trimmed = text.trim();
  const head = HEAD.exec(trimmed);
  if (head?.[1] === undefined) return undefined;
  const rest = trimmed.slice(head[0].length);
  const address = ADDRESS.exec(rest);
  const found = address ?? SPECIFIERS.exec(rest);
  if (found === null) return undefined;
  const [, value = '', condition] = found;
  const marker = condition === undefined ? undefined : parseMarker(condition);
  if (condition !== undefined && marker === undefined) return undefined;
  // What a marker asks of Python is not known yet: such a line says nothing about versions.
  const specifiers = address || marker ? '' : value.replace(/[() \t]/g, '');
  return {
    name: normaliseName(head[1]),
    extras: (head[2]?.match(NAMES) ?? []).map(normaliseName),
    ...(specifiers === '' ? {} : { specifiers }),
    ...(address ? { url: value } : {}),
    ...(marker && holdsOnLinux(marker) === false ? { isElsewhere: true } : {}),
  };
}
