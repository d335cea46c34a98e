/** What a package manager, or Node, is told to run. */
export type Run =
  | { readonly kind: 'script'; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: 'program'; readonly words: readonly string[] };

type Scripts = Readonly<Record<string, string>>;

/** Words that come before the name of a script, and those before a program of a dependency. */
interface Runner {
  readonly script: readonly string[];
  readonly program: readonly string[];
  /** Commands of its own: what stands alone is none of them, and so a script or a program. */
  readonly own?: RegExp;
}

const RUNNERS: Readonly<Record<string, Runner>> = {
  npm: { script: ['run', 'run-script', 'rum', 'urn'], program: ['exec', 'x'] },
  pnpm: {
    script: ['run', 'run-script'],
    program: ['exec', 'x', 'dlx'],
    own: /^(install|i|add|remove|update|import|rebuild|prune|deploy|store|env|-)/,
  },
  yarn: {
    script: ['run'],
    program: ['exec', 'dlx'],
    own: /^(install|add|remove|upgrade|workspaces?|global|config|cache|set|plugin|-)/,
  },
  bun: { script: ['run'], program: ['x'], own: /^(install|add|remove|update|link|pm|build|test|upgrade|-)/ },
};

/** Scripts that npm and its kin run without `run`. */
const SHORT = new Set(['start', 'test', 'stop', 'restart']);

/**
 * Reads `npm run x -- --flag`, `yarn x`, `pnpm exec x`, `node --run x` and the like.
 * @returns undefined where the words are a process themselves.
 * @see https://docs.npmjs.com/cli/commands/npm-run and https://nodejs.org/api/cli.html#--run
 */
export function readRun(words: readonly string[], scripts: Scripts): Run | undefined {
  const [first = '', ...rest] = words;
  const isScript = (name: string | undefined): name is string => name !== undefined && Object.hasOwn(scripts, name);
  if (first === 'node') {
    const name = rest[0] === '--run' ? rest[1] : rest[0]?.replace(/^--run=/, '');
    return rest[0]?.startsWith('--run') === true && isScript(name)
      ? { kind: 'script', name, args: withoutDashes(rest.slice(rest[0] === '--run' ? 2 : 1)) }
      : undefined;
  }
  const runner = Object.hasOwn(RUNNERS, first) ? RUNNERS[first] : undefined;
  if (runner === undefined || worksElsewhere(rest)) return undefined;
  // Options of the manager itself: --silent, --bun.
  const start = rest.findIndex((word) => !word.startsWith('-'));
  const [verb = '', ...after] = start === -1 ? [] : rest.slice(start);
  if (runner.program.includes(verb)) {
    const program = withoutDashes(after.slice(after.findIndex((word) => !word.startsWith('-') || word === '--')));
    return program.length === 0 ? undefined : { kind: 'program', words: program };
  }
  const isLong = runner.script.includes(verb);
  const named = isLong
    ? after.slice(
        Math.max(
          0,
          after.findIndex((word) => !word.startsWith('-')),
        ),
      )
    : [verb, ...after];
  const [name, ...args] = named;
  // npm takes only what stands behind `--` for the script's.
  if (isScript(name) && (isLong || first !== 'npm' || SHORT.has(name)))
    return { kind: 'script', name, args: first === 'npm' ? behindDashes(args) : withoutDashes(args) };
  if (name === undefined || name === '' || first === 'npm' || (!isLong && runner.own?.test(name) === true))
    return undefined;
  // `bun file.ts` and `bun run file.ts` are Bun's own way to run a file.
  return first === 'bun' ? undefined : { kind: 'program', words: named };
}

/** `npm run build --prefix client`: the script is another package's. */
function worksElsewhere(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).some((word) => /^(--prefix|--cwd|--dir|-C)(=|$)/.test(word));
}

function withoutDashes(words: readonly string[]): readonly string[] {
  return words[0] === '--' ? words.slice(1) : words;
}

function behindDashes(words: readonly string[]): readonly string[] {
  const index = words.indexOf('--');
  return index === -1 ? words.filter((word) => !word.startsWith('-')) : words.slice(index + 1);
}
