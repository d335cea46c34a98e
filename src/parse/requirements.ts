import { parsePipRequirementsLine } from 'pip-requirements-js';

/** One line of a requirements file, understood. */
export type RequirementLine =
  | { readonly kind: 'package'; readonly name: string; readonly extras: readonly string[]; readonly line: number }
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
      path: include[2].trim(),
      line,
    };
  const target = text.replace(/^(-e|--editable)(\s*=\s*|\s+)/, '');
  const requirement = parsePackage(target);
  if (requirement !== undefined) return { kind: 'package', ...requirement, line };
  if (/^(\.{1,2}(\/|\[|$)|file:(?!\/\/)|file:\/\/\/?\.|[\w-]+\/)/.test(target) && !target.includes('://'))
    return { kind: 'local', path: target.replace(/^file:/, '').replace(/\[.*$/, ''), line };
  return { kind: 'option', text, line };
}

/** The name and extras of a PEP 508 requirement; undefined where the text is none. */
export function parsePackage(text: string): { readonly name: string; readonly extras: readonly string[] } | undefined {
  try {
    const parsed = parsePipRequirementsLine(text);
    if (parsed === null || (parsed.type !== 'ProjectName' && parsed.type !== 'ProjectURL')) return undefined;
    return { name: normaliseName(parsed.name), extras: (parsed.extras ?? []).map(normaliseName) };
  } catch {
    return undefined;
  }
}
