import { problem, type Problem } from '../model/problem.ts';
import { commands, type CommandName, type Positional } from './commands.ts';
import { flags, flagsOf, type Flag, type FlagName } from './flags.ts';
import { nearest } from './nearest.ts';
import { oppositeOf } from './opposite.ts';

/** What a parser made of the arguments: values by option name, `_` for what is none. */
export type Values = Readonly<Record<string, unknown>>;

const HARMLESS_NAME = /^\w[\w.+-]{0,99}$/;
const TAKEN_NAMES = /^(docker-)?compose(\.dev)?\.ya?ml$|^docker-bake\b|^renovate\.json$/;
const SECONDS = { fits: (value: string) => /^[1-9]\d{0,5}$/.test(value), allowed: 'a number of seconds, from 1' };
/** What a value must be, beside the choices of the table. */
const CHECKS: Readonly<
  Partial<Record<FlagName, { readonly fits: (value: string) => boolean; readonly allowed: string }>>
> = {
  port: {
    fits: (value) => /^\d{1,5}$/.test(value) && +value >= 1 && +value <= 65535,
    allowed: 'a number from 1 to 65535',
  },
  wait: SECONDS,
  timeout: SECONDS,
  builder: {
    fits: (value) => HARMLESS_NAME.test(value),
    allowed: 'the name of a builder, which docker buildx ls lists',
  },
  line: { fits: (value) => /^[1-9]\d{0,6}$/.test(value), allowed: 'the number of a line, from 1' },
  registry: {
    fits: (value) =>
      /^[a-z0-9][a-z0-9.-]*(?::\d{1,5})?(?:\/[a-z0-9][a-z0-9._-]*)*$/.test(value) &&
      /[.:]|^localhost/.test(value.split('/')[0] ?? ''),
    allowed: 'a host, and what stands before the names there: registry.example.com/mirror',
  },
  // A quote or a comma would end the value in --secret.
  ca: { fits: (value) => /^[^\p{Cc}\u2028\u2029",]+$/u.test(value), allowed: 'the path of a PEM file' },
  output: {
    fits: (value) => HARMLESS_NAME.test(value) && !TAKEN_NAMES.test(value),
    allowed: 'a file name without a folder, such as Dockerfile.web',
  },
};

/** What is wrong with the values of a command line, or undefined. */
export function wrongValues(command: CommandName, values: Values): Problem | undefined {
  return (
    unknownOption(command, values) ??
    wrongFolder(values) ??
    wrongWord(command, values) ??
    flagsOf(command)
      .map((flag) => wrongValue(flag, values) ?? contradiction(flag, values))
      .find(Boolean) ??
    ofOneApp(values)
  );
}

function contradiction(flag: Flag, values: Values): Problem | undefined {
  const opposite = oppositeOf(flag);
  return opposite !== undefined && values[opposite] === true && values[flag.name] !== undefined
    ? problem('option-and-opposite', { flag: `--${flag.name}`, opposite: `--${opposite}` })
    : undefined;
}

/** Options that are about one app. */
const OF_ONE_APP = ['app', 'preset', 'port', 'start'] as const satisfies readonly FlagName[];

function ofOneApp(values: Values): Problem | undefined {
  const flag = values['all'] === true ? OF_ONE_APP.find((name) => values[name] !== undefined) : undefined;
  return flag === undefined ? undefined : problem('option-of-one-app', { flag: `--${flag}` });
}

/** What is wrong with a value of an option, or undefined: the rule of the flags and of the questions alike. */
export function wrongText(name: FlagName, value: string): Problem | undefined {
  const flag: Flag | undefined = flags.find((each) => each.name === name);
  const check = CHECKS[name];
  const allowed = flag?.choices?.join(', ') ?? check?.allowed ?? '';
  if (value.trim() === '') return problem('option-without-value', { flag: `--${name}`, value: flag?.value ?? '' });
  const fits = flag?.choices?.includes(value) ?? check?.fits(value) ?? true;
  return fits ? undefined : problem('unknown-option-value', { flag: `--${name}`, value, allowed });
}

function unknownOption(command: CommandName, values: Values): Problem | undefined {
  const known = [
    '_',
    '$0',
    ...commands.flatMap(({ positionals }) => positionals.map(({ name }) => name)),
    'help',
    'version',
    ...flagsOf(command).flatMap((flag: Flag) => [flag.name, flag.short ?? '', oppositeOf(flag) ?? '']),
  ];
  const unknown = Object.keys(values).find((key) => !known.includes(key));
  if (unknown === undefined) return undefined;
  const near = nearest(unknown, [...flagsOf(command).map(({ name }) => name), 'help', 'version']);
  return problem('unknown-option', {
    option: `${unknown.length === 1 ? '-' : '--'}${unknown}`,
    advice: near === undefined ? '--help lists the options.' : `Did you mean --${near}?`,
  });
}

function wrongFolder(values: Values): Problem | undefined {
  const others = values['_'] as readonly unknown[];
  if (others.length > 0)
    return problem('several-folders', { names: [values['dir'], ...others].map(String).join(', ') });
  return values['dir'] === '' ? problem('not-a-directory', { path: '""' }) : undefined;
}

/** What is wrong with what stands without a name and takes one of some words. */
function wrongWord(command: CommandName, values: Values): Problem | undefined {
  const positionals: readonly Positional[] = commands.find(({ name }) => name === command)?.positionals ?? [];
  return positionals
    .map(({ name, takes, standard }) => {
      const value = (values[name] as string | undefined) ?? standard ?? 'left out';
      return typeof takes !== 'object' || takes.includes(value)
        ? undefined
        : problem('unknown-option-value', { flag: command, value, allowed: takes.join(', ') });
    })
    .find(Boolean);
}

function wrongValue(flag: Flag & { readonly name: FlagName }, values: Values): Problem | undefined {
  const value = values[flag.name];
  if (value === undefined) return undefined;
  if (flag.isBare === true && value === '') return undefined;
  if (flag.value !== undefined) return wrongText(flag.name, typeof value === 'string' ? value : '');
  return typeof value === 'boolean'
    ? undefined
    : problem('unknown-option-value', { flag: `--${flag.name}`, value: 'a text', allowed: 'true, false' });
}
