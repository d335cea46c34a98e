import type { Options } from '../plan/options.ts';
import { hasDocker } from '../docker/present.ts';
import { scannersHere } from '../docker/scan.ts';
import { exitCodeOf, isProblem, problem, type Problem } from '../model/problem.ts';
import { planRows } from '../ui/apps.ts';
import { nextSteps } from '../ui/next-steps.ts';
import { importRows } from '../ui/import-report.ts';
import { changeRows, problemText } from '../ui/report.ts';
import type { Terminal } from '../ui/terminal.ts';
import { conflictsOf } from '../write/compare.ts';
import { pathFromHere } from './bundle.ts';
import { commandLine } from './command-line.ts';
import { invocation } from './invocation.ts';
import { openPlace, optionsOf } from './place.ts';
import { failed, prepare, type Agreement, type Result } from './prepare.ts';
import { withAskedDigests } from './pin.ts';
import { looksOnly, type Request } from './request.ts';

/**
 * The default command: looks at a directory, asks where somebody is there to answer, and writes.
 * @returns the exit code.
 */
export async function generate(request: Request, terminal: Terminal): Promise<number> {
  const opened = await openPlace(request.dir, request.given.presetsFrom, terminal);
  if (isProblem(opened)) return report(request, failed(opened), terminal);
  const place = request.given.import === undefined ? opened : { ...opened, ...(await import('./import.ts')) };
  const options = optionsOf(place, request);
  const found = { result: prepare(place, options), options, force: request.force };
  const pinned = (chosen: Agreement): Promise<Agreement> =>
    withAskedDigests(chosen, request.given, (options, digests) => prepare(place, options, digests));
  if (looksOnly(request)) return look(request, (await pinned(found)).result, terminal);
  const asks = terminal.interactive && !request.yes && !request.json;
  if (!request.json) showImport(found.result, terminal);
  const agreed = asks ? await ask(found, (options) => prepare(place, options), terminal) : found;
  if (agreed === undefined) {
    terminal.say('Cancelled: nothing was written.');
    return 130;
  }
  const code = await write(request, await pinned(agreed), terminal);
  if (asks && code === 0) {
    const here = fromHere(place.root);
    const same = { ...agreed, options: { ...agreed.options, ...here(agreed.options) } };
    const kept = { ...place.config.options, ...here(place.config.options) };
    const program = invocation(process.env['npm_config_user_agent'], process.argv[1]);
    terminal.say(`The same without questions: ${commandLine(request.dir, same, kept, program)}`);
  }
  return code;
}

/** The paths among options as seen from the working directory. */
function fromHere(root: string): (options: Partial<Options>) => Partial<Options> {
  return ({ ca }) => (ca === undefined ? {} : { ca: pathFromHere(root, ca, process.cwd()) });
}

async function ask(found: Agreement, replan: (options: Options) => Result, terminal: Terminal) {
  const { agree } = await import('../ui/agree.ts');
  return agree(found, replan, terminal);
}

/** Says what a run would do. What shows the difference or a part of the result has no conflict to fail on. */
async function look(request: Request, found: Result, terminal: Terminal): Promise<number> {
  const shows = request.diff || request.print !== undefined;
  const conflicts = request.force || shows ? [] : conflictsOf(found.changes);
  const result = { ...found, problems: [...standing(found.problems, request.force || shows), ...conflicts] };
  if (!request.json && request.print === undefined) {
    showImport(result, terminal);
    for (const row of planRows(result.plan, terminal.style, terminal.columns)) terminal.say(row);
    for (const row of changeRows(result.changes, terminal.style)) terminal.say(row);
  }
  if (request.diff) {
    const { unifiedDiff } = await import('../ui/diff.ts');
    const text = unifiedDiff(result.changes);
    if (request.json || request.print !== undefined) terminal.say(text);
    else if (text !== '') terminal.print(text);
  }
  const code = report(request, result, terminal);
  const changes = result.changes.some(({ kind }) => kind !== 'identical');
  return code === 0 && request.exitCode && changes ? 1 : code;
}

async function write(request: Request, { result, options, force }: Agreement, terminal: Terminal): Promise<number> {
  const problems = standing(result.problems, force);
  if (exitCodeOf(problems) !== 0) return report(request, { ...result, problems }, terminal);
  const { writeChanges } = await import('../write/index.ts');
  const written = await writeChanges(result.root, result.changes, result.files, force);
  const scanners = request.scan ? scannersHere() : [];
  const scanner = scanners.find((each) => each === options.scanner) ?? scanners[0];
  const hints = [
    ...(request.json || hasDocker() ? [] : [problem('docker-missing')]),
    ...(request.scan && scanner === undefined ? [problem('scanner-missing')] : []),
  ];
  const code = report(request, { ...result, problems: [...problems, ...written.problems, ...hints] }, terminal);
  if (exitCodeOf(written.problems) === 0 && !request.json)
    for (const line of nextSteps(result, written, process.cwd(), scanner)) terminal.say(line);
  return code;
}

function showImport({ imported }: Result, terminal: Terminal): void {
  if (imported === undefined) return;
  for (const row of importRows(imported, terminal.style, terminal.columns)) terminal.say(row);
}

/** What is left of the problems where files of a person may be replaced. */
function standing(problems: readonly Problem[], force: boolean): readonly Problem[] {
  return force ? problems.filter(({ id }) => id !== 'containerfile-exists') : problems;
}

/** JSON to stdout where it was asked for, problems to stderr; the exit code that the problems ask for. */
function report(
  request: Request,
  { schemaVersion, repository, plan, files, changes, problems: standing, failures, imported }: Result,
  terminal: Terminal,
): number {
  const problems = [...standing, ...failures];
  const parts = { repository, plan, files, changes };
  if (request.json) terminal.print(toJson({ schemaVersion, repository, plan, changes, problems, imported }));
  else if (request.print !== undefined) terminal.print(toJson(parts[request.print]));
  const said = request.json ? problems.filter(({ level }) => level === 'error') : problems;
  for (const each of said) terminal.say(problemText(each, terminal.style));
  return exitCodeOf(problems);
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
