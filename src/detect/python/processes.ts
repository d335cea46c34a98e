import type { Process, Trait } from '../../model/app.ts';
import { fact, type Source } from '../../model/fact.ts';
import { findInSources } from '../sources.ts';
import type { DjangoProject } from './django/index.ts';
import { moduleOf } from './modules.ts';
import { migrations } from './migrations.ts';
import { dependsOn, type Start, type StartContext } from './start/model.ts';
import { PORT_WORD } from './start/servers.ts';
import { procfileLines, statedStart } from './start/stated.ts';
import type { WebFacts } from './web.ts';

/** The process that the image runs. */
export function processOf(start: Start, web: WebFacts, django: DjangoProject | undefined): Process {
  const kind = start.kind ?? (web.listens ? 'web' : web.loops ? 'worker' : 'job');
  const isServed = start.interface !== undefined;
  // A known program listens by itself, whatever the sources would do.
  const own = isServed || start.handlesSigterm !== undefined ? undefined : web.own;
  const bindAddress = start.isReachable ? undefined : (loopbackOf(own) ?? web.bindAddress);
  const port =
    start.port ?? (own?.port === undefined ? web.port : fact(own.port, `${own.library} listens there`, own.hit.source));
  // Django answers 400 to a host that its settings do not allow: any answer below 500 is a sign of life.
  const health =
    start.route !== undefined
      ? fact({ path: start.route, known: true }, 'its framework answers there', ...start.command.sources)
      : django
        ? { ...web.health, value: { ...web.health.value, known: false } }
        : web.health;
  return {
    name: kind === 'web' ? 'web' : 'main',
    kind,
    command: start.command,
    needsShell: start.needsShell,
    env: {
      ...start.env,
      ...(web.addressVariable !== undefined && !isServed ? { [web.addressVariable]: '0.0.0.0' } : {}),
      ...(kind === 'web' ? addressOf(own) : {}),
    },
    ...(kind === 'web' && port ? { port } : {}),
    readsPort: start.readsPort || web.readsPort,
    ...(kind === 'web' && !isServed && bindAddress ? { bindAddress } : {}),
    ...(kind === 'web' ? { health } : {}),
    handlesSigterm: start.handlesSigterm ?? web.handlesSigterm,
  };
}

function loopbackOf(own: WebFacts['own']): Process['bindAddress'] {
  return own?.loopback === undefined
    ? undefined
    : fact(own.loopback, `${own.library} listens there, and nothing tells it otherwise`, own.hit.source);
}

/** The variables by which a library is told where to listen. */
function addressOf(own: WebFacts['own']): Readonly<Record<string, string>> {
  const told = Object.entries(own?.env ?? {});
  return Object.fromEntries(told.map(([name, what]) => [name, what === 'address' ? '0.0.0.0' : PORT_WORD]));
}

/** What presets choose by. */
export function traitsOf(start: Start, web: WebFacts, django: DjangoProject | undefined): readonly Trait[] {
  const trait = (id: string, because: string, ...sources: Source[]): Trait => ({ id, because, sources });
  const isWeb = start.kind === 'web' || (start.kind === undefined && web.listens !== undefined);
  return [
    trait('starts', start.command.because, ...start.command.sources),
    ...(isWeb ? [trait('web', 'it listens', ...(web.listens ? [web.listens.source] : start.command.sources))] : []),
    ...(start.interface === undefined ? [] : [trait(start.interface, start.command.because, ...start.command.sources)]),
    ...(django ? [trait('django', `${django.source.file} manages a Django project`, django.source)] : []),
  ];
}

/**
 * What runs beside the app, from the same image: the other lines of a Procfile, Django's migrations, Celery's worker and
 * its scheduler.
 */
export function furtherProcesses(context: StartContext, start: Start): readonly Process[] {
  const { repo, manifest } = context;
  const [own] = start.command.sources;
  const lines = procfileLines(repo, manifest.dir).filter(
    ({ source }) => JSON.stringify(source) !== JSON.stringify(own),
  );
  const stated = lines
    .filter(({ name }) => name !== 'web')
    .map(({ name, text, source }) => {
      const kind = name === 'release' ? 'release' : 'worker';
      return besides(name, kind, statedStart(text, source, kind));
    });
  const has = (pattern: RegExp): boolean => lines.some(({ text }) => pattern.test(text));
  return [
    ...stated,
    ...(stated.some(({ kind }) => kind === 'release') ? [] : migrationsOf(context, start)),
    ...(has(/\bcelery\b/) ? [] : celery(context)),
  ];
}

/** A file's database is sure to be there, a server's where one is started beside the app. */
function migrationsOf(context: StartContext, start: Start): readonly Process[] {
  const found = migrations(context, start);
  if (found === undefined) return [];
  const process = besides('migrate', 'release', { ...start, command: found.command });
  return [found.isInFile ? process : { ...process, needsDatabase: true }];
}

/** @see https://docs.celeryq.dev/en/stable/userguide/workers.html */
function celery(context: StartContext): readonly Process[] {
  const { repo, files, manifest } = context;
  const app = dependsOn(context, 'celery')
    ? findInSources(repo, files, /^(\w+)\s*(?::\s*\w+\s*)?=\s*(?:celery\.)?Celery\(/m)
    : undefined;
  if (app === undefined) return [];
  const { module } = moduleOf(repo, manifest.dir, app.source.file, files);
  const target = `${module}:${app.match[1] ?? 'app'}`;
  const schedule = findInSources(repo, files, /\bbeat_schedule\b|BEAT_SCHEDULER?\b|\.add_periodic_task\(/);
  const process = (name: string, words: readonly string[], source: Source): Process =>
    besides(name, 'worker', {
      ...statedStart('celery', source, 'worker'),
      command: fact(['celery', '--app', target, ...words], `${app.source.file} makes a Celery app`, source),
    });
  return [
    process('worker', ['worker', '--loglevel', 'info'], app.source),
    // What it remembers of its schedule is worth nothing without it.
    ...(schedule
      ? [process('beat', ['beat', '--loglevel', 'info', '--schedule', '/tmp/celerybeat-schedule'], schedule.source)]
      : []),
  ];
}

function besides(name: string, kind: Process['kind'], start: Start): Process {
  return {
    name,
    kind,
    command: start.command,
    needsShell: start.needsShell,
    env: start.env,
    readsPort: false,
    handlesSigterm: start.handlesSigterm ?? fact(false, 'nothing says that it ends on SIGTERM'),
  };
}
