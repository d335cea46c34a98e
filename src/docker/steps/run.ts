import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from '../../model/problem.ts';
import { causeOf } from '../../verify/causes.ts';
import { median, secondsText } from '../../verify/report.ts';
import { isLoopback } from '../../verify/sockets.ts';
import { pathOf } from '../../verify/subject.ts';
import { ask } from '../ask.ts';
import {
  createContainer,
  hostPorts,
  lastWords,
  listenersOf,
  logsOf,
  removeContainer,
  stateOf,
  stopContainer,
  wordsOf,
} from '../container.ts';
import { EngineFault, type Engine } from '../engine.ts';
import { buildImage } from '../build.ts';
import { startServices } from '../services.ts';
import { buildRequest } from './build.ts';
import { failure, finding, imageTag, productionTag, type Outcome, type Session, type Step } from './session.ts';

/** A program without a port that still runs after this many seconds works in the background. */
const SETTLED = 5;
/** The engine's own patience before it kills. */
const PATIENCE = 10;
const RUNS = 3;
/** How often it is looked whether it still runs. */
const LOOKS = 0.4;

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
    return failure(
      problem('services-failed', { file: composeFile, reason: lastWords(found.composeFault), services: '' }),
      found.composeFault,
    );
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
      problem('services-failed', { file: composeFile, reason: lastWords(started.log), services: names.join(' ') }),
      started.log,
    );
  if (started.network !== undefined) found.network = started.network;
  return { summary: names.join(', ') };
}

/** What one start came to. */
type Started =
  | { readonly kind: 'answered'; readonly seconds: number }
  /** It runs, and has no port. */
  | { readonly kind: 'working' }
  | { readonly kind: 'ended'; readonly seconds: number; readonly code: number; readonly wasShortOfMemory: boolean }
  | { readonly kind: 'silent'; readonly why: string };

async function start(session: Session): Promise<Outcome> {
  const { engine, found, options } = session;
  const container = await create(session);
  found.container = container;
  let started: Started;
  try {
    started = await startOnce(session, container);
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    return failure(problem('start-refused', { reason: lastWords(wordsOf(error)) }), wordsOf(error));
  }
  const ports = found.ports ?? [];
  if (started.kind === 'answered') return { summary: `first answer after ${secondsText(started.seconds)}` };
  if (started.kind === 'working') return { summary: 'works in the background: the image names no port' };
  const log = await logsOf(engine, container);
  if (started.kind === 'ended') {
    const { code, seconds, wasShortOfMemory } = started;
    if (code === 0 && ports.length === 0)
      return { summary: `did its work and ended with 0 after ${secondsText(seconds)}` };
    const hint = wasShortOfMemory ? `${log}\nexit code: 137` : log;
    return failure(problem('ended-at-start', { code, seconds: seconds.toFixed(1) }), hint, true);
  }
  const port = ports[0] ?? 0;
  const silent = problem('no-answer', { port, seconds: options.waitSeconds, why: started.why });
  return (await elsewhere(session, container, port)) ?? failure(silent, log, true);
}

/** Where it listens instead. */
async function elsewhere(session: Session, container: string, port: number): Promise<Outcome | undefined> {
  const { engine, belongings } = session;
  const all = (await listenersOf(engine, container, imagesWithShell(session), belongings.label)) ?? [];
  const reachable = all.filter((listener) => !isLoopback(listener));
  if (reachable.some((listener) => listener.port === port)) return undefined;
  const [other] = reachable.length > 0 ? reachable : all.filter((listener) => listener.port !== port);
  const hidden = all.find((listener) => listener.port === port);
  if (hidden !== undefined) return finding('loopback-alone', { address: `${hidden.address}:${port}` });
  return other === undefined ? undefined : finding('other-port', { found: other.port, port });
}

/** The images that were built, and then one of an early stage: what builds something has a shell. */
async function* imagesWithShell(session: Session): AsyncGenerator<string> {
  const { engine, found, subject } = session;
  for (const target of found.built) yield imageTag(session, target);
  const early = subject.dockerfile.stages.slice(0, -1).find(({ instructions }) => instructions.length > 0)?.name;
  if (early === undefined) return;
  const tag = imageTag(session, 'early');
  const { ok } = await buildImage(engine, { ...buildRequest(session), target: early, tag });
  if (ok) yield tag;
}

