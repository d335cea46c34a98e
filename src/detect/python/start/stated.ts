import type { Process } from '../../../model/app.ts';
import { fact, inFile, type Source } from '../../../model/fact.ts';
import { parseCommandLine } from '../../../parse/command-line.ts';
import { lineOfMatch } from '../../../parse/lines.ts';
import { asString, at } from '../../../parse/shape.ts';
import { join, type Repo } from '../../../repo/repo.ts';
import { quotePattern } from '../../../quote.ts';
import { startOfText } from '../../node/start.ts';
import type { Start, StartContext } from './model.ts';
import { programOf, type Program } from './programs.ts';
import { PORT_WORD } from './servers.ts';

/** One line of a Procfile. */
export interface ProcfileLine {
  readonly name: string;
  readonly text: string;
  readonly source: Source;
}

/** @see https://devcenter.heroku.com/articles/procfile */
export function procfileLines(repo: Repo, dir: string): readonly ProcfileLine[] {
  const file = join(dir, 'Procfile');
  return (repo.read(file) ?? '').split('\n').flatMap((line, index) => {
    const [, name, text] = /^([A-Za-z0-9_-]+):[ \t]*(\S.*)$/.exec(line) ?? [];
    return name === undefined || text === undefined
      ? []
      : [{ name, text: text.trim(), source: inFile(file, index + 1, name) }];
  });
}

export function procfileStart({ repo, manifest }: StartContext, name: 'web' | 'worker'): Start | undefined {
  const line = procfileLines(repo, manifest.dir).find((each) => each.name === name);
  return line && statedStart(line.text, line.source, name);
}

/** Scripts and tasks of the name start: Pipenv's, PDM's, Poe's, Taskipy's, Hatch's and Rye's. */
export function scriptStart({ manifest: { pipfile, pyproject } }: StartContext): Start | undefined {
  const stated = [
    { document: pipfile, path: ['scripts', 'start'] },
    { document: pyproject, path: ['tool', 'pdm', 'scripts', 'start'] },
    { document: pyproject, path: ['tool', 'poe', 'tasks', 'start'] },
    { document: pyproject, path: ['tool', 'taskipy', 'tasks', 'start'] },
    { document: pyproject, path: ['tool', 'hatch', 'envs', 'default', 'scripts', 'start'] },
    { document: pyproject, path: ['tool', 'rye', 'scripts', 'start'] },
  ];
  for (const { document, path } of stated) {
    const value = at(document?.value, ...path);
    const text = asString(value) ?? asString(at(value, 'cmd'));
    if (document !== undefined && text !== undefined)
      return statedStart(text, inFile(document.file, document.lineOf(...path), path.join('.')));
  }
  return undefined;
}

/** The start command of a hosting platform, in a file that holds nothing else. @see https://learn.microsoft.com/azure/app-service/configure-language-python */
export function startupFile({ repo, manifest }: StartContext): Start | undefined {
  const file = join(manifest.dir, 'startup.txt');
  const text = (repo.read(file) ?? '').trim();
  const pattern = /^[\w./-]+(?:[ \t].*)?$/;
  return text !== '' && pattern.test(text) && programOf(text.split(/\s/)[0] ?? '') !== undefined
    ? statedStart(text, inFile(file, lineOfMatch(text, pattern)), 'web')
    : undefined;
}

