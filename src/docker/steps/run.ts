import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from '../../model/problem.ts';
import { causeOf } from '../../verify/causes.ts';
import { secondsText } from '../../verify/report.ts';
import { pathOf } from '../../verify/subject.ts';
import { lastWords, logsOf, stateOf, stopContainer } from '../container.ts';
import { startServices } from '../services.ts';
import { asker, start, startUp } from './start.ts';
import { failure, finding, productionTag, type Outcome, type Session, type Step } from './session.ts';

/** The engine's own patience before it kills. */
const PATIENCE = 10;

/** What a container of the production image does, hardened as it will be. */
export const runSteps: readonly Step[] = [
  { id: 'services', title: 'services', needs: ['build'], run: services },
  { id: 'start', title: 'starts hardened', needs: ['build', 'services'], run: start },
  { id: 'health', title: 'healthy', needs: ['start'], run: health },
  { id: 'answer', title: 'answers', needs: ['start'], run: answer },
  { id: 'read-only-root', title: 'read-only root', needs: ['start'], run: readOnlyRoot },
  { id: 'stop', title: 'stops on SIGTERM', needs: ['start'], run: stop },
  { id: 'start-up', title: 'start-up', needs: ['start'], run: startUp },
];

async function services(session: Session): Promise<Outcome> {
  const { engine, subject, belongings, found, options } = session;
  const { composeFile = '' } = subject;
  if (found.composeFault !== undefined) {
    if (/is not a docker command|unknown (shorthand )?flag/.test(found.composeFault))
      return { skipped: 'docker compose is not installed' };
    return finding('compose-unreadable', { file: composeFile, reason: lastWords(found.composeFault) });
  }
  const { compose } = found;
  const names = [...(compose?.services ?? []), ...(compose?.releases ?? [])];
  if (compose === undefined || names.length === 0) return { summary: 'none needed' };
  session.progress(names.join(', '));
  const { folder, name } = belongings;
  const seconds = Math.max(options.waitSeconds, 120);
  const started = await startServices(engine, compose, { folder, name, image: productionTag(session), seconds });
  if (!started.ok)
    return failure(
      problem('services-failed', { file: composeFile, reason: started.reason, services: names.join(' ') }),
      started.log,
    );
  if (started.network !== undefined) found.network = started.network;
  return { summary: names.join(', ') };
}

/** Runs the image's own check at once, as the engine does at its intervals. */
async function health(session: Session): Promise<Outcome> {
  const { engine, found, options } = session;
  const { container = '' } = found;
  const [kind, ...words] = found.config?.health ?? [];
  if (kind === undefined || kind === 'NONE') return { skipped: 'the image has no health check' };
  if (!(await stateOf(engine, container)).isRunning) return { skipped: 'it ended by itself' };
  const command = kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
  for (const end = performance.now() + Math.min(options.waitSeconds, 30) * 1000; ;) {
    const { ok, all, exitCode: code } = await engine.try(['exec', container, ...command], { seconds: 30 });
    if (ok) return { summary: 'its health check passes' };
    if (performance.now() > end) {
      const what = problem('unhealthy', { code, output: lastWords(all) || 'it prints nothing' });
      return { failure: { problem: what, lines: all.split('\n').filter(Boolean).slice(-5) } };
    }
    await sleep(500);
  }
}

async function answer(session: Session): Promise<Outcome> {
  const { engine, found } = session;
  const { container = '', ports = [], config } = found;
  const [port] = ports;
  if (port === undefined) return { skipped: 'the image names no port' };
  const path = pathOf(config?.health ?? []);
  const said = await (await asker(session, container))(port);
  if (said.kind === 'other') return { summary: `port ${port} answers, in another protocol than HTTP` };
  if (said.kind === 'none')
    return failure(problem('no-answer', { port, seconds: 0, why: said.why }), await logsOf(engine, container), true);
  if (said.status >= 500)
    return failure(problem('answered-badly', { path, status: said.status }), await logsOf(engine, container), true);
  const time = said.seconds === undefined ? '' : ` in ${secondsText(said.seconds)}`;
  return { summary: `GET ${path} on port ${port}: ${said.status}${time}` };
}

/** A program may catch what the read-only root refuses, and go on without what it wanted to keep. */
async function readOnlyRoot({ engine, found }: Session): Promise<Outcome> {
  const log = await logsOf(engine, found.container ?? '');
  const refused = log.split('\n').filter((line) => causeOf(line, true)?.id.startsWith('read-only'));
  if (refused.length === 0) return { summary: 'nothing is written outside of /tmp and its volumes' };
  return failure(problem('writes-to-root'), refused.join('\n'), true);
}

async function stop({ engine, found, measured }: Session): Promise<Outcome> {
  const { container = '' } = found;
  if (!(await stateOf(engine, container)).isRunning) return { skipped: 'it ended by itself' };
  const { seconds, exitCode } = await stopContainer(engine, container, PATIENCE);
  measured.stop = { seconds, exitCode };
  if (exitCode === 137 && seconds >= PATIENCE - 1)
    return finding('ignores-sigterm', { signal: found.config?.stopSignal ?? 'SIGTERM', seconds: seconds.toFixed(1) });
  return { summary: `after ${secondsText(seconds)}, exit code ${exitCode}` };
}