function create(session: Session): Promise<string> {
  const { engine, belongings, found, options, subject } = session;
  const { compose, network, ports = [] } = found;
  const planned = subject.plan?.images[0]?.compose.volumes ?? [];
  const volumes = compose === undefined ? planned.flatMap(({ target }) => ['--volume', target]) : [];
  return createContainer(engine, {
    image: productionTag(session),
    label: belongings.label,
    ports,
    options: [
      ...volumes,
      ...(compose?.options ?? []),
      ...Object.entries(compose?.env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...(options.envFile === undefined ? [] : ['--env-file', options.envFile]),
      ...(network === undefined ? [] : ['--network', network]),
    ],
    command: compose?.command ?? [],
  });
}

async function startOnce(session: Session, container: string): Promise<Started> {
  const { engine, found, options } = session;
  const limit = found.ports?.length === 0 ? SETTLED : options.waitSeconds;
  const begin = performance.now();
  const spent = (): number => (performance.now() - begin) / 1000;
  await engine.ask('start', container);
  const ports = await hostPorts(engine, container, found.ports ?? []);
  let why = 'nothing listens there';
  for (let looked = -1; spent() < limit;) {
    for (const port of ports) {
      const said = await ask(`http://127.0.0.1:${port}${pathOf(found.config?.health ?? [])}`, engine.signal);
      if (said.kind !== 'none') return { kind: 'answered', seconds: await sinceStart(engine, container, spent()) };
      why = said.why;
    }
    await sleep(20);
    if (spent() - looked < LOOKS) continue;
    looked = spent();
    const { isRunning, exitCode, wasShortOfMemory, ranSeconds } = await stateOf(engine, container);
    if (!isRunning) return { kind: 'ended', seconds: ranSeconds, code: exitCode, wasShortOfMemory };
  }
  return ports.length === 0 ? { kind: 'working' } : { kind: 'silent', why };
}

/** By the engine's own clock, which is this machine's unless it says something impossible. */
async function sinceStart(engine: Engine, container: string, spent: number): Promise<number> {
  const now = Date.now();
  const seconds = (now - (await stateOf(engine, container)).startedAt) / 1000;
  return seconds > 0 && seconds < spent ? seconds : spent;
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

async function answer({ engine, found }: Session): Promise<Outcome> {
  const { container = '', ports = [], config } = found;
  const [port] = ports;
  if (port === undefined) return { skipped: 'the image names no port' };
  const path = pathOf(config?.health ?? []);
  const [outside = 0] = await hostPorts(engine, container, [port]);
  const said = await ask(`http://127.0.0.1:${outside}${path}`, engine.signal);
  if (said.kind === 'other') return { summary: `port ${port} answers, in another protocol than HTTP` };
  if (said.kind === 'none')
    return failure(problem('no-answer', { port, seconds: 0, why: said.why }), await logsOf(engine, container), true);
  if (said.status >= 500)
    return failure(problem('answered-badly', { path, status: said.status }), await logsOf(engine, container), true);
  return { summary: `GET ${path} on port ${port}: ${said.status} in ${secondsText(said.seconds)}` };
}

/** A program may catch what the read-only root refuses, and go on without what it wanted to keep. */
async function readOnlyRoot({ engine, found }: Session): Promise<Outcome> {
  const log = await logsOf(engine, found.container ?? '');
  const refused = log.split('\n').filter((line) => causeOf(line, true)?.id === 'read-only-root');
  if (refused.length === 0) return { summary: 'nothing is written outside of /tmp and its volumes' };
  return failure(problem('writes-to-root'), refused.join('\n'), true);
}

async function stop({ engine, found, measured }: Session): Promise<Outcome> {
  const { container = '' } = found;
  if (!(await stateOf(engine, container)).isRunning) return { skipped: 'it ended by itself' };
  const { seconds, exitCode } = await stopContainer(engine, container, PATIENCE);
  measured.stop = { seconds, exitCode };
  if (exitCode === 137 && seconds >= PATIENCE - 1)
    return finding('ignores-sigterm', { signal: 'SIGTERM', seconds: seconds.toFixed(1) });
  return { summary: `after ${secondsText(seconds)}, exit code ${exitCode}` };
}

/** Some more starts: the first one is not typical, as nothing was in the memory of the machine. */
async function startUp(session: Session): Promise<Outcome> {
  const { engine, measured, found } = session;
  if (found.container !== undefined) await removeContainer(engine, found.container);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const container = await create(session);
    const started = await startOnce(session, container);
    await removeContainer(engine, container);
    if (started.kind === 'working') return { skipped: 'nothing says when it is ready' };
    if (started.kind !== 'silent') times.push(started.seconds);
  }
  if (times.length === 0) return { skipped: 'it did not answer again' };
  measured.startSeconds = median(times);
  return { summary: `${secondsText(measured.startSeconds)}, the median of ${times.length}` };
}
