import { problem } from '../../model/problem.ts';
import type { Report, StepReport } from '../../verify/report.ts';
import { EngineFault, Interrupted } from '../engine.ts';
import { lastWords, wordsOf } from '../container.ts';
import { buildSteps } from './build.ts';
import { contentSteps } from './contents.ts';
import { rebuildSteps } from './rebuild.ts';
import { runSteps } from './run.ts';
import { scanStep } from './scan.ts';
import { failure, type Outcome, type Session, type Step } from './session.ts';

/** All that is proven, in order. */
function stepsOf({ subject, options }: Session): readonly Step[] {
  return [
    ...buildSteps(subject.targets),
    ...contentSteps,
    ...runSteps,
    ...rebuildSteps.filter(({ id }) => id !== 'compare' || options.compare),
    ...(options.scan ? [scanStep] : []),
  ];
}

/**
 * Runs every step. One that fails stops only what cannot be known without it.
 * @param begin told the title of each step before it runs.
 * @returns the report; what has nothing to do with the app (an engine, a disk) is a failure whose cause is outside.
 */
export async function verifySession(session: Session, begin: (title: string) => void): Promise<Report> {
  const { subject, measured } = session;
  const done: StepReport[] = [];
  for (const step of stepsOf(session)) {
    const { id, title } = step;
    const blocked = done.find((each) => step.needs.includes(each.id) && isInTheWay(each, done));
    const since = performance.now();
    if (blocked === undefined) begin(title);
    const outcome: Outcome =
      blocked === undefined ? await attempt(step, session) : { skipped: `"${blocked.title}" failed` };
    const blockedBy = blocked === undefined ? {} : { blockedBy: blocked.title };
    done.push({ id, title, seconds: (performance.now() - since) / 1000, ...reported(outcome), ...blockedBy });
    if ('failure' in outcome && outcome.failure.cause?.isOutside === true) break;
  }
  return {
    schemaVersion: 1,
    name: subject.name,
    dockerfile: subject.path,
    context: subject.contextDir || '.',
    passed: done.every(({ state }) => state !== 'failed'),
    steps: done,
    measured,
  };
}

/** Only production's build matters to what comes after: it is the last one. */
function isInTheWay(report: StepReport, done: readonly StepReport[]): boolean {
  if (report.id === 'build' && report !== done.findLast(({ id }) => id === 'build')) return false;
  return report.state === 'failed' || (report.state === 'skipped' && report.id !== 'services');
}

async function attempt(step: Step, session: Session): Promise<Outcome> {
  try {
    return await step.run(session);
  } catch (error) {
    if (error instanceof Interrupted || !(error instanceof EngineFault)) throw error;
    const words = wordsOf(error);
    return failure(problem('engine-failed', { command: error.message, reason: lastWords(words) }), words);
  }
}

function reported(outcome: Outcome): Pick<StepReport, 'state' | 'summary' | 'failure'> {
  if ('skipped' in outcome) return { state: 'skipped', summary: outcome.skipped };
  if ('failure' in outcome) return { state: 'failed', summary: outcome.failure.problem.what, failure: outcome.failure };
  return { state: 'ok', summary: outcome.summary };
}
