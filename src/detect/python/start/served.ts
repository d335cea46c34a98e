import { fact } from '../../../model/fact.ts';
import { problem } from '../../../model/problem.ts';
import { join } from '../../../repo/repo.ts';
import { inRoot } from '../modules.ts';
import { findAppObject, type AppObject } from './app-object.ts';
import { gunicornFile } from './gunicorn.ts';
import { dependsOn, type Start, type StartContext } from './model.ts';
import { namedApp } from './named.ts';
import { PORT_WORD, SERVERS, serverFor, type Server } from './servers.ts';

/** Packages whose apps need more of a server than its usual words: long connections take a thread each. */
const SERVER_OPTIONS: readonly {
  readonly dependency: string;
  readonly server: string;
  readonly options: readonly string[];
}[] = [
  // https://flask-socketio.readthedocs.io/en/latest/deployment.html#gunicorn-web-server
  { dependency: 'flask-socketio', server: 'gunicorn', options: ['--workers', '1', '--threads', '100'] },
];

export function djangoStart(context: StartContext): Start | undefined {
  const { django } = context;
  if (django === undefined) return undefined;
  const { wsgi, asgi } = django;
  const isAsynchronous =
    asgi !== undefined &&
    (django.routesProtocols || wsgi === undefined || (isServed(context, 'asgi') && !isServed(context, 'wsgi')));
  return served(context, isAsynchronous ? asgi : (wsgi ?? django.fallback), 'Django', [
    'python',
    inRoot(context.root, join(django.root, 'manage.py')),
    'runserver',
    `0.0.0.0:${PORT_WORD}`,
  ]);
}

function isServed({ manifest, locked }: StartContext, kind: 'asgi' | 'wsgi'): boolean {
  return serverFor({ interface: kind, object: 'application' }, manifest.dependencies, locked)?.source !== undefined;
}

/** The app object that the configuration names, else the one that the sources make. */
export function servedApp(context: StartContext): Start | undefined {
  const target = namedApp(context) ?? findAppObject(context.repo, context.manifest.dir, context.files);
  return target && servedObject(context, target);
}

/** An app object with its server, and with what reloads it for development. */
export function servedObject(context: StartContext, target: AppObject): Start | undefined {
  const spec = `${target.module}:${target.object}${target.arguments ?? ''}`;
  const reload = ['--reload', '--host', '0.0.0.0', '--port', PORT_WORD];
  const development =
    target.interface === 'asgi'
      ? ['uvicorn', spec, ...(target.isFactory ? ['--factory'] : []), ...reload]
      : dependsOn(context, 'flask') && !target.object.includes('.')
        ? ['flask', '--app', spec, 'run', '--debug', '--host', '0.0.0.0', '--port', PORT_WORD]
        : undefined;
  return served(context, target, `The ${target.interface === 'asgi' ? 'ASGI' : 'WSGI'} app`, development);
}

function served(
  context: StartContext,
  target: AppObject,
  framework: string,
  development: readonly string[] | undefined,
): Start | undefined {
  const gunicorn = gunicornFile(context);
  const found = serverOf(context, target, gunicorn?.servesAsgi === true);
  if (found === undefined) return undefined;
  const { server, source } = found;
  if (source === undefined)
    context.repo.report(problem('server-missing', { framework, server: server.name }, { file: target.source.file }));
  const runsDevelopment = development !== undefined && (development[0] !== 'uvicorn' || server.name === 'uvicorn');
  const options = SERVER_OPTIONS.filter((row) => row.server === server.name && dependsOn(context, row.dependency));
  const [program = '', ...words] = server.command(target);
  const call = target.isFactory ? (target.arguments ?? '()') : '';
  return {
    command: fact(
      [program, ...options.flatMap((row) => row.options), ...words],
      `${target.source.file} ${target.isNamed ? 'names' : 'makes'} ${target.object}${call}; ${server.name} serves it`,
      target.source,
      ...(source?.kind === 'file' ? [source] : []),
    ),
    needsShell: false,
    env: {},
    kind: 'web',
    interface: target.interface,
    ...(server.name === 'gunicorn' && gunicorn?.port !== undefined
      ? { port: fact(gunicorn.port, `${gunicorn.source.file} says it`, gunicorn.source) }
      : {}),
    readsPort: true,
    handlesSigterm: fact(
      server.handlesSigterm,
      `${server.name} ${server.handlesSigterm ? 'ends' : 'does not end'} on SIGTERM`,
      target.source,
    ),
    additions: source === undefined ? [server.name] : [],
    importRoot: target.importRoot,
    ...(runsDevelopment ? { development } : {}),
  };
}

/** Gunicorn where its configuration names workers for the interface; else the server that is depended on. */
function serverOf(
  { manifest, locked }: StartContext,
  target: AppObject,
  gunicornServesAsgi: boolean,
): ReturnType<typeof serverFor> {
  const gunicorn: Server | undefined = SERVERS.find(({ name }) => name === 'gunicorn');
  const source = manifest.dependencies['gunicorn'];
  if (target.interface === 'asgi' && gunicornServesAsgi && gunicorn && source) return { server: gunicorn, source };
  return serverFor(target, manifest.dependencies, locked);
}
