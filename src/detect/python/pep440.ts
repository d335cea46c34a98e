import pep440 from '@renovatebot/pep440';
import type { Statement } from '../version.ts';

const ANY = new Set(['latest', '*', 'system', 'stable', '3', 'python', 'python3']);

/**
 * Reads how Python tools write versions: `3.13`, `3.12.1`, `python-3.11.4` (runtime.txt), `cpython-3.12`, PEP 440
 * ranges (`>=3.11,<4`) and Poetry's `^3.10`.
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function readPythonStatement(text: string): Statement | undefined {
  const plain = text.trim().replace(/^(c?python)[-@]?(?=\d)/i, '');
  if (ANY.has(plain.toLowerCase())) return { kind: 'range', text: plain, allows: () => true };
  const release = /^=?=?=?\s*(\d+\.\d+(?:\.\d+)?)(?:\.\*)?$/.exec(plain)?.[1];
  if (release !== undefined) return { kind: 'release', release };
  const alternatives = plain.split('||').map((part) => range(part.trim()));
  if (plain === '' || alternatives.some((part) => !pep440.validRange(part))) return undefined;
  return {
    kind: 'range',
    text: plain,
    allows: (candidate) => alternatives.some((part) => pep440.satisfies(candidate, part)),
  };
}

/** Poetry's caret and tilde in PEP 440's terms. @see https://python-poetry.org/docs/dependency-specification/ */
function range(text: string): string {
  return text
    .split(',')
    .map((part) => {
      const [, operator, version] = /^\s*([\^~])\s*(\d+(?:\.\d+)*)\s*$/.exec(part) ?? [];
      if (operator === undefined || version === undefined) return part.trim();
      const [major = '3', minor] = version.split('.');
      return operator === '^' || minor === undefined
        ? `>=${version},<${Number(major) + 1}`
        : `>=${version},<${major}.${Number(minor) + 1}`;
    })
    .join(',');
}
