import type { PythonApp, Process } from '../../model/app.ts';
import { fact, inFile, type Fact, type Source } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { startOfText } from '../node/start.ts';
import { findAppObject, type AppObject } from './app-object.ts';
import type { DjangoProject } from './django.ts';
import { isPackaged } from './manager.ts';
import { inRoot } from './modules.ts';
import type { PythonManifest } from './manifest.ts';
import { PORT_WORD, programHandlesSigterm, serverFor } from './servers.ts';

/** How the project starts, and what the image must add for it. */
export interface Start {
  readonly command: Fact<readonly string[]>;
  readonly needsShell: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** web where a server is started for an app object; undefined where only the sources can tell. */
  readonly kind?: Process['kind'];
  readonly interface?: 'asgi' | 'wsgi';
  /** A stated port in the command itself. */
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  readonly handlesSigterm?: Fact<boolean>;
  readonly additions: readonly string[];
  readonly importRoot?: string;
  readonly development?: readonly string[];
}

/** What detection knows when it asks how the project starts. */
export interface StartContext {
  readonly repo: Repo;
  readonly manifest: PythonManifest;
  /** Folder that the program starts in. */
  readonly root: string;
  readonly files: readonly string[];
  readonly locked: ReadonlySet<string>;
  readonly django: DjangoProject | undefined;
  readonly manager: PythonApp['python']['manager'];
}

/** Files that start a program by convention, in the order in which they are looked for. */
const ENTRY_FILES = [
  'main.py',
  'app.py',
  'run.py',
  'start.py',
  'server.py',
  'bot.py',
  'hello.py',
  'cli.py',
  '__main__.py',
  'src/main.py',
  'src/app.py',
  'app/main.py',
];

const finders: readonly ((context: StartContext) => Start | undefined)[] = [
  (c) => procfile(c, 'web'),
  scripts,
  djangoStart,
  servedApp,
  consoleScript,
  entryFile,
  packageMain,
  (c) => procfile(c, 'worker'),
];

/** The first that applies: what the repository states, its framework, then convention. */
export function findStart(context: StartContext): Start | undefined {
  for (const find of finders) {
    const start = find(context);
    if (start !== undefined) return start;
  }
  return undefined;
}

/** @see https://devcenter.heroku.com/articles/procfile */
function procfile({ repo, manifest }: StartContext, process: 'web' | 'worker'): Start | undefined {
  const file = join(manifest.dir, 'Procfile');
  const text = repo.read(file) ?? '';
  const pattern = new RegExp(`^${process}:[ \\t]*(.+)$`, 'm');
  const command = pattern.exec(text)?.[1];
  return command === undefined
    ? undefined
    : statedStart(command.trim(), inFile(file, lineOfMatch(text, pattern), process), process);
}

/** Pipenv's and PDM's scripts of the name start. */
function scripts({ manifest: { pipfile, pyproject } }: StartContext): Start | undefined {
  const stated = [
    { document: pipfile, path: ['scripts', 'start'] },
    { document: pyproject, path: ['tool', 'pdm', 'scripts', 'start'] },
  ];
  for (const { document, path } of stated) {
    const value = at(document?.value, ...path);
    const text = asString(value) ?? asString(at(value, 'cmd'));
    if (document !== undefined && text !== undefined)
      return statedStart(text, inFile(document.file, document.lineOf(...path), path.join('.')));
  }
  return undefined;
}

/** Reads a command that somebody stated; `$PORT` is settled later, launchers of the manager are taken away. */
export function statedStart(text: string, source: Source, kind?: Process['kind']): Start {
  const port = /\$\{PORT:-(\d+)\}/.exec(text)?.[1] ?? /(?:--port|--bind|-b)[= ](?:[\d.]+:)?(\d{2,5})\b/.exec(text)?.[1];
  const plain = text
    .replace(/\$\{PORT(:?-[^}]*)?\}|\$PORT\b/g, PORT_WORD)
    .replace(/\b(?:uv|poetry|pdm|pipenv|rye|hatch) run (?:--?\S+ )*/g, '');
  const start = startOfText(plain, source);
  const [first, ...rest] = start.command.value;
  const words =
    first !== undefined && /\.py$/.test(first)
      ? ['python', first, ...rest]
      : start.command.value.map((word, index) => (index === 0 && word === 'python3' ? 'python' : word));
  const program = lastProgram(plain);
  const handles = programHandlesSigterm(program);
  return {
    ...start,
    command: { ...start.command, value: words, because: `${source.kind === 'file' ? source.file : 'it'} says ${text}` },
    ...(kind === undefined ? {} : { kind }),
    ...(port === undefined ? {} : { port: fact(Number(port), `the command says ${port}`, source) }),
    readsPort: text.includes('$PORT') || text.includes('${PORT') || program === 'gunicorn',
    additions: [],
    ...(handles === undefined
      ? {}
      : { handlesSigterm: fact(handles, `${program} ${handles ? 'ends' : 'does not end'} on SIGTERM`, source) }),
  };
}

/** The program that stays: the last of a chain, behind `exec`, assignments and `python -m`. */
function lastProgram(text: string): string {
  const words = parseCommandLine(text).commands.at(-1)?.words ?? [];
  const plain = words[0] === 'exec' ? words.slice(1) : words;
  return (/^python3?$/.test(plain[0] ?? '') && plain[1] === '-m' ? plain[2] : plain[0]) ?? '';
}