/** Scripts that exist to start what the project is. */
const START_SCRIPTS = ['start.sh', 'run.sh', 'boot.sh', 'startup.sh', 'scripts/start.sh', 'bin/start.sh'];
/** What a line may be that an image runs as it is; anything else makes the script one for a person's machine. */
const PREPARES = /^(?:python3? |alembic |flask db |aerich |exec )/;
const SAYS_NOTHING = /^(?:#.*|set [-+].*|echo .*)?$/;

/** A start script of plain commands that ends in a known server; one that reloads is for development. */
export function startScript({ repo, manifest }: StartContext): Start | undefined {
  for (const file of START_SCRIPTS.map((name) => join(manifest.dir, name))) {
    const text = (repo.read(file) ?? '').replace(/\\\n\s*/g, ' ');
    const lines = text.split('\n').flatMap((line) => (SAYS_NOTHING.test(line.trim()) ? [] : [line.trim()]));
    const last = lines.at(-1) ?? '';
    const [server] = lastCommand(last);
    const isPlain =
      lines.every((line) => !/[;&|<>()`]|\$\(/.test(line)) && lines.slice(0, -1).every((line) => PREPARES.test(line));
    if (!isPlain || programOf(server ?? '')?.serves !== true || /--reload\b|--debug\b/.test(last)) continue;
    return statedStart(
      lines.join(' && '),
      inFile(file, lineOfMatch(repo.read(file) ?? '', new RegExp(quotePattern(server ?? '')))),
      'web',
    );
  }
  return undefined;
}

/** Reads a command that somebody stated; `$PORT` is settled later, launchers of the manager are taken away. */
export function statedStart(text: string, source: Source, kind?: Process['kind']): Start {
  const reachable = text.replace(
    /((?:--host|--bind|--http(?:-socket)?|-b|-H|-h)[= ])(?:127\.0\.0\.1|localhost)\b/g,
    '$10.0.0.0',
  );
  const plain = reachable
    .replace(/\$\{PORT(:?-[^}]*)?\}|\$PORT\b/g, PORT_WORD)
    .replace(/\b(?:uv|poetry|pdm|pipenv|rye|hatch) run (?:--?\S+ )*/g, '');
  const start = startOfText(plain, source);
  const last = lastCommand(plain);
  const program = programOf(last[0] ?? '');
  const [first, ...rest] = start.command.value;
  const words =
    first !== undefined && /\.py$/.test(first)
      ? ['python', first, ...rest]
      : start.command.value.map((word, index) => (index === 0 && word === 'python3' ? 'python' : word));
  const isAlone = !start.needsShell && words.includes(last[0] ?? '');
  const reach = reachOf(program, last, isAlone);
  const port =
    /\$\{PORT:-(\d+)\}/.exec(text)?.[1] ??
    /(?:--(?:server\.)?port|--bind|-b|-p|--listen|--http(?:-socket)?)[= ](?:[\w.*]+:)?(\d{2,5})\b/.exec(text)?.[1];
  const stated = port === undefined ? program?.port : Number(port);
  const takesVariable = program?.portVariable !== undefined && port === undefined && !plain.includes(PORT_WORD);
  const takesPort = takesVariable && program.portVariable !== 'PORT' ? { [program.portVariable ?? '']: PORT_WORD } : {};
  const whose = last[0] ?? 'it';
  return {
    ...start,
    command: {
      ...start.command,
      value: [...words, ...reach.words],
      because: `${source.kind === 'file' ? source.file : 'it'} says ${text}`,
    },
    env: { ...program?.env, ...(program?.serves ? takesPort : {}), ...reach.env, ...start.env },
    ...kindOf(kind, program),
    ...(stated === undefined || (port === undefined && plain.includes(PORT_WORD))
      ? {}
      : { port: fact(stated, `the command says ${port ?? `nothing, and ${whose} listens there`}`, source) }),
    readsPort: plain.includes(PORT_WORD) || (takesVariable && program.portVariable === 'PORT'),
    additions: [],
    ...(program === undefined
      ? {}
      : {
          handlesSigterm: fact(
            program.handlesSigterm,
            `${whose} ${program.handlesSigterm ? 'ends' : 'does not end'} on SIGTERM`,
            source,
          ),
        }),
  };
}

/** A program that serves is a server, and one that does not is none, whatever the sources say of others. */
function kindOf(stated: Process['kind'] | undefined, program: Program | undefined): Pick<Start, 'kind'> {
  if (stated !== undefined) return { kind: stated };
  if (program === undefined) return {};
  return { kind: program.serves ? 'web' : 'worker' };
}

/** What makes a program listen where its container can be reached. */
function reachOf(
  program: Program | undefined,
  words: readonly string[],
  isAlone: boolean,
): { readonly words: readonly string[]; readonly env: Readonly<Record<string, string>> } {
  if (words[0] === 'manage.py' || /\/manage\.py$/.test(words[0] ?? ''))
    return { words: isAlone && words.at(-1) === 'runserver' ? [`0.0.0.0:${PORT_WORD}`] : [], env: {} };
  if (program === undefined || words.some((word) => /^(--(server\.)?(host|address|bind)|-[bHh])(=|$)/.test(word)))
    return { words: [], env: {} };
  const { reach, hostVariable } = program;
  const isTold = words.some((word) => reach?.options.includes(word.split('=')[0] ?? '') === true);
  return {
    words: reach && isAlone && !isTold ? reach.add : [],
    env: hostVariable === undefined ? {} : { [hostVariable]: '0.0.0.0' },
  };
}

/** The words of the program that stays: the last of a chain, behind `exec`, assignments and `python -m`. */
function lastCommand(text: string): readonly string[] {
  const { commands, needsShell } = parseCommandLine(text);
  // `a; b` and its like are for a shell, and one command to the parser.
  const last = needsShell ? parseCommandLine(text.split(/;|\n|\|\|/).at(-1) ?? '').commands : commands;
  const words = last.at(-1)?.words ?? [];
  const plain = words[0] === 'exec' ? words.slice(1) : words;
  if (!/^python3?$/.test(plain[0] ?? '')) return plain;
  return plain[1] === '-m' ? plain.slice(2) : plain.slice(1);
}
