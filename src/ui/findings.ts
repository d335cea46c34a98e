import type { Checked } from '../check/index.ts';
import type { Finding, Place } from '../check/context.ts';
import { printable } from '../model/problem.ts';
import { checkProblems } from '../problems/check.ts';
import { LEVEL_COLOURS } from './report.ts';
import type { Style } from './terminal.ts';

/** The findings as people read them: the place, what is wrong, what contradicts it, how to mend it and why the rule holds. */
export function findingLines(checked: readonly Checked[], style: Style): readonly string[] {
  return checked.flatMap(({ findings }) => findings.flatMap((finding) => linesOf(finding, style)));
}

function linesOf({ id, level, what, fix, where, evidence }: Finding, style: Style): readonly string[] {
  const { why, source } = checkProblems[id];
  return [
    `${placeText(where)}  ${style(LEVEL_COLOURS[level], level)} ${style('bold', id)}`,
    `  ${what}${evidence === undefined ? '' : ` ${style('cyan', `(${placeText(evidence)})`)}`}`,
    `  ${fix}`,
    style('dim', `  ${why} ${source}`),
  ];
}

function placeText(place: Place | undefined): string {
  return place === undefined ? '' : printable(place.file) + (place.line === undefined ? '' : `:${place.line}`);
}

/** One line at the end: what was looked at, and how much was found. */
export function findingSummary(checked: readonly Checked[]): string {
  const names = checked.map(({ dockerfile, app }) => `${dockerfile}${app === undefined ? '' : ` (${app})`}`).join(', ');
  const all = checked.flatMap(({ findings }) => findings).filter(({ level }) => level !== 'hint').length;
  return `${names}: ${all === 0 ? 'it fits' : all === 1 ? '1 finding' : `${all} findings`}.`;
}
