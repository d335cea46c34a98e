import picomatch from 'picomatch';
import { quoteWord } from '../../quote.ts';

/** Commands that one command starts. */
export interface Several {
  readonly texts: readonly string[];
  readonly isParallel: boolean;
}

type Scripts = Readonly<Record<string, string>>;

/** Options of npm-run-all and concurrently that take the next word as their value. */
const VALUES = new Set([
  '-n',
  '--names',
  '-c',
  '--prefix-colors',
  '-p',
  '--prefix',
  '-m',
  '--max-processes',
  '-s',
  '--success',
  '--restart-tries',
  '--max-parallel',
  '--npm-path',
  '--kill-signal',
]);

/**
 * Reads `run-s a b`, `npm-run-all --parallel a b`, `run-p x:*` and `concurrently "npm:a" "node b.js"`.
 * @see https://github.com/mysticatea/npm-run-all and https://github.com/open-cli-tools/concurrently
 */
export function severalOf(words: readonly string[], scripts: Scripts): Several | undefined {
  const [program = '', ...rest] = words;
  if (program === 'concurrently' || program === 'conc')
    return { isParallel: true, texts: operands(rest, VALUES).flatMap((text) => npmText(text, scripts)) };
  if (!['run-s', 'run-p', 'npm-run-all', 'npm-run-all2'].includes(program)) return undefined;
  const isParallel = program === 'run-p' || rest.some((word) => word === '-p' || word === '--parallel');
  const names = operands(rest, new Set(['--max-parallel', '--npm-path']));
  return { isParallel, texts: names.flatMap((name) => runTexts(name, scripts)) };
}

function operands(words: readonly string[], values: ReadonlySet<string>): readonly string[] {
  return words.filter((word, index) => !word.startsWith('-') && !values.has(words[index - 1] ?? ''));
}

/** `npm:dev-*` is each script of that form. */
function npmText(text: string, scripts: Scripts): readonly string[] {
  const [, pattern] = /^(?:npm|yarn|pnpm|bun|node):(\S+)$/.exec(text) ?? [];
  return pattern === undefined ? [text] : runTexts(pattern, scripts);
}

/** A name, a name with arguments, or a pattern in which `*` stops at `:`. */
function runTexts(text: string, scripts: Scripts): readonly string[] {
  const [pattern = '', ...args] = text.split(/\s+/);
  const slashed = (name: string): string => name.replaceAll(':', '/');
  const matches = /^[\w:*@./-]*\*[\w:*@./-]*$/.test(pattern)
    ? picomatch(slashed(pattern))
    : (name: string): boolean => name === slashed(pattern);
  return Object.keys(scripts)
    .filter((name) => matches(slashed(name)))
    .map((name) =>
      ['npm', 'run', name, ...(args.length > 0 && args[0] !== '--' ? ['--'] : []), ...args].map(quoteWord).join(' '),
    );
}
