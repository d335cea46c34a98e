import type { AppPlan, Plan } from '../model/plan.ts';
import { printable } from '../model/problem.ts';
import { decisionRows } from './report.ts';
import { cut, type Style } from './terminal.ts';

/** What was decided: the decisions of one app, or a table of several. */
export function planRows(plan: Plan, style: Style, columns: number): readonly string[] {
  return plan.apps === undefined ? decisionRows(plan, style, columns) : appRows(plan, plan.apps, style, columns);
}

const HEAD = ['app', 'folder', 'preset', 'base', 'port', ''];

/** A row for each app: what it is, where, on what, and the address on this machine; or why it gets no files. */
function appRows(plan: Plan, apps: readonly AppPlan[], style: Style, columns: number): readonly string[] {
  const rows = apps.map((app) => cellsOf(app, plan).map(printable));
  const widths = HEAD.map((head, index) => Math.max(...[head, ...rows.map((row) => row[index] ?? '')].map(widthOf)));
  const line = (cells: readonly string[]): string =>
    cut(`  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(), columns);
  return [style('bold', line(HEAD)), ...rows.map(line)];
}

function cellsOf({ name, folder, decisions, problems, service }: AppPlan, { compose }: Plan): readonly string[] {
  const valueOf = (flag: string): string => decisions.find((decision) => decision.flag === flag)?.value ?? '';
  const published = compose?.services.find((each) => each.kind === 'app' && each.name === service);
  const host = published?.kind === 'app' ? published.published : undefined;
  const port = valueOf('--port');
  const [error] = problems.filter(({ level }) => level === 'error');
  const warnings = problems.filter(({ level }) => level === 'warning').length;
  const note = warnings === 0 ? '' : warnings === 1 ? '1 warning' : `${warnings} warnings`;
  return [
    name,
    folder || '.',
    ...(error === undefined ? [valueOf('--preset'), valueOf('--base')] : ['-', '-']),
    host === undefined || String(host) === port ? port : `${host}:${port}`,
    error === undefined ? note : `no files: ${error.id}`,
  ];
}

function widthOf({ length }: string): number {
  return length;
}
