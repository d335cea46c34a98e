import { problem, type Problem } from '../../model/problem.ts';
import { lineAt } from '../../parse/lines.ts';
import type { Repo } from '../../repo/repo.ts';

/** A class of settings with its body: lines that are indented or empty. */
const SETTINGS = /^class[ \t]+\w+\([^)\n]*\bBaseSettings\b[^)\n]*\):[^\n]*\n((?:[ \t]+[^\n]*\n|[ \t]*\n)+)/gm;
/** A field of one line, its type and what it is by default. */
const FIELD = /^([ \t]+)([A-Za-z]\w*)[ \t]*:[ \t]*([^=\n#]+?)[ \t]*(?:=[ \t]*([^\n]*?))?[ \t]*(?:#[^\n]*)?$/gm;
const PREFIX = /\benv_prefix\s*=\s*['"](\w*)['"]/;

/**
 * The variables without which a program ends at its start: fields of pydantic's settings that have no default. A field
 * over several lines, or one with another name, is passed over.
 * @see https://docs.pydantic.dev/latest/concepts/pydantic_settings/
 */
export function requiredVariables(repo: Repo, files: readonly string[]): readonly Problem[] {
  return files.flatMap((file) => {
    const text = `${repo.read(file) ?? ''}\n`;
    const found = [...text.matchAll(SETTINGS)].flatMap(({ 1: body = '', index, 0: whole }) => {
      const prefix = PREFIX.exec(body)?.[1] ?? '';
      const indent = /^[ \t]+(?=\S)/m.exec(body)?.[0];
      const start = index + whole.length - body.length;
      return [...body.matchAll(FIELD)]
        .filter(([, own, , type = '', value]) => own === indent && isRequired(type, value))
        .map((field) => ({ name: `${prefix}${field[2] ?? ''}`.toUpperCase(), index: start + field.index }));
    });
    const [first] = found;
    if (first === undefined) return [];
    const names = found.map(({ name }) => name).join(', ');
    return [problem('run-needs-values', { names }, { file, line: lineAt(text, first.index) })];
  });
}

function isRequired(type: string, value: string | undefined): boolean {
  const isWhole = type.split(/[[(]/).length === type.split(/[\])]/).length;
  if (!isWhole || /\bClassVar\b|\balias\b/.test(`${type}${value ?? ''}`)) return false;
  return value === undefined || /^Field\(\s*\.\.\./.test(value);
}
