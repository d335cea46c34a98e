import type { Change } from '../model/change.ts';
import { printable, problem, type Problem } from '../model/problem.ts';
import type { RenderedFile } from '../render/index.ts';
import { mergeTexts, type Clash } from './merge.ts';
import { unsoundness } from './sound.ts';

/** What stands on the disk, what this tool last wrote there, and whose lines stay where both changed the same. */
export interface Standing {
  readonly onDisk: ReadonlyMap<string, string>;
  readonly lastWritten: ReadonlyMap<string, string>;
  readonly keepMine: boolean;
}

/** Compares what would be written with what stands on the disk; edits of files that were written before are merged. */
export function compareFiles(files: readonly RenderedFile[], standing: Standing): readonly Change[] {
  return files.map((file) => compareFile(file, standing));
}

function compareFile({ path, text }: RenderedFile, { onDisk, lastWritten, keepMine }: Standing): Change {
  const before = onDisk.get(path);
  if (before === undefined) return { path, kind: 'create', after: text };
  const look = lookOf(before);
  const mine = plain(before);
  const base = lastWritten.get(path);
  if (mine === text || base === text) return { path, kind: 'identical', before, after: before };
  if (base === mine) return { path, kind: 'update', before, after: look(text) };
  const foreign = problem('file-conflict', { file: path }, { file: path });
  // Bytes that are no text would not come out of a merge as they went in.
  if (base === undefined || before.includes('\uFFFD'))
    return { path, kind: 'conflict', before, after: look(text), problems: [foreign] };
  const { theirs, kept, problems } = merge(path, base, mine, text);
  if (problems.length > 0 && !keepMine) return { path, kind: 'conflict', before, after: look(theirs), problems };
  const after = look(problems.length > 0 ? kept : theirs);
  return { path, kind: after === before ? 'identical' : 'merge', before, after };
}

interface Outcome {
  /** The text in which the new lines win, and the one in which the person's do. */
  readonly theirs: string;
  readonly kept: string;
  readonly problems: readonly Problem[];
}

function merge(path: string, base: string, mine: string, text: string): Outcome {
  const merged = mergeTexts(base, mine, text);
  const fault = (result: string): string | undefined => unsoundness(path, result, [mine, text]);
  const why = merged === undefined ? 'lines that belong together were changed apart' : fault(merged.theirs);
  const kept = merged === undefined || fault(merged.mine) !== undefined ? mine : merged.mine;
  const problems = merged?.clashes.map((clash) => clashProblem(path, clash)) ?? [];
  if (merged !== undefined && why === undefined) return { theirs: merged.theirs, kept, problems };
  const unsound = problem('merge-unsound', { file: path, why: why ?? '' }, { file: path });
  return { theirs: text, kept, problems: [...problems, unsound] };
}

function clashProblem(file: string, { line, mine, theirs }: Clash): Problem {
  return problem('merge-conflict', { yours: quoted(mine), now: quoted(theirs) }, { file, line });
}

const LONGEST = 80;

/** Lines on one line. */
function quoted(text: string): string {
  const line = printable(text.trim().replace(/\s*\n\s*/g, ' ⏎ '));
  if (line === '') return 'nothing';
  return `"${line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line}"`;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** A text in LF and without a byte order mark, as it is generated. */
function plain(text: string): string {
  return text.replace(BYTE_ORDER_MARK, '').replaceAll('\r\n', '\n');
}

/** What gives a generated text the line ends and the mark of the file that it replaces. */
function lookOf(before: string): (text: string) => string {
  const carriageReturns = before.split('\r\n').length - 1;
  const isCrlf = carriageReturns * 2 > before.split('\n').length - 1;
  const mark = before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  return (text) => mark + (isCrlf ? text.replaceAll('\n', '\r\n') : text);
}

/** The problems of what is in the way. */
export function conflictsOf(changes: readonly Change[]): readonly Problem[] {
  return changes.flatMap(({ kind, problems }) => (kind === 'conflict' ? (problems ?? []) : []));
}
