import { parseCommandLine } from '../../parse/command-line.ts';
import { readRun } from './runners.ts';

/** Programs that run a file as it is, and how they are told to run it again after an edit. */
const RUNNERS: Readonly<Record<string, RegExp>> = {
  node: /^--watch/,
  bun: /^--(watch|hot)$/,
  tsx: /^(watch|--watch)$/,
  'ts-node': /^(?!)/,
  'ts-node-esm': /^(?!)/,
  'babel-node': /^(?!)/,
  tsc: /^(-w|--watch)$/,
  nest: /^(--watch|-w|--watchAssets)$/,
};
/** Words before the program itself. */
const PREFIXES = new Set(['cross-env', 'env', 'npx', 'dotenv', '--']);
/** Programs that end before the next one of the script starts. */
const ONCE = new Set(['echo', 'rm', 'rimraf', 'mkdir', 'cp', 'mv', 'sleep', 'cd', 'export', 'prisma', 'tsc-alias']);
const MAX_DEPTH = 10;

/** Whether what a script starts sees edits by itself: any program that is not known to run a file once. */
export function reloads(text: string, scripts: Readonly<Record<string, string>>, depth = 0): boolean {
  const { commands, needsShell } = parseCommandLine(text);
  // A shell that starts several beside each other is written for people who edit.
  if (needsShell) return true;
  return commands.some(({ words }) => {
    const own = words.filter((word, index) => !(PREFIXES.has(word) && index < 3) && !/^[A-Z_]+=/.test(word));
    const run = depth > MAX_DEPTH ? undefined : readRun(own, scripts);
    if (run?.kind === 'script') return reloads(scripts[run.name] ?? '', scripts, depth + 1);
    const [program = '', ...rest] = run?.words ?? own;
    const pattern = Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
    return pattern === undefined ? !ONCE.has(program) : rest.some((word) => pattern.test(word));
  });
}
