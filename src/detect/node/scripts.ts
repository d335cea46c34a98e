import { parseCommandLine, type SimpleCommand } from '../../parse/command-line.ts';
import { quoteWord } from '../../quote.ts';
import { unwrap } from './launchers.ts';

/** The scripts of a package, and what reading them through needs to know of its files. */
export interface Scripts {
  readonly scripts: Readonly<Record<string, string>>;
  /** What nodemon starts when it is given no file. */
  readonly alone: readonly string[];
  /** Whether a file of variables is put into the image. */
  readonly isShipped: (file: string) => boolean;
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

const RUNNERS = new Set(['npm', 'yarn', 'pnpm', 'bun']);
const MAX_DEPTH = 10;

/** A script with its pre and post hooks, as npm runs them. @see https://docs.npmjs.com/cli/using-npm/scripts */
export function runOf(scripts: Readonly<Record<string, string>>, name: string): string {
  return [`pre${name}`, name]
    .map((key) => scripts[key])
    .filter((text) => text !== undefined)
    .join(' && ');
}

/** Reads a text through `npm run x`, launchers and files of variables to the commands that really run. */
export function flatten(scripts: Scripts, text: string, depth = 0): Flat {
  const line = parseCommandLine(text);
  if (line.needsShell || depth > MAX_DEPTH) return { commands: line.commands, needsShell: true, text, envFiles: [] };
  const parts = line.commands.map((command): Flat => {
    const outer = unwrap(command, scripts.alone, scripts.isShipped);
    const plain = withoutEnvFiles(outer.command, scripts.isShipped);
    const envFiles = [...outer.envFiles, ...plain.envFiles];
    const script = scriptName(plain.command.words, scripts.scripts);
    if (script === undefined)
      return { commands: [plain.command], needsShell: false, text: shellText(plain.command), envFiles };
    const inner = flatten(scripts, runOf(scripts.scripts, script), depth + 1);
    return {
      ...inner,
      commands: inner.commands.map((each) => ({ ...each, env: { ...plain.command.env, ...each.env } })),
      envFiles: [...envFiles, ...inner.envFiles],
    };
  });
  return {
    commands: parts.flatMap((part) => part.commands),
    needsShell: parts.some((part) => part.needsShell),
    text: parts.map((part) => part.text).join(' && '),
    envFiles: parts.flatMap((part) => part.envFiles),
  };
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

/** The script that `npm run x`, `yarn x`, `npm start` and the like name; undefined where the words are a process. */
function scriptName(words: readonly string[], scripts: Readonly<Record<string, string>>): string | undefined {
  const [runner, ...rest] = words;
  if (runner === undefined || !RUNNERS.has(runner)) return undefined;
  const names = rest.filter((word) => !word.startsWith('-'));
  const name = names[0] === 'run' || names[0] === 'run-script' ? names[1] : names[0];
  return name !== undefined && Object.hasOwn(scripts, name) ? name : undefined;
}

export function shellText(command: SimpleCommand, replacesShell = false): string {
  const env = Object.entries(command.env).map(([name, value]) => `${name}=${quoteWord(value)}`);
  return [...env, ...(replacesShell ? ['exec'] : []), ...command.words.map(quoteWord)].join(' ');
}
