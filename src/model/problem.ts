import { problemTable, type ProblemId } from '../problems/index.ts';

export type Level = 'error' | 'warning' | 'hint';

/** Something to know or to mend: what, where, and how. Made from the table in src/problems/ alone. */
export interface Problem {
  readonly id: ProblemId;
  readonly level: Level;
  readonly what: string;
  readonly fix: string;
  readonly where?: { readonly file: string; readonly line?: number };
  readonly flag?: string;
}

/**
 * Makes a Problem from the table; `{name}` in its texts is replaced by `args.name`.
 * Control characters of the arguments are shown escaped, so that a hostile name cannot forge a line of output.
 */
export function problem(
  id: ProblemId,
  args: Readonly<Record<string, string | number>> = {},
  where?: { file: string; line?: number },
): Problem {
  const entry = problemTable[id];
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? printable(String(args[name])) : whole));
  return {
    id,
    level: entry.level,
    what: fill(entry.what),
    fix: fill(entry.fix),
    ...(where ? { where } : {}),
    ...('flag' in entry ? { flag: entry.flag } : {}),
  };
}

/** Text for one line of a terminal: control characters escaped, at most 200 characters. */
export function printable(text: string): string {
  const escaped = escapeControls(text);
  return escaped.length > 200 ? `${escaped.slice(0, 199)}…` : escaped;
}

export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) =>
    JSON.stringify(c)
      .slice(1, -1)
      .replace(/^[^\\]$/, (raw) => `\\u${raw.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** The exit code that a list of problems asks for, or 0. The first error decides. */
export function exitCodeOf(problems: readonly Problem[]): number {
  const first = problems.find((p) => p.level === 'error');
  if (first === undefined) return 0;
  const entry = problemTable[first.id];
  return 'exit' in entry ? entry.exit : 70;
}

/** Whether what a function gave back is why it has no value. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'id' in value && 'level' in value && 'fix' in value;
}
