import { quotePattern } from '../../quote.ts';
import type { Hit } from '../sources.ts';
import type { GoFile } from './packages.ts';

/** A command of cobra's or urfave/cli's, as its literal is written; a flag's begins in the same way. */
const COMMAND = /(?<!Flag|App)\{\s*(?:Use|Name):\s*"([\w-]+)/g;
const FUNCTION = /^func\s+(?:\([^)]*\)\s*)?(\w+)/gm;

/**
 * The command that serves, whatever its name: the only one whose literal holds the call that does, or names the function
 * that holds it.
 * @param files those that use a library of commands.
 * @param all every file that the program reaches.
 */
export function servingCommand(
  files: readonly GoFile[],
  all: readonly GoFile[],
  { match, source }: Hit,
): { readonly name: string; readonly file: string } | undefined {
  const holder = all.find(({ path }) => path === source.file);
  const before = holder?.source.code.slice(0, match.index) ?? '';
  const name = [...before.matchAll(FUNCTION)].at(-1)?.[1];
  const mention = name === undefined || name === 'main' ? undefined : new RegExp(`\\b${quotePattern(name)}\\b`);
  const found = files.flatMap((file) =>
    [...file.source.code.matchAll(COMMAND)].flatMap((command) => {
      const end = endOf(file.source.code, command.index);
      const isInside = file === holder && command.index < match.index && match.index < end;
      const isNamed = mention?.test(file.source.code.slice(command.index, end)) === true;
      return isInside || isNamed ? [{ name: command[1] ?? '', file: file.path, isInside }] : [];
    }),
  );
  // Of commands in commands, the innermost holds the call.
  const inner = found.filter(({ isInside }) => isInside).at(-1);
  const [only, ...others] = found;
  return inner ?? (others.length === 0 ? only : undefined);
}

/** Where the braces that begin at the index end. */
function endOf(code: string, start: number): number {
  let depth = 0;
  for (let index = start; index < code.length; index += 1) {
    if (code[index] === '{') depth += 1;
    if (code[index] === '}' && (depth -= 1) === 0) return index;
  }
  return code.length;
}