function djangoStart(context: StartContext): Start | undefined {
  const { django } = context;
  if (django === undefined) return undefined;
  const { wsgi, asgi } = django;
  const servesAsgi =
    asgi !== undefined && (wsgi === undefined || (isDependedOn(context, 'asgi') && !isDependedOn(context, 'wsgi')));
  const target = servesAsgi ? asgi : wsgi;
  if (target === undefined) {
    context.repo.report(
      problem(
        'module-not-found',
        { framework: 'Django', looked: 'WSGI_APPLICATION and wsgi.py' },
        { file: django.source.file },
      ),
    );
    return undefined;
  }
  return served(context, target, 'Django', [
    'python',
    inRoot(context.root, join(django.root, 'manage.py')),
    'runserver',
    `0.0.0.0:${PORT_WORD}`,
  ]);
}

function isDependedOn({ manifest, locked }: StartContext, kind: 'asgi' | 'wsgi'): boolean {
  return serverFor(kind, manifest.dependencies, locked)?.source !== undefined;
}

function servedApp(context: StartContext): Start | undefined {
  const target = findAppObject(context.repo, context.manifest.dir, context.files);
  if (target === undefined) return undefined;
  const spec = `${target.module}:${target.object}`;
  const flask = context.manifest.dependencies['flask'] !== undefined && target.interface === 'wsgi';
  const development =
    target.interface === 'asgi'
      ? [
          'uvicorn',
          spec,
          ...(target.isFactory ? ['--factory'] : []),
          '--reload',
          '--host',
          '0.0.0.0',
          '--port',
          PORT_WORD,
        ]
      : flask
        ? ['flask', '--app', spec, 'run', '--debug', '--host', '0.0.0.0', '--port', PORT_WORD]
        : undefined;
  return served(context, target, `the ${target.interface === 'asgi' ? 'ASGI' : 'WSGI'} app`, development);
}

function served(
  context: StartContext,
  target: AppObject,
  framework: string,
  development: readonly string[] | undefined,
): Start | undefined {
  const found = serverFor(target.interface, context.manifest.dependencies, context.locked);
  if (found === undefined) return undefined;
  const { server, source } = found;
  if (source === undefined)
    context.repo.report(
      problem(
        'server-missing',
        { framework: framework.replace(/^the /, 'The '), server: server.name },
        { file: target.source.file },
      ),
    );
  const runsDevelopment = development !== undefined && (development[0] !== 'uvicorn' || server.name === 'uvicorn');
  return {
    command: fact(
      server.command(target),
      `${target.source.file} makes ${target.object}${target.isFactory ? '()' : ''}; ${server.name} serves it`,
      target.source,
      ...(source?.kind === 'file' ? [source] : []),
    ),
    needsShell: false,
    env: {},
    kind: 'web',
    interface: target.interface,
    readsPort: true,
    handlesSigterm: fact(
      server.handlesSigterm,
      `${server.name} ${server.handlesSigterm ? 'ends' : 'does not end'} on SIGTERM`,
      target.source,
    ),
    additions: source === undefined ? [server.name] : [],
    ...(target.importRoot === context.manifest.dir && target.importRoot === ''
      ? {}
      : { importRoot: target.importRoot }),
    ...(runsDevelopment ? { development } : {}),
  };
}

/** The only console script of a project that is installed. */
function consoleScript({ manifest, manager }: StartContext): Start | undefined {
  const { pyproject } = manifest;
  if (pyproject === undefined || !isPackaged(manifest, manager.value)) return undefined;
  for (const path of [
    ['project', 'scripts'],
    ['tool', 'poetry', 'scripts'],
  ]) {
    const [name, ...others] = Object.keys(asRecord(at(pyproject.value, ...path)));
    if (name !== undefined && others.length === 0)
      return plain(
        [name],
        `${name} is its only script`,
        inFile(pyproject.file, pyproject.lineOf(...path, name), path.join('.')),
      );
  }
  return undefined;
}

function entryFile({ repo, root, manifest: { dir } }: StartContext): Start | undefined {
  const file = ENTRY_FILES.map((name) => join(dir, name)).find((path) => repo.has(path));
  return file === undefined
    ? undefined
    : plain(['python', inRoot(root, file)], `nothing states a start; ${file} is there`, inFile(file));
}

/** The only folder of the root, or of src, with a `__main__.py`: `python -m package`. */
function packageMain({ repo, manifest: { dir }, files }: StartContext): Start | undefined {
  const mains = files.filter(
    (file) => /^(src\/)?[^/]+\/__main__\.py$/.test(file.slice(dir === '' ? 0 : dir.length + 1)) && repo.has(file),
  );
  const [main, ...others] = mains;
  if (main === undefined || others.length > 0) return undefined;
  const parts = main.split('/');
  return {
    ...plain(['python', '-m', parts.at(-2) ?? ''], `${main} is there`, inFile(main)),
    importRoot: parts.slice(0, -2).join('/'),
  };
}

function plain(command: readonly string[], because: string, source: Source): Start {
  return { command: fact(command, because, source), needsShell: false, env: {}, readsPort: false, additions: [] };
}
