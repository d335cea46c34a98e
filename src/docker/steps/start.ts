import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from '../../model/problem.ts';
import { causeOf, tellingLines } from '../../verify/causes.ts';
import { median, secondsText } from '../../verify/report.ts';
import { isLoopback } from '../../verify/sockets.ts';
import { ask, type Answer } from '../ask.ts';
import { isEngineHere, openBeside } from '../beside.ts';
import { buildImage } from '../build.ts';
import {
  createContainer,
  hostPorts,
  lastWords,
  listenersOf,
  logsOf,
  removeContainer,
  stateOf,
  wordsOf,
  writtenBy,
  type Freedom,
} from '../container.ts';
import { EngineFault, type Engine } from '../engine.ts';
import { pathOf } from '../../verify/subject.ts';
import { buildRequest } from './build.ts';
import { failure, finding, imageTag, productionTag, some, type Outcome, type Session } from './session.ts';

/** A program without a port that still runs after this many seconds works in the background. */
const SETTLED = 5;
/** How often it is looked whether it still runs. */
const LOOKS = 0.4;
/** After so many seconds of silence it is asked in another way, once: the engine's ports may not be this machine's. */
const DOUBT = 5;
/** How long it may take to show that it would start with more freedom. */
const SECOND_TRY = 20;
const RUNS = 3;

/** What one start came to. */
type Started =
  | { readonly kind: 'answered'; readonly seconds: number }
  /** It runs, and has no port. */
  | { readonly kind: 'working' }
  | { readonly kind: 'ended'; readonly seconds: number; readonly code: number; readonly wasShortOfMemory: boolean }
  | { readonly kind: 'silent'; readonly why: string };

/** Starts it hardened, and waits for its first answer. */
export async function start(session: Session): Promise<Outcome> {
  const { engine, found, options } = session;
  if (!(await isEngineHere(engine))) found.beside = besideOf(session);
  const container = await create(session);
  found.container = container;
  let started: Started;
  try {
    started = await startOnce(session, container, options.waitSeconds);
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    return failure(problem('start-refused', { reason: lastWords(wordsOf(error)) }), wordsOf(error));
  }
  if (started.kind === 'working') return { summary: 'works in the background: the image names no port' };
  if (started.kind === 'answered') {
    const how = found.beside === undefined ? '' : ', asked beside it: the engine is elsewhere';
    return { summary: `first answer after ${secondsText(started.seconds)}${how}` };
  }
  if (started.kind === 'ended' && hasDone(session, started))
    return { summary: `did its work and ended with 0 after ${secondsText(started.seconds)}` };
  return whyNot(session, container, started);
}

/** A program without a port may end, with 0. */
function hasDone({ found }: Session, started: Started): boolean {
  return started.kind === 'ended' && started.code === 0 && found.ports?.length === 0;
}

