import { fact, inFile, type Fact } from '../../model/fact.ts';
import { join } from '../../repo/repo.ts';
import { findInSources } from '../sources.ts';
import { inRoot } from './modules.ts';
import { dependsOn, type Start, type StartContext } from './start/model.ts';

/** What makes a database's tables before the app starts. */
interface Migrations {
  readonly command: Fact<readonly string[]>;
  /** Whether the database may be a file. */
  readonly isInFile: boolean;
}

/** A tool of the project that keeps its migrations in files. */
interface Tool {
  readonly dependency: string;
  /** A file of the migrations, and what its environment says where it finds the database by the app's own settings. */
  readonly files: RegExp;
  readonly environment?: { readonly file: RegExp; readonly own: RegExp };
  readonly words: (start: Start, context: StartContext) => readonly string[] | undefined;
}

const SPEC = /^[A-Za-z_][\w.]*:[A-Za-z_]\w*(\([^()]*\))?$/;

const TOOLS: readonly Tool[] = [
  // https://flask-migrate.readthedocs.io/en/latest/
  {
    dependency: 'flask-migrate',
    files: /(^|\/)migrations\/versions\/[^/]+\.py$/,
    words: ({ command }) => {
      const spec = command.value.find((word) => SPEC.test(word));
      return spec === undefined ? undefined : ['python', '-m', 'flask', '--app', spec, 'db', 'upgrade'];
    },
  },
  // https://alembic.sqlalchemy.org/en/latest/tutorial.html: as a module, so that the app can be imported, unless the
  // folder of the migrations is a package of that name
  {
    dependency: 'alembic',
    files: /(^|\/)versions\/[^/]+\.py$/,
    environment: {
      file: /(^|\/)env\.py$/,
      own: /\bset_main_option\(|\benviron\b|\bgetenv\b|\bsettings\b|\bcreate_(?:async_)?engine\(|\bimport\b[^\n]*\bengine\b/,
    },
    words: (_start, { repo, root }) => [
      ...(repo.has(join(root, 'alembic/__init__.py')) ? [] : ['python', '-m']),
      'alembic',
      'upgrade',
      'head',
    ],
  },
];

/**
 * A database without its tables answers nothing: they are made once, before the app starts. Undefined where there are no
 * migrations, or the start makes them itself.
 */
export function migrations(context: StartContext, start: Start): Migrations | undefined {
  const isDone = /\b(?:migrate|upgrade)\b/.test(start.command.value.join(' '));
  if (isDone) return undefined;
  return context.django === undefined ? ofTool(context, start) : ofDjango(context);
}

const WHY = 'the tables of the database are made by migrations';

function ofDjango({ repo, root, django, files }: StartContext): Migrations | undefined {
  if (django === undefined) return undefined;
  const models = files.find((file) => /(^|\/)migrations\/[^/]+\.py$/.test(file) && !file.endsWith('__init__.py'));
  const command = ['python', inRoot(root, join(django.root, 'manage.py')), 'migrate', '--noinput'];
  return {
    command: fact(command, WHY, inFile(models ?? django.source.file)),
    isInFile: findInSources(repo, django.settings, /\bsqlite/) !== undefined,
  };
}

function ofTool(context: StartContext, start: Start): Migrations | undefined {
  const { repo, root, files } = context;
  for (const { dependency, files: own, environment, words } of TOOLS) {
    if (!Object.hasOwn(context.manifest.dependencies, dependency) || !dependsOn(context, dependency)) continue;
    const script = files.find((file) => own.test(file));
    const command = words(start, context);
    if (script === undefined || command === undefined) continue;
    if (environment !== undefined) {
      const isOwn = files.some((file) => environment.file.test(file) && environment.own.test(repo.read(file) ?? ''));
      const runsItself = findInSources(repo, files, /\bcommand\.upgrade\(/) !== undefined;
      if (!isOwn || runsItself || !repo.has(join(root, 'alembic.ini'))) continue;
    }
    return {
      command: fact(command, WHY, inFile(script)),
      isInFile: findInSources(repo, files, /\bsqlite(?:\+\w+)?:\/\/\//) !== undefined,
    };
  }
  return undefined;
}
