import yargs from 'yargs';
import packageJson from '../../package.json' with { type: 'json' };
import { openStdout } from '../ui/terminal.ts';
import { commands, usageOf, type Command, type CommandName, type Positional } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { flagGroups, flagsOf, type Flag } from './flags.ts';
import { PARSING } from './parsing.ts';

/** Prints the help of a command, or the version. */
export async function printHelp(
  command: Command & { readonly name: CommandName },
  args: readonly string[],
): Promise<void> {
  const { name, what, examples, positionals } = command;
  const flags = flagsOf(name);
  const others = commands.filter((each) => each !== command).map((each) => `  $0 ${usageOf(each)}`);
  const parser = yargs([...args])
    .scriptName('create-dockerfile')
    .usage(`$0 ${usageOf(command)}\n\n${what}\n\nOther commands, each with a --help of its own:\n${others.join('\n')}`)
    // Texts are in one language.
    .locale('en')
    .parserConfiguration(PARSING)
    .command(['$0', ...positionals.map((each) => `[${each.name}]`)].join(' '), false, (parsed) =>
      positionals.reduce(
        (all, each) => all.positional(each.name, { type: 'string', ...describePositional(each) }),
        parsed,
      ),
    )
    .example(examples.map(([line, about]): [string, string] => [line, about]))
    .epilogue(
      flags.some((flag) => flag.setting !== undefined)
        ? 'What .create-dockerfile.json keeps is undone by --no-NAME (--no-port), and by --compose and --syntax.\n'
        : '',
    )
    .epilogue(`Exit codes:\n${exitCodes.map(([code, text]) => `  ${String(code).padStart(3)}  ${text}`).join('\n')}`)
    .help()
    .version(packageJson.version)
    .wrap(Math.min(100, openStdout().columns || 100))
    .exitProcess(false);
  for (const flag of flags) parser.option(flag.name, optionOf(flag));
  for (const group of flagGroups)
    parser.group(
      flags.filter((flag) => flag.group === group).map((flag) => flag.name),
      `${group}:`,
    );
  await parser.group(['help', 'version'], 'Running:').parse();
}

function optionOf(flag: Flag): { type: 'boolean' | 'string'; describe: string; alias?: string } {
  const { value, short } = flag;
  return {
    type: value === undefined ? 'boolean' : 'string',
    describe: describeFlag(flag),
    ...(short === undefined ? {} : { alias: short }),
  };
}

function describePositional({ what, takes, standard }: Positional): { describe: string; default?: string } {
  return {
    describe: [what, ...(typeof takes === 'object' ? [`(${takes.join(', ')})`] : [])].join(' '),
    ...(standard === undefined ? {} : { default: standard }),
  };
}

/** What an option does, which values it takes and what holds without it, in one line. */
export function describeFlag({ what, choices, standard }: Flag): string {
  return [what, ...(choices ? [`(${choices.join(', ')})`] : []), ...(standard ? [`[${standard}]`] : [])].join(' ');
}