async function whyNot(session: Session, container: string, started: Started): Promise<Outcome> {
  const { engine, found, options } = session;
  const log = await logsOf(engine, container);
  if (started.kind === 'ended') {
    const { code, seconds, wasShortOfMemory } = started;
    const ending = wasShortOfMemory ? 137 : code;
    const text = ending > 128 ? `${log}\nexit code: ${ending}` : log;
    const what = problem('ended-at-start', { code, seconds: seconds.toFixed(1) });
    return (await withMoreFreedom(session, text)) ?? failure(what, text, true);
  }
  const port = found.ports?.[0] ?? 0;
  const why = started.kind === 'silent' ? started.why : '';
  const silent = problem('no-answer', { port, seconds: options.waitSeconds, why });
  return (
    (await elsewhere(session, container, port)) ?? (await withMoreFreedom(session, log)) ?? failure(silent, log, true)
  );
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

/** Causes that may be the hardening's doing without naming what it is that they want; so may be one that is not known. */
const UNSAID = ['read-only-somewhere', 'sqlite-folder', 'permission-denied', 'capability-missing'];

/** What it does that hardening forbids, where it starts without. */
async function withMoreFreedom(session: Session, log: string): Promise<Outcome | undefined> {
  const { engine, options } = session;
  const cause = causeOf(log, true)?.id;
  if (cause !== undefined && !UNSAID.includes(cause)) return undefined;
  const limit = Math.min(options.waitSeconds, SECOND_TRY);
  for (const freedom of ['writable', 'free'] as const) {
    const container = await create(session, freedom);
    const started = await startOnce(session, container, limit).catch((error: unknown) => {
      if (error instanceof EngineFault) return undefined;
      throw error;
    });
    const works = started !== undefined && (/answered|working/.test(started.kind) || hasDone(session, started));
    const written = works ? await writtenBy(engine, container) : [];
    await removeContainer(engine, container);
    if (!works) continue;
    const what =
      freedom === 'free'
        ? problem('needs-capabilities')
        : problem('needs-writable-root', { paths: some(written) || 'nothing that is still there' });
    return { failure: { problem: what, lines: tellingLines(log) } };
  }
  return undefined;
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

function besideOf(session: Session): NonNullable<Session['found']['beside']> {
  return openBeside(session.engine, session.belongings.label, () => imagesWithShell(session));
}

function create(session: Session, freedom: Freedom = 'hardened'): Promise<string> {
  const { engine, belongings, found, options, subject } = session;
  const { compose, network, ports = [] } = found;
  const planned = subject.plan?.images[0]?.compose.volumes ?? [];
  const volumes = compose === undefined ? planned.flatMap(({ target }) => ['--volume', target]) : [];
  return createContainer(engine, {
    image: productionTag(session),
    label: belongings.label,
    ports,
    freedom,
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

/** Asks a port of a container on the path of its health check: by a port of this machine, or beside it. */
export async function asker(session: Session, container: string): Promise<(port: number) => Promise<Answer>> {
  const { engine, found } = session;
  const path = pathOf(found.config?.health ?? []);
  const { beside } = found;
  if (beside !== undefined) return (port) => beside(container, port, path);
  const published = await hostPorts(engine, container);
  return (port) => ask(`http://127.0.0.1:${published.get(port) ?? 0}${path}`, engine.signal);
}

async function startOnce(session: Session, container: string, seconds: number): Promise<Started> {
  const { engine, found } = session;
  const { ports = [] } = found;
  const limit = ports.length === 0 ? SETTLED : seconds;
  const begin = performance.now();
  const spent = (): number => (performance.now() - begin) / 1000;
  await engine.ask('start', container);
  let isSure = found.beside !== undefined;
  let request = await asker(session, container);
  let why = 'nothing listens there';
  for (let looked = -1; spent() < limit;) {
    for (const port of ports) {
      const said = await request(port);
      if (said.kind !== 'none') return { kind: 'answered', seconds: await sinceStart(engine, container, spent()) };
      why = said.why;
    }
    await sleep(20);
    if (spent() - looked < LOOKS) continue;
    looked = spent();
    const { isRunning, exitCode, wasShortOfMemory, ranSeconds } = await stateOf(engine, container);
    if (!isRunning) return { kind: 'ended', seconds: ranSeconds, code: exitCode, wasShortOfMemory };
    const [port] = ports;
    if (isSure || port === undefined || spent() < DOUBT) continue;
    isSure = true;
    const beside = besideOf(session);
    const said = await beside(container, port, pathOf(found.config?.health ?? []));
    if (said.kind === 'none' || (await request(port)).kind !== 'none') continue;
    found.beside = beside;
    request = await asker(session, container);
  }
  return ports.length === 0 ? { kind: 'working' } : { kind: 'silent', why };
}

/** By the engine's own clock, which is this machine's unless it says something impossible. */
async function sinceStart(engine: Engine, container: string, spent: number): Promise<number> {
  const now = Date.now();
  const seconds = (now - (await stateOf(engine, container)).startedAt) / 1000;
  return seconds > 0 && seconds < spent ? seconds : spent;
}

/** Some more starts: the first one is not typical, as nothing was in the memory of the machine. */
export async function startUp(session: Session): Promise<Outcome> {
  const { engine, measured, found, options } = session;
  if (found.container !== undefined) await removeContainer(engine, found.container);
  if (found.beside !== undefined) return { skipped: 'the engine is elsewhere: asking takes longer than the start' };
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const container = await create(session);
    const started = await startOnce(session, container, options.waitSeconds);
    await removeContainer(engine, container);
    if (started.kind === 'working') return { skipped: 'nothing says when it is ready' };
    if (started.kind !== 'silent') times.push(started.seconds);
  }
  if (times.length === 0) return { skipped: 'it did not answer again' };
  measured.startSeconds = median(times);
  return { summary: `${secondsText(measured.startSeconds)}, the median of ${times.length}` };
}
