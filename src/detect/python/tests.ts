import { fact, inFile, type Fact } from '../../model/fact.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PythonManifest } from './manifest.ts';

type Command = Fact<readonly string[]>;

/** A file that says how a project is linted and tested. */
interface Statement {
  readonly file: string;
  /** The lines of the commands under a name; a name is that of a target, an environment or a session. */
  readonly linesOf: (text: string, name: string) => readonly string[];
}

const LINTS = ['lint', 'linters', 'style', 'check-style'];
const TESTS = ['test', 'tests', 'testenv'];

/** Where commands are stated, in order. */
const STATEMENTS: readonly Statement[] = [
  // https://www.gnu.org/software/make/manual/html_node/Rule-Syntax.html
  {
    file: 'Makefile',
    linesOf: (text, name) => recipe(text, new RegExp(`^${name}[ \\t]*::?(?!=).*$`, 'm'), /^\t[@-]*(.*)$/),
  },
  // https://tox.wiki/en/latest/config.html#commands
  {
    file: 'tox.ini',
    linesOf: (text, name) => {
      const section = name === 'testenv' ? name : `testenv:${name}`;
      const [, body = ''] = new RegExp(`^\\[${section}\\]\\n((?:(?!\\[).*\\n?)*)`, 'm').exec(text) ?? [];
      return recipe(body, /^commands[ \t]*=[ \t]*(?=\n|$)/m, /^[ \t]+(\S.*)$/).concat(
        /^commands[ \t]*=[ \t]*(\S.*)$/m.exec(body)?.[1] ?? [],
      );
    },
  },
  // https://nox.thea.codes/en/stable/tutorial.html#running-commands
  {
    file: 'noxfile.py',
    linesOf: (text, name) => {
      const [, body = ''] =
        new RegExp(`^def ${name}\\(session[^)]*\\).*:\\n((?:[ \\t]+.*\\n|\\n)*)`, 'm').exec(text) ?? [];
      return [...body.matchAll(/session\.run\(([^()]*)\)/g)].map(([, words = '']) =>
        words
          .split(',')
          .map((word) =>
            /^\s*(?:\*session\.posargs)?\s*$/.test(word) ? '' : (/^\s*(["'])([^"']*)\1\s*$/.exec(word)?.[2] ?? '$'),
          )
          .join(' '),
      );
    },
  },
];

/**
 * What lints and tests the project: its own statements where the development target can run them; pytest by itself,
 * which reads its own settings, goes before what else is stated of tests.
 */
export function projectTests(repo: Repo, manifest: PythonManifest, manage: string | undefined): readonly Command[] {
  const stated = (names: readonly string[]): readonly Command[] =>
    STATEMENTS.flatMap((statement) => names.map((name) => commandsOf(repo, manifest, statement, name))).find(
      (commands) => commands.length > 0,
    ) ?? [];
  return [...stated(LINTS), ...(pytest(repo, manifest) ?? orElse(stated(TESTS), () => usual(repo, manifest, manage)))];
}

function orElse<T>(list: readonly T[], other: () => readonly T[]): readonly T[] {
  return list.length > 0 ? list : other();
}

/** The commands under a name; none where one of them cannot be run by what is installed. */
function commandsOf(
  repo: Repo,
  manifest: PythonManifest,
  { file, linesOf }: Statement,
  name: string,
): readonly Command[] {
  const path = join(manifest.dir, file);
  const lines = linesOf(repo.read(path) ?? '', name).filter((line) => line.trim() !== '');
  const found = lines.flatMap((line) => {
    const { commands, needsShell } = parseCommandLine(
      line.replace(/\{posargs(?::([^}]*))?\}/g, '$1').replace(/\b(?:uv|poetry|pdm|pipenv|hatch) run (?:--?\S+ )*/g, ''),
    );
    const isPlain = !needsShell && !/[${}]/.test(line.replace(/\{posargs[^}]*\}/g, '')) && commands.length > 0;
    return isPlain && commands.every(({ words }) => isInstalled(manifest, words))
      ? [commands.map(({ words }) => words)]
      : [];
  });
  if (found.length < lines.length) return [];
  return found.flat().map((words) => fact(words, `${path} says so for ${name}`, inFile(path, undefined, name)));
}

/** Whether a program comes with a dependency of its name, or with Python. */
function isInstalled({ dependencies, developmentDependencies }: PythonManifest, words: readonly string[]): boolean {
  const [program = '', option, module = ''] = words;
  const isPython = /^python3?$/.test(program);
  if (isPython && option !== '-m') return option !== undefined;
  const name = (isPython ? module : program).replaceAll('_', '-');
  const known = { ...dependencies, ...developmentDependencies };
  const needs = words.some((word) => word.startsWith('--cov')) ? [name, 'pytest-cov'] : [name];
  return needs.every((each) => Object.hasOwn(known, each)) || (isPython && name === 'unittest');
}

/** pytest, where it is depended on and there is something to test. */
function pytest(
  repo: Repo,
  { dir, dependencies, developmentDependencies }: PythonManifest,
): readonly Command[] | undefined {
  const source = developmentDependencies['pytest'] ?? dependencies['pytest'];
  const hasTests = repo.scan([join(dir, '**/test_*.py'), join(dir, '**/*_test.py')]).length > 0;
  return source && hasTests ? [fact(['pytest'], 'pytest is depended on, and there are tests', source)] : undefined;
}

/** Django's own runner, and the standard library's, where tests are written for it. */
function usual(repo: Repo, { dir }: PythonManifest, manage: string | undefined): readonly Command[] {
  const [first] = repo
    .scan([join(dir, '**/test*.py')])
    .filter((path) => /^\s*(import unittest|from (unittest|django\.test)\b)/m.test(repo.read(path) ?? ''));
  if (first === undefined) return [];
  const words = manage === undefined ? ['python', '-m', 'unittest', 'discover'] : ['python', manage, 'test'];
  return [fact(words, `${first} is written for it`, inFile(first))];
}

/** The lines below the first one that fits, as long as they have the form. */
function recipe(text: string, start: RegExp, form: RegExp): readonly string[] {
  const found = start.exec(text);
  if (!found) return [];
  const lines: string[] = [];
  for (const line of text.slice(found.index + found[0].length + 1).split('\n')) {
    const [, command] = form.exec(line) ?? [];
    if (command === undefined) break;
    lines.push(command);
  }
  return lines;
}
