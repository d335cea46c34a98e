import type { Change } from '../model/change.ts';
import { sourceText } from '../model/fact.ts';
import type { Decision, Plan } from '../model/plan.ts';
import { printable, type Problem } from '../model/problem.ts';
import type { Style } from './terminal.ts';
import { cut } from './terminal.ts';

export const LEVEL_COLOURS = { error: 'red', warning: 'yellow', hint: 'cyan' } as const;

/** A problem as people read it: level, place where the text does not name it, what is wrong, and how to mend it. */
export function problemText({ level, where, what, fix }: Problem, style: Style): string {
  const place =
    where && !what.includes(where.file) ? `${printable(where.file)}${where.line ? `:${where.line}` : ''}: ` : '';
  return `${style(LEVEL_COLOURS[level], level)}: ${place}${what} ${style('dim', fix)}`;
}

const SUBJECT_WIDTH = 16;
const WIDEST_VALUE = 26;

/** Below this width the evidence has a line of its own: beside the value nothing of it could be read. */
const NARROW = 72;

/** The decisions as rows: what about, the value, and the evidence; below a value that is too long for its column. */
export function decisionRows({ decisions }: Plan, style: Style, columns: number): readonly string[] {
  const values = decisions.map(({ value }) => printable(value));
  const widest = Math.min(WIDEST_VALUE, Math.floor(columns / 4));
  const width = Math.max(0, ...values.map(({ length }) => length).filter((length) => length <= widest));
  const isNarrow = columns < NARROW;
  const indent = isNarrow ? 4 : SUBJECT_WIDTH + width + 5;
  return decisions.flatMap((decision, index) => {
    const value = values[index] ?? '';
    const evidence = style('dim', cut(evidenceOf(decision), Math.max(20, columns - indent - 1)));
    const shown = isNarrow ? cut(value, columns - SUBJECT_WIDTH - 4) : value.padEnd(width);
    const start = `  ${style('bold', decision.subject.padEnd(SUBJECT_WIDTH))} ${shown}`;
    return value.length <= width && !isNarrow ? [`${start}  ${evidence}`] : [start, `${' '.repeat(indent)}${evidence}`];
  });
}

/** From where it is known, and why. */
export function evidenceOf({ because, sources }: Decision): string {
  const places = sources.filter((source) => source.kind === 'file' || source.kind === 'flag').map(sourceText);
  return printable([...(places.length > 0 ? [[...new Set(places)].join(', ')] : []), because].join(' · '));
}

const CHANGE_WORDS = {
  create: { word: 'would create', colour: 'green' },
  update: { word: 'would update', colour: 'green' },
  merge: { word: 'would merge', colour: 'green' },
  delete: { word: 'would delete', colour: 'yellow' },
  replace: { word: 'replaces', colour: 'yellow' },
  identical: { word: 'unchanged', colour: 'dim' },
  conflict: { word: 'in the way', colour: 'yellow' },
} as const;

/** What would happen to each file. */
export function changeRows(changes: readonly Change[], style: Style): readonly string[] {
  return changes.map(({ path, kind }) => {
    const { word, colour } = CHANGE_WORDS[kind];
    return `  ${style(colour, word.padEnd(12))} ${printable(path)}`;
  });
}
