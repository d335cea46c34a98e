import { inFile } from '../../../model/fact.ts';
import { lineAt } from '../../../parse/lines.ts';
import { asString, at } from '../../../parse/shape.ts';
import { join, within } from '../../../repo/repo.ts';
import { findAppObject, type AppObject } from './app-object.ts';
import { gunicornFile } from './gunicorn.ts';
import type { StartContext } from './model.ts';

/** Files in which a project names its app object for a server. */
const STATEMENTS: readonly ((context: StartContext) => AppObject | undefined)[] = [
  fastapiEntrypoint,
  gunicornApp,
  uwsgiModule,
  flaskApp,
];

/** The app object that the project's own configuration names. */
export function namedApp(context: StartContext): AppObject | undefined {
  for (const read of STATEMENTS) {
    const found = read(context);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `package.module:object`, or a call of a factory with literal arguments. */
const SPEC = /^([A-Za-z_][\w.]*):([A-Za-z_]\w*)(\([^()\n]*\))?$/;

function appOf(
  { manifest }: StartContext,
  spec: string | undefined,
  kind: 'asgi' | 'wsgi',
  source: AppObject['source'],
): AppObject | undefined {
  const [, module, object, call] = SPEC.exec(spec ?? '') ?? [];
  return module === undefined || object === undefined
    ? undefined
    : {
        interface: kind,
        module,
        object,
        isFactory: call !== undefined,
        isNamed: true,
        ...(call === undefined || call === '()' ? {} : { arguments: call }),
        importRoot: manifest.dir,
        source,
      };
}

/** @see https://fastapi.tiangolo.com/fastapi-cli/ */
function fastapiEntrypoint(context: StartContext): AppObject | undefined {
  const { pyproject } = context.manifest;
  const path = ['tool', 'fastapi', 'entrypoint'];
  const spec = asString(at(pyproject?.value, ...path));
  if (pyproject === undefined || spec === undefined) return undefined;
  const source = inFile(pyproject.file, pyproject.lineOf(...path), path.join('.'));
  return appOf(context, spec, 'asgi', { ...source, kind: 'file', file: pyproject.file });
}

/** @see https://docs.gunicorn.org/en/stable/settings.html#wsgi-app */
function gunicornApp(context: StartContext): AppObject | undefined {
  const configured = gunicornFile(context);
  return configured && appOf(context, configured.app, configured.servesAsgi ? 'asgi' : 'wsgi', configured.source);
}

/** @see https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html */
function uwsgiModule(context: StartContext): AppObject | undefined {
  const file = join(context.manifest.dir, 'uwsgi.ini');
  const text = context.repo.read(file) ?? '';
  const option = (names: string): RegExpExecArray | null =>
    new RegExp(`^\\s*(?:${names})\\s*=\\s*(\\S+)\\s*$`, 'm').exec(text);
  const module = option('module|wsgi') ?? option('wsgi-file|file');
  if (module?.[1] === undefined) return undefined;
  const [name = '', object] = module[1].replace(/\.py$/, '').replaceAll('/', '.').split(':');
  const spec = `${name}:${object ?? option('callable')?.[1] ?? 'application'}`;
  return appOf(context, spec, 'wsgi', { ...inFile(file, lineAt(text, module.index)), kind: 'file', file });
}

/** FLASK_APP names a module or a file, and the object or factory in it. @see https://flask.palletsprojects.com/en/stable/cli/ */
function flaskApp(context: StartContext): AppObject | undefined {
  const { repo, manifest, files } = context;
  const file = join(manifest.dir, '.flaskenv');
  const text = repo.read(file) ?? '';
  const found = /^\s*(?:export\s+)?FLASK_APP\s*=[ \t]*(\S.*?)[ \t]*$/m.exec(text);
  if (found?.[1] === undefined) return undefined;
  const [path = '', object] = found[1].replace(/^(['"])(.*)\1$/, '$2').split(/:(.*)/, 2);
  const module = path.replace(/\.py$/, '').replaceAll('/', '.').replace(/^\.+/, '');
  const source = { ...inFile(file, lineAt(text, found.index), 'FLASK_APP'), kind: 'file', file } as const;
  if (object !== undefined) return appOf(context, `${module}:${object}`, 'wsgi', source);
  const base = within(manifest.dir, module.replaceAll('.', '/')) ?? '';
  const own = files.filter((each) => each === `${base}.py` || each === `${base}/__init__.py`);
  const inside = findAppObject(repo, manifest.dir, own);
  return appOf(context, `${module}:${inside?.object ?? 'app'}${inside?.isFactory ? '()' : ''}`, 'wsgi', source);
}
