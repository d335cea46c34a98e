import { parseCommandLine, type SimpleCommand } from '../../parse/command-line.ts';
import { quoteWord } from '../../quote.ts';
import { unwrap, type Surroundings } from './launchers.ts';
import { readRun } from './runners.ts';
import { severalOf } from './several.ts';
import { isDevelopmentCommand, withoutWatch } from './tools.ts';

/** The scripts of a package, and what reading them through needs to know of its files. */
export interface Scripts extends Surroundings {
  readonly scripts: Readonly<Record<string, string>>;
  /** Whether a `cd` came before: what is run then is another package's. */
  readonly isElsewhere?: boolean;
}

/** A script read through to its commands. */
export interface Flat {
  readonly commands: readonly SimpleCommand[];
  readonly needsShell: boolean;
  /** The text for a shell, with nested scripts put in place. */
  readonly text: string;
  /** Files of variables that it reads and that no image holds. */
  readonly envFiles: readonly string[];
}

const MAX_DEPTH = 10;

/**
 * A script with its pre and post hooks, as npm runs them.
 * @param isLast whether it is what runs on: what comes after it never does.
 * @see https://docs.npmjs.com/cli/using-npm/scripts
 */
export function runOf(scripts: Readonly<Record<string, string>>, name: string, isLast = true): string {
  return [`pre${name}`, name, ...(isLast ? [] : [`post${name}`])]
    .map((key) => (Object.hasOwn(scripts, key) ? scripts[key] : undefined))
    .filter((text) => text !== undefined)
    .join(' && ');
}

/** Reads a text through `npm run x`, launchers and files of variables to the commands that really run. */
export function flatten(scripts: Scripts, text: string, depth = 0, isLast = true): Flat {
  const line = parseCommandLine(text);
  const needsShell = line.needsShell && !line.commands.some(({ words }) => isPattern(text, words));
  if (needsShell || depth > MAX_DEPTH) return { commands: line.commands, needsShell: true, text, envFiles: [] };
  let exported: Readonly<Record<string, string>> = {};
  const parts: Flat[] = [];
  let around = scripts;
  for (const [index, command] of line.commands.entries()) {
    const assigned = exportedBy(command);
    exported = { ...exported, ...assigned };
    const own = { ...command, env: { ...exported, ...command.env } };
    if (assigned === undefined)
      parts.push(flattenCommand(around, own, depth, isLast && index === line.commands.length - 1));
    if (command.words[0] === 'cd') around = { ...scripts, isElsewhere: true };
  }
  return joined(parts);
}

/** `run-p watch:*`: the pattern is of scripts, and the only thing that a shell would have to read. */
function isPattern(text: string, [program = '']: readonly string[]): boolean {
  return /^(run-[sp]|npm-run-all2?)$/.test(program) && !parseCommandLine(text.replaceAll('*', '')).needsShell;
}

function joined(parts: readonly Flat[]): Flat {
  return {
    commands: parts.flatMap((part) => part.commands),
    needsShell: parts.some((part) => part.needsShell),
    text: parts
      .map((part) => part.text)
      .filter((text) => text !== '')
      .join(' && '),
    envFiles: parts.flatMap((part) => part.envFiles),
  };
}

function flattenCommand(scripts: Scripts, command: SimpleCommand, depth: number, isLast: boolean): Flat {
  const [program = '', operand] = command.words;
  // A shell reads the file; none is in the image.
  if (['.', 'source'].includes(program) && operand !== undefined && !scripts.isShipped(operand.replace(/^\.\//, '')))
    return { commands: [], needsShell: false, text: '', envFiles: [operand] };
  const outer = unwrap(command, scripts);
  const plain = withoutEnvFiles(outer.command, scripts.isShipped);
  const envFiles = [...outer.envFiles, ...plain.envFiles];
  const { env } = plain.command;
  const withEnv = (flat: Flat): Flat => ({
    ...flat,
    commands: flat.commands.map((each) => ({ ...each, env: { ...env, ...each.env } })),
    text: flat.needsShell ? exportText(env) + flat.text : flat.text,
    envFiles: [...envFiles, ...flat.envFiles],
  });
  const isOwn = depth <= MAX_DEPTH && scripts.isElsewhere !== true;
  const run = !isOwn ? undefined : readRun(plain.command.words, scripts.scripts);
  if (run?.kind === 'program')
    return withEnv(flattenCommand(scripts, { env: {}, words: run.words }, depth + 1, isLast));
  if (run !== undefined) {
    const text = [runOf(scripts.scripts, run.name, isLast), ...run.args.map(quoteWord)].join(' ');
    return withEnv(flatten(scripts, text, depth + 1, isLast));
  }
  const several = isOwn ? severalOf(plain.command.words, scripts.scripts) : undefined;
  const chosen = several && chosenOf(scripts, several, depth, isLast);
  if (chosen !== undefined) return withEnv(chosen);
  const words = withoutWatch(plain.command.words);
  return { commands: [{ env, words }], needsShell: false, text: shellText({ env, words }), envFiles };
}

/** One after the other; of those that run beside each other, the only one that is no part of development. */
function chosenOf(
  scripts: Scripts,
  { texts, isParallel }: { readonly texts: readonly string[]; readonly isParallel: boolean },
  depth: number,
  isLast: boolean,
): Flat | undefined {
  if (texts.length === 0) return undefined;
  const flats = texts.map((text, index) =>
    flatten(scripts, text, depth + 1, isLast && (isParallel || index === texts.length - 1)),
  );
  if (!isParallel) return joined(flats);
  const [only, ...others] = flats.filter((flat) => !flat.commands.every(isDevelopmentCommand));
  return others.length === 0 ? only : undefined;
}

/** `export A=b`, and `set A=b` as Windows has it. */
function exportedBy({ words }: SimpleCommand): Readonly<Record<string, string>> | undefined {
  const [program = '', ...pairs] = words;
  const isAssignment = pairs.length > 0 && pairs.every((pair) => /^[A-Za-z_]\w*=/.test(pair));
  if (!isAssignment || !['export', 'set', 'SET'].includes(program)) return undefined;
  return Object.fromEntries(pairs.map((pair) => pair.split(/=([\s\S]*)/, 2) as [string, string]));
}

function exportText(env: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${quoteWord(value)}`);
  return pairs.length === 0 ? '' : `export ${pairs.join(' ')} && `;
}

/** Node ends at once when a file of --env-file is not there. @see https://nodejs.org/api/cli.html#--env-fileconfig */
function withoutEnvFiles(
  command: SimpleCommand,
  isShipped: (file: string) => boolean,
): { command: SimpleCommand; envFiles: readonly string[] } {
  const words: string[] = [];
  const envFiles: string[] = [];
  for (let i = 0; i < command.words.length; i += 1) {
    const word = command.words[i] ?? '';
    const [, value] = /^--env-file(?:=(.*))?$/.exec(word) ?? [];
    const isOption = word.startsWith('--env-file') && (value !== undefined || word === '--env-file');
    const file = value ?? command.words[i + 1] ?? '';
    if (!isOption || isShipped(file)) words.push(word);
    else {
      envFiles.push(file);
      if (value === undefined) i += 1;
    }
  }
  return { command: { ...command, words }, envFiles };
}

export function shellText(command: SimpleCommand, replacesShell = false): string {
  const env = Object.entries(command.env).map(([name, value]) => `${name}=${quoteWord(value)}`);
  return [...env, ...(replacesShell ? ['exec'] : []), ...command.words.map(quoteWord)].join(' ');
}
