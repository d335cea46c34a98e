import { accessSync, constants, writeFileSync } from 'node:fs';
import { basename, join as joinPath, resolve } from 'node:path';
import { dockerfilesOf } from '../check/index.ts';
import { openBelongings } from '../docker/belongings.ts';
import { Interrupted, interruptible, openEngine, type Engine } from '../docker/engine.ts';
import { engineProblem } from '../docker/presence.ts';
import { readComposeApp } from '../docker/services.ts';
import { verifySession } from '../docker/steps/index.ts';
import type { Session, VerifyOptions } from '../docker/steps/session.ts';
import { exitCodeOf, isProblem, problem, type Problem } from '../model/problem.ts';
import { reasonOf } from '../repo/open.ts';
import { join } from '../repo/repo.ts';
import { openSteps } from '../ui/steps.ts';
import { sizesPicture } from '../ui/verify-picture.ts';
import { reportMarkdown } from '../ui/verify-markdown.ts';
import { reportLines } from '../ui/verify-report.ts';
import type { Terminal } from '../ui/terminal.ts';
import type { Report } from '../verify/report.ts';
import { subjectOf, type Subject } from '../verify/subject.ts';
import { openPlace, optionsOf, type Place } from './place.ts';
import { refuse } from './refuse.ts';
import type { Request } from './request.ts';

/**
 * Builds, runs, asks and measures what a Dockerfile makes.
 * @returns the exit code: 1 where a step failed, 7 where the engine or the machine did.
 */
export async function verify(request: Request, terminal: Terminal): Promise<number> {
  const place = await openPlace(request.dir, request.given.presetsFrom, terminal);
  if (isProblem(place)) return refuse([place], terminal);
  const subject = readSubject(place, request);
  if (isProblem(subject)) return refuse([subject], terminal);
  const options = verifyOptions(request);
  if (isProblem(options)) return refuse([options], terminal);
  try {
    const result = await interruptible((signal) => run(openEngine(signal), place, subject, options, terminal));
    if (isProblem(result)) return refuse([result], terminal);
    return tell(result, request, terminal);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.say('Interrupted: what was made is removed.');
    return 130;
  }
}

function readSubject(place: Place, request: Request): Subject | Problem {
  const { repo, dir, root } = place;
  const { app, output } = optionsOf(place, request);
  const named = join(dir, output);
  const [path] = repo.has(named) ? [named] : dockerfilesOf(repo, dir);
  if (path === undefined) return problem('no-dockerfile', { dir: request.dir });
  return subjectOf(repo, path, basename(joinPath(root, dir)), app);
}

function verifyOptions({ verify: given, scan }: Request): VerifyOptions | Problem {
  const envFile = given.envFile === undefined ? undefined : resolve(given.envFile);
  try {
    if (envFile !== undefined) accessSync(envFile, constants.R_OK);
  } catch (error) {
    return problem('env-file-unreadable', { file: given.envFile ?? '', reason: reasonOf(error) });
  }
  return {
    compare: given.compare,
    scan,
    buildSeconds: given.timeout,
    waitSeconds: given.wait,
    ...(given.builder === undefined ? {} : { builder: given.builder }),
    ...(envFile === undefined ? {} : { envFile }),
  };
}

/** Everything that touches the engine; whatever comes, nothing that was made is left. */
async function run(
  engine: Engine,
  { root }: Place,
  subject: Subject,
  options: VerifyOptions,
  terminal: Terminal,
): Promise<Report | Problem> {
  const missing = await engineProblem(engine, options.builder);
  if (missing !== undefined) return missing;
  const belongings = openBelongings();
  const progress = openSteps(terminal);
  try {
    const session: Session = {
      engine,
      belongings,
      subject,
      options,
      dockerfile: joinPath(root, subject.path),
      context: joinPath(root, subject.contextDir),
      measured: {},
      found: { built: [] },
      progress: progress.detail,
    };
    await readCompose(session, root);
    const report = await verifySession(session, progress.step);
    const outside = report.steps.find(({ failure }) => failure?.cause?.isOutside)?.failure?.cause;
    return outside === undefined
      ? report
      : problem('outside-failed', { cause: outside.cause.replace(/\.$/, ''), fix: outside.fix });
  } finally {
    progress.step('removing what was made');
    const left = await belongings.remove();
    progress.end();
    if (left.length > 0) refuse([problem('left-behind', { ids: left.join(', ') })], terminal);
  }
}

async function readCompose({ engine, belongings, subject, found, dockerfile }: Session, root: string): Promise<void> {
  if (subject.composeFile === undefined) return;
  const file = joinPath(root, subject.composeFile);
  const app = await readComposeApp(engine, file, dockerfile, belongings.name);
  if (app !== undefined && 'fault' in app) found.composeFault = app.fault;
  else if (app !== undefined) found.compose = app;
}

/** The report where it was asked for, and the exit code. */
function tell(report: Report, { json, markdown, verify: { svg } }: Request, terminal: Terminal): number {
  if (json) terminal.print(JSON.stringify(report, null, 2));
  else if (markdown) terminal.print(reportMarkdown(report));
  else for (const line of reportLines(report, terminal.style, terminal.columns)) terminal.print(line);
  if (svg !== undefined && report.measured.image !== undefined) {
    const unwritten = write(svg, sizesPicture(report.name, report.measured));
    if (unwritten !== undefined) return Math.max(refuse([unwritten], terminal), exitCodeOf([unwritten]));
  }
  return report.passed ? 0 : 1;
}

function write(path: string, text: string): Problem | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return problem('cannot-write', { file: path, reason: reasonOf(error) });
  }
}
