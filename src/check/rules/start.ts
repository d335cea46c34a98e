import { isProblem } from '../../model/problem.ts';
import { parseJson } from '../../parse/json.ts';
import { asTextMap, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { finding, placeOf, placeOfSource, type CheckContext, type Finding, type Rule } from '../context.ts';
import { commandsOf, copyOf, startOf, stepsOf, type Step } from '../steps.ts';
import { allSteps } from './files.ts';
import { positional } from './install.ts';

const MANAGERS = new Set(['npm', 'yarn', 'pnpm', 'bun']);
/** Words after a manager that are commands of its own, not scripts. */
const OWN =
  /^(ci|install|i|add|exec|x|dlx|config|cache|prune|rebuild|set|version|workspaces?|fetch|deploy|link|audit|init|create|global|corepack|approve-builds|store|clean-install|pkg|why|list|ls|upgrade|up|remove|run|plugin|node|patch|dedupe|pack|publish|info|outdated|update|import|self-update|env|root|bin|help|--.*|-.*)$/;

/** The script that `npm run x`, `yarn x`, `npm test` and the like name; undefined where none is named for sure. */
function scriptOf(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words;
  const plain = positional(rest);
  if (
    !MANAGERS.has(program) ||
    rest.some((word) => /^(-w|-C|-F|--(workspace|prefix|filter|cwd|dir|recursive))|^-r$|=/.test(word))
  )
    return undefined;
  const [first = '', second] = plain;
  if (first === 'run' || first === 'run-script') return second !== undefined && isName(second) ? second : undefined;
  if (first === 'start' || first === 'test') return first;
  return program !== 'npm' && program !== 'bun' && isName(first) && !OWN.test(first) ? first : undefined;
}

/** Not a file: those have a folder or an ending. */
function isName(word: string): boolean {
  return /^[\w:-]+$/.test(word);
}

/** Scripts of package.json as they stand, where the file can be read. */
function scriptsOf(repo: Repo, dir: string): Readonly<Record<string, string>> | undefined {
  const file = join(dir, 'package.json');
  const text = repo.read(file);
  const parsed = text === undefined ? undefined : parseJson(text, file);
  return parsed === undefined || isProblem(parsed) ? undefined : asTextMap(at(parsed.value, 'scripts'));
}

/** Scripts that a RUN or the start names and that package.json does not have. */
export const scripts: Rule = (context) => {
  const { dockerfile, final, app, repo } = context;
  if (app?.language !== 'node') return [];
  const known = { ...scriptsOf(repo, ''), ...scriptsOf(repo, app.dir) };
  if (scriptsOf(repo, app.dir) === undefined) return [];
  const start = startOf(final);
  const runs = allSteps(context)
    .filter(({ instruction }) => instruction.keyword === 'RUN')
    .flatMap(({ instruction }) => commandsOf(instruction).map(({ words }) => ({ words, line: instruction.line })));
  return [...runs, ...(start === undefined ? [] : [start])].flatMap(({ words, line }) => {
    const script = scriptOf(words);
    if (script === undefined || script in known || isProgram(repo, app.dir, script)) return [];
    const manifest = join(app.dir, 'package.json');
    const names = Object.keys(known).join(', ') || 'none';
    return [
      finding(
        'script-missing',
        { script, scripts: names },
        { file: dockerfile.path, line },
        placeOf(repo, manifest, /"scripts"/),
      ),
    ];
  });
};

/** Yarn and pnpm also run the programs of dependencies: a name that some dependency bears may be one. */
function isProgram(repo: Repo, dir: string, name: string): boolean {
  return (
    [join(dir, 'package.json'), 'package.json'].some((file) => (repo.read(file) ?? '').includes(`"${name}"`)) ||
    name === 'tsc'
  );
}

/** The file of the context that an interpreter is started with. */
const STARTED: readonly { readonly pattern: RegExp; readonly files: (name: string) => readonly string[] }[] = [
  {
    pattern: /^(?:\S*\/)?(?:node|bun|tsx|ts-node|python3?|uv run)(?: -\S+)* (?!-)(\S+\.(?:[cm]?[jt]sx?|py))(?= |$)/,
    files: (name) => [name],
  },
  {
    pattern:
      /^(?:\S*\/)?(?:python3? -m )?(?:uvicorn|gunicorn|hypercorn|granian|daphne|waitress-serve)\b.*? ([A-Za-z_][\w.]*):[\w.]+(?:\(\))?(?= |$)/,
    files: (name) => [`${name.replaceAll('.', '/')}.py`, `${name.replaceAll('.', '/')}/__init__.py`],
  },
];

/** A start command whose file is nowhere: not in the repository, and copied from no stage. */
export const startFile: Rule = (context) => {
  const { dockerfile, final, app, repo } = context;
  const start = startOf(final);
  if (start === undefined) return [];
  const text = start.words.join(' ').replace(/ (?:-r|--require|--import|--loader|--experimental-loader)[ =]\S+/g, '');
  const [rule, name] = STARTED.flatMap(({ pattern, files }) => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? [] : [[files, found] as const];
  })[0] ?? [undefined, ''];
  const steps = stepsOf(final);
  if (rule === undefined || /\$|(^|\/)(node_modules|site-packages)\//.test(name)) return [];
  const wanted = rule(name).map((path) => path.replace(/^\.?\//, ''));
  const exists = wanted.some((path) =>
    repo.paths.some((file) => file === path || file.endsWith(`/${path}`) || path.endsWith(`/${file}`)),
  );
  if (exists || isMade(context, steps, wanted)) return [];
  const usual = app?.processes[0]?.command;
  return [
    finding(
      'start-missing',
      { file: name, start: usual?.value.join(' ') ?? 'see package.json, pyproject.toml or the README' },
      { file: dockerfile.path, line: start.line },
      usual && placeOfSource(usual.sources),
    ),
  ];
};

/** Whether a stage may have made the file: it stands in a folder that git ignores, that a build writes, or that was copied from a stage. */
function isMade({ repo, app, dockerfile }: CheckContext, steps: readonly Step[], wanted: readonly string[]): boolean {
  const output = app?.language === 'node' ? app.node.build?.value.output : undefined;
  return wanted.some((path) => {
    const [folder = ''] = path.split('/');
    const isFolder = folder !== path;
    if (isFolder && !repo.hasFolder(folder))
      return output === undefined || `${path}/`.startsWith(`${output}/`) || output.startsWith(`${folder}/`);
    return steps.some((step) => {
      const copy = copyOf(step);
      const target = within('', copy?.target ?? '') ?? '';
      if (copy === undefined)
        return step.instruction.keyword === 'RUN' && step.instruction.text.includes(path.split('/').at(-1) ?? path);
      if (copy.from === undefined) return step.instruction.heredoc !== '' && target.endsWith(path);
      const isStage = dockerfile.stages.some(({ name }) => name === copy.from);
      return (
        isStage &&
        (target === '' ||
          /\.next|\.output|standalone/.test(copy.sources.join(' ')) ||
          copy.sources.some((source) => `${source}/`.endsWith(`/${folder}/`) || step.workdir.slice(1) === source))
      );
    });
  });
}

/** npm, Yarn and pnpm as process 1. */
export const startThroughManager: Rule = ({ dockerfile, final, app, repo }): readonly Finding[] => {
  const start = startOf(final);
  const script = start && scriptOf(start.words);
  if (start === undefined || script === undefined || app?.language !== 'node') return [];
  const plain = app.processes[0]?.command.value.join(' ') ?? 'node with its file';
  const evidence = placeOf(repo, join(app.dir, 'package.json'), new RegExp(`"${script.replace(/\W/g, '.')}"\\s*:`));
  return [
    finding(
      'start-through-manager',
      { manager: start.words[0] ?? '', start: plain },
      { file: dockerfile.path, line: start.line },
      evidence,
    ),
  ];
};
