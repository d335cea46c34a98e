import yargs from 'yargs';
import packageJson from '../../package.json' with { type: 'json' };
import type { Problem } from '../model/problem.ts';
import { commands, usageOf, type Positional } from './commands.ts';
import { exitCodes, flagGroups, flagsOf, type Flag } from './flags.ts';
import { toRequest, type Request, type Values } from './request.ts';

/**
 * Reads the command line.
 * @returns undefined where --help or --version was asked for and has been printed.
 */
export async function readArguments(args: readonly string[]): Promise<Request | Problem | undefined> {
  const named = commands.find(({ name }) => name === args[0]);
  const { name: command, what, examples } = named ?? commands[0];
  const positionals: readonly Positional[] = (named ?? commands[0]).positionals;
  const flags = flagsOf(command);
  const others = commands.filter(({ name }) => name !== command).map((each) => `  $0 ${usageOf(each)}`);
  const parser = yargs(named === undefined ? [...args] : args.slice(1))
    .scriptName('create-dockerfile')
    .usage(
      `$0 ${usageOf(named ?? commands[0])}\n\n${what}\n\nOther commands, each with a --help of its own:\n${others.join('\n')}`,
    )
    // Texts are in one language, and a value is never more than its text: what it may be stands in the table.
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .command(['$0', ...positionals.map(({ name }) => `[${name}]`)].join(' '), false, (parsed) =>
      positionals.reduce(
        (all, each) => all.positional(each.name, { type: 'string', ...describePositional(each) }),
        parsed,
      ),
    )
    .example(examples.map(([line, about]): [string, string] => [line, about]))
    .epilogue(`Exit codes:\n${exitCodes.map(([code, what]) => `  ${String(code).padStart(3)}  ${what}`).join('\n')}`)
    .help()
    .version(packageJson.version)
    .wrap(Math.min(100, process.stdout.columns || 100))
    .exitProcess(false);
  for (const flag of flags) parser.option(flag.name, optionOf(flag));
  for (const group of flagGroups)
    parser.group(
      flags.filter((flag) => flag.group === group).map(({ name }) => name),
      `${group}:`,
    );
  parser.group(['help', 'version'], 'Running:');
  const values = (await parser.parse()) as Values;
  return values['help'] === true || values['version'] === true ? undefined : toRequest(command, values);
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
