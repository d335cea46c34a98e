import { inFile, type Source } from '../../../model/fact.ts';
import { lineAt } from '../../../parse/lines.ts';
import type { Repo } from '../../../repo/repo.ts';
import type { Target } from './servers.ts';
import { moduleOf, type ImportRoot } from '../modules.ts';
import { entryModule } from './entry-module.ts';

/** What makes an app object, by the interface that it speaks. */
const CONSTRUCTORS: Readonly<Record<Target['interface'], readonly string[]>> = {
  asgi: [
    'FastAPI',
    'Starlette',
    'FastHTML',
    'fast_app',
    'Litestar',
    'Quart',
    'blacksheep.Application',
    'Sanic',
    'Esmerald',
    'AsyncApp',
    'falcon.asgi.App',
    'responder.API',
    'ProtocolTypeRouter',
  ],
  wsgi: [
    'Flask',
    'APIFlask',
    'OpenAPI',
    'FlaskApp',
    'Bottle',
    'falcon.App',
    'falcon.API',
    'default_app',
    'make_wsgi_app',
  ],
};

/** Names of functions that make and return the app. */
const FACTORY =
  '(?:(?:create|make|build|get|init|setup|configure)_(?:\\w+_)?(?:app|application|api|server|asgi|wsgi)|(?:app|application)_factory|factory)';

/** File names in which an app object is expected, in order; others come after them. */
const USUAL_FILES = ['main.py', 'app.py', 'asgi.py', 'wsgi.py', 'server.py', 'api.py', 'application.py', '__init__.py'];

export interface AppObject extends Target {
  readonly importRoot: ImportRoot;
  readonly source: Source & { readonly kind: 'file' };
}

/**
 * The app object of a project: one that a module makes when it is imported, else a factory without required arguments.
 * Where another module takes the object over to be started, that one is served: it also imports the routes.
 */
export function findAppObject(repo: Repo, dir: string, files: readonly string[]): AppObject | undefined {
  const ordered = files.filter(isImportable).sort((a, b) => rank(a) - rank(b));
  for (const find of [findExposed, findObject, findAttribute, findMadeObject, findFactory, findCallable]) {
    for (const file of ordered) {
      const text = repo.read(file);
      const found = text === undefined ? undefined : find(text, repo, files);
      if (text === undefined || found === undefined) continue;
      const entry = found.isFactory ? undefined : entryModule(repo, ordered, file, found.object);
      const { module, root } = moduleOf(repo, dir, entry?.file ?? file, files);
      return {
        interface: found.interface,
        module,
        object: entry?.object ?? found.object,
        isFactory: found.isFactory,
        importRoot: root,
        source: entry?.source ?? { ...inFile(file, lineAt(text, found.index)), kind: 'file', file },
      };
    }
  }
  return undefined;
}

/** Whether the names on a file's way can stand in a dotted module name. */
function isImportable(file: string): boolean {
  return /^[A-Za-z_]\w*$/.test(file.split('/').at(-1)?.replace(/\.py$/, '') ?? '');
}

interface Found extends Pick<Target, 'interface' | 'object' | 'isFactory'> {
  readonly index: number;
}

function findObject(text: string): Found | undefined {
  for (const kind of ['asgi', 'wsgi'] as const) {
    const all = [
      ...text.matchAll(
        new RegExp(
          `^(\\w+)(?:\\s*:\\s*[\\w.]+|\\s*[,=]\\s*\\w+)*\\s*=\\s*(?:\\w+\\.)*?(?:${calls(kind, text)})\\(`,
          'gm',
        ),
      ),
    ];
    const best = all.find((found) => ['app', 'application', 'api'].includes(found[1] ?? '')) ?? all[0];
    if (best?.[1] !== undefined) return { interface: kind, object: best[1], isFactory: false, index: best.index };
  }
  return undefined;
}

/** Where another object of the module gives the app out: `server = app.server`. @see https://dash.plotly.com/deployment */
function findExposed(text: string): Found | undefined {
  const found = /\bDash\(/.test(text) ? /^(\w+)\s*=\s*\w+\.server\b/m.exec(text) : null;
  return found?.[1] === undefined
    ? undefined
    : { interface: 'wsgi', object: found[1], isFactory: false, index: found.index };
}

/** Where an object at the top of a module holds the app without giving it out. @see https://dash.plotly.com/deployment */
function findAttribute(text: string): Found | undefined {
  const found = /^[ \t]*(?:from|import)[ \t]+dash\b/m.test(text)
    ? /^(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?:dash\.)?Dash\(/m.exec(text)
    : null;
  return found?.[1] === undefined
    ? undefined
    : { interface: 'wsgi', object: `${found[1]}.server`, isFactory: false, index: found.index };
}

/** `app = create_app()` at the top of a module. */
function findMadeObject(text: string, repo: Repo, files: readonly string[]): Found | undefined {
  const made = new RegExp(`^(\\w+)(?:\\s*:\\s*[\\w.]+)?\\s*=\\s*(?:\\w+\\.)*${FACTORY}\\(`, 'm').exec(text);
  const factory =
    made && files.map((file) => factoryIn(repo.read(file) ?? '', true)).find((found) => found !== undefined);
  return made?.[1] !== undefined && factory
    ? { interface: factory.interface, object: made[1], isFactory: false, index: made.index }
    : undefined;
}

function findFactory(text: string): Found | undefined {
  return factoryIn(text, false);
}

/** An app without a framework. @see https://asgi.readthedocs.io/en/stable/specs/main.html and PEP 3333 */
function findCallable(text: string): Found | undefined {
  const found = /^(?:async def (\w+)\(\s*scope\s*,|def (\w+)\(\s*environ\s*,\s*start_response\b)/m.exec(text);
  const object = found?.[1] ?? found?.[2];
  return found === null || object === undefined
    ? undefined
    : { interface: found[1] === undefined ? 'wsgi' : 'asgi', object, isFactory: false, index: found.index };
}

/** @param withArguments whether a factory counts that cannot be called without arguments. */
function factoryIn(text: string, withArguments: boolean): Found | undefined {
  const definition = new RegExp(`^def\\s+(${FACTORY})\\s*\\(([^)]*)\\)`, 'm').exec(text);
  if (definition?.[1] === undefined) return undefined;
  const required = (definition[2] ?? '')
    .split(',')
    .filter((argument) => argument.trim() !== '' && !argument.includes('=') && !argument.trim().startsWith('*'));
  if (required.length > 0 && !withArguments) return undefined;
  const body = text.slice(definition.index);
  const kind = (['asgi', 'wsgi'] as const).find((each) => new RegExp(`\\b(?:${calls(each, text)})\\(`).test(body));
  return kind && { interface: kind, object: definition[1], isFactory: true, index: definition.index };
}

/** A name that others have too counts by its bare name where the file imports it from its library. */
const COMMON = { 'blacksheep.Application': /^from[ \t]+blacksheep\b[^#\n]*\bimport\b[^#]*?\bApplication\b/m } as const;

function calls(kind: Target['interface'], text: string): string {
  const bare = Object.entries(COMMON).flatMap(([name, pattern]) =>
    CONSTRUCTORS[kind].includes(name) && pattern.test(text) ? [name.split('.').at(-1) ?? name] : [],
  );
  return [...CONSTRUCTORS[kind].map((name) => name.replaceAll('.', '\\.')), ...bare].join('|');
}

function rank(file: string): number {
  const name = USUAL_FILES.indexOf(file.split('/').at(-1) ?? '');
  return file.split('/').length * 100 + (name === -1 ? USUAL_FILES.length : name);
}
