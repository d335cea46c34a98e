import type { EnvVariable, Preparation } from '../../model/app.ts';
import { inFile, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { findInSources } from '../sources.ts';
import type { AppObject } from './app-object.ts';
import { inRoot } from './modules.ts';

export interface DjangoProject {
  /** Folder of manage.py, relative to the context. */
  readonly root: string;
  readonly source: Source & { readonly kind: 'file' };
  readonly wsgi?: AppObject;
  readonly asgi?: AppObject;
  readonly prepare: readonly Preparation[];
  readonly env: readonly EnvVariable[];
}

/** Values with which settings can be loaded while an image is built, where nothing is connected to. */
const PLACEHOLDERS: readonly (readonly [name: RegExp, value: string])[] = [
  [/DATABASE_URL|^DB_URL$/, 'sqlite:///:memory:'],
  [/REDIS|CELERY|BROKER|CACHE_URL/, 'redis://localhost:6379/0'],
  [/HOSTS?$/, 'localhost'],
  [/PORT$|TIMEOUT|_SIZE$|_COUNT$/, '1'],
  [/DEBUG|^USE_|ENABLED?$/, 'False'],
  [/URL|ENDPOINT|ORIGIN/, 'http://localhost'],
];

/** `os.environ['X']`, `os.environ.get('X')`, `os.getenv('X')`, django-environ's and decouple's `env('X')` and `config('X')`. */
const READS_VARIABLE =
  /(?:(environ\s*\[)|(?:environ\.get|getenv)\s*\(|(\b(?:env|config)(?:\.\w+)?\s*\())\s*['"]([A-Z][A-Z0-9_]*)['"]\s*(,|\)|\])/g;

/**
 * The Django project of a folder, found by its manage.py there or one folder below.
 * @param start the folder that commands run in.
 */
export function findDjango(
  repo: Repo,
  dir: string,
  start: string,
  files: readonly string[],
): DjangoProject | undefined {
  const manage = files.find(
    (file) =>
      /(^|\/)manage\.py$/.test(file) &&
      file.split('/').length <= (dir === '' ? 2 : dir.split('/').length + 2) &&
      /DJANGO_SETTINGS_MODULE/.test(repo.read(file) ?? ''),
  );
  if (manage === undefined) return undefined;
  const root = manage.split('/').slice(0, -1).join('/');
  const own = files.filter((file) => root === '' || file.startsWith(`${root}/`));
  const settings = own.filter((file) =>
    /(^|\/)settings(\/\w+)?\.py$|(^|\/)(config|conf)\/\w*settings\w*\.py$/.test(file),
  );
  const [wsgi, asgi] = [application(repo, root, own, 'wsgi'), application(repo, root, own, 'asgi')];
  const variables = settings.flatMap((file) => readVariables(repo, file));
  const staticRoot = findInSources(repo, settings, /^\s*STATIC_ROOT\s*=(?!\s*None)/m);
  return {
    root,
    source: { ...inFile(manage), kind: 'file', file: manage },
    ...(wsgi ? { wsgi } : {}),
    ...(asgi ? { asgi } : {}),
    env: variables.map(({ name, source }) => ({
      name,
      when: 'run',
      secret: /SECRET|PASSWORD|TOKEN|KEY|DATABASE_URL/.test(name),
      source,
    })),
    prepare: staticRoot
      ? [
          {
            command: ['python', inRoot(start, join(root, 'manage.py')), 'collectstatic', '--noinput'],
            env: placeholders(variables),
            because: 'Settings are loaded to collect the static files; nothing is connected to, so placeholders do.',
          },
        ]
      : [],
  };
}

/** The module that the settings name, else wsgi.py or asgi.py itself. */
function application(repo: Repo, root: string, files: readonly string[], kind: 'wsgi' | 'asgi'): AppObject | undefined {
  const stated = findInSources(
    repo,
    files,
    new RegExp(`^\\s*${kind.toUpperCase()}_APPLICATION\\s*=\\s*['"]([\\w.]+)\\.(\\w+)['"]`, 'm'),
  );
  const file = files.find((path) => path.endsWith(`/${kind}.py`));
  const source =
    stated?.source ?? (file === undefined ? undefined : ({ ...inFile(file), kind: 'file', file } as const));
  if (source === undefined) return undefined;
  const module = stated?.match[1] ?? file?.slice(root === '' ? 0 : root.length + 1, -'.py'.length).replaceAll('/', '.');
  return {
    interface: kind,
    module: module ?? kind,
    object: stated?.match[2] ?? 'application',
    isFactory: false,
    importRoot: root,
    source,
  };
}

interface Variable {
  readonly name: string;
  /** Whether settings cannot be loaded without it. */
  readonly needed: boolean;
  readonly isNumber: boolean;
  readonly source: Source;
}

function readVariables(repo: Repo, file: string): readonly Variable[] {
  const text = repo.read(file) ?? '';
  return [...text.matchAll(READS_VARIABLE)].flatMap((found) => {
    const [, subscript, reader, name, end] = found;
    if (name === undefined) return [];
    const rest = text.slice(found.index + found[0].length, found.index + found[0].length + 80).split('\n')[0] ?? '';
    const hasDefault = end === ',' && !/^\s*cast\s*=/.test(rest);
    const strict = subscript !== undefined || reader !== undefined;
    // Django refuses to start without a secret key, and URL parsers without a URL.
    const needed = !hasDefault && (strict || /SECRET_KEY|DATABASE_URL/.test(name));
    const isNumber =
      /\.int\s*\($|\bint\s*\(\s*(?:os\.)?$/.test(text.slice(Math.max(0, found.index - 10), found.index)) ||
      /cast\s*=\s*int/.test(rest) ||
      /\.int\(/.test(found[0]);
    return [{ name, needed, isNumber, source: inFile(file, lineAt(text, found.index)) }];
  });
}

function placeholders(variables: readonly Variable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variables
      .filter((each) => each.needed)
      .map(({ name, isNumber }) => [
        name,
        isNumber ? '1' : (PLACEHOLDERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'build-only'),
      ]),
  );
}
