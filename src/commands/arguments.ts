import { Parser } from 'yargs/helpers';
import type { Problem } from '../model/problem.ts';
import { commands, type Command, type CommandName } from './commands.ts';
import { flagsOf, type Flag } from './flags.ts';
import { oppositeOf } from './opposite.ts';
import { PARSING } from './parsing.ts';
import { toRequest, type Request } from './request.ts';
import type { Values } from './values.ts';

type Named = Command & { readonly name: CommandName };

/**
 * Reads the command line.
 * @returns undefined where --help or --version was asked for and has been printed: that alone takes the whole of yargs.
 */
export async function readArguments(args: readonly string[]): Promise<Request | Problem | undefined> {
  const named = commands.find(({ name }) => name === args[0]);
  const command: Named = named ?? commands[0];
  const own = named === undefined ? [...args] : args.slice(1);
  const values = valuesOf(command, own);
  if (values['help'] !== true && values['version'] !== true) return toRequest(command.name, values);
  const { printHelp } = await import('./help.ts');
  await printHelp(command, own);
  return undefined;
}

function valuesOf({ name: command, positionals }: Named, args: string[]): Values {
  const flags: readonly Flag[] = flagsOf(command);
  const namesOf = (wanted: readonly Flag[]): string[] => wanted.map(({ name }) => name);
  const { _: words, ...values } = Parser(args, {
    boolean: [
      'help',
      'version',
      ...namesOf(flags.filter(({ value }) => value === undefined)),
      ...flags.flatMap((flag) => oppositeOf(flag) ?? []),
    ],
    string: namesOf(flags.filter(({ value }) => value !== undefined)),
    alias: Object.fromEntries(flags.flatMap(({ name, short }) => (short === undefined ? [] : [[name, [short]]]))),
    configuration: PARSING,
  });
  const given = positionals.flatMap(({ name, standard }, index) => {
    const value = index in words ? words[index] : standard;
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...values, ...Object.fromEntries(given), _: words.slice(positionals.length) };
}
