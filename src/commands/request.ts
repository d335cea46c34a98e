import { problem, type Problem } from '../model/problem.ts';
import type { BaseKind } from '../model/plan.ts';
import type { Options } from '../plan/options.ts';
import {
  commands,
  PRESET_ACTIONS,
  SHELLS,
  type CommandName,
  type Positional,
  type PresetAction,
  type Shell,
} from './commands.ts';
import { flags, flagsOf, type Flag, type FlagName } from './flags.ts';
import { oppositeOf } from './opposite.ts';
import { nearest } from './nearest.ts';

export type Part = 'repository' | 'plan' | 'files' | 'changes';

/** What a person asks for on the command line. */
export interface Request {
  readonly command: CommandName;
  readonly dir: string;
  /** What was given; what was not is the configuration's, or the default. */
  readonly given: Partial<Options>;
  /** What the configuration keeps and this run does not want: the names of settings. */
  readonly undone: readonly string[];
  readonly yes: boolean;
  readonly json: boolean;
  readonly print?: Part;
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly exitCode: boolean;
  readonly force: boolean;
  /** Whether the words at the end name the command of a scanner. */
  readonly scan: boolean;
  readonly sarif: boolean;
  readonly markdown: boolean;
  /** The one line of the Dockerfile that is asked about. */
  readonly line?: number;
  readonly verify: VerifyRequest;
  /** What is asked of the presets, and of which one. */
  readonly action: PresetAction;
  readonly id: string;
  /** The shell that completion is for. */
  readonly shell: Shell;
}

/** What `verify` alone is told. */
export interface VerifyRequest {
  /** Whether the naive image is built. */
  readonly compare: boolean;
  /** Files: where the picture goes, where the app's variables are. */
  readonly svg?: string;
  readonly envFile?: string;
  readonly builder?: string;
  /** Seconds until the app has to answer, and for one build. */
  readonly wait: number;
  readonly timeout: number;
}

/** Whether it only looks: `--dry-run`, or what makes sense without writing alone. */
export function looksOnly({ dryRun, diff, exitCode, print }: Request): boolean {
  return dryRun || diff || exitCode || print !== undefined;
}

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

/** Checks parsed values against the table of options and makes a request of them. */
export function toRequest(command: CommandName, values: Values): Request | Problem {
  const wrong =
    unknownOption(command, values) ??
    wrongFolder(values) ??
    wrongWord(command, values) ??
    flagsOf(command)
      .map((flag) => wrongValue(flag, values) ?? contradiction(flag, values))
      .find(Boolean) ??
    ofOneApp(values);
  if (wrong) return wrong;
  const text = (name: FlagName): string | undefined => values[name] as string | undefined;
  const isOn = (name: FlagName): boolean => values[name] === true;
  const base = text('base');
  const given = {
    app: text('app'),
    preset: text('preset'),
    start: text('start'),
    modules: text('modules'),
    output: text('output'),
    presetsFrom: text('presets-from'),
    registry: text('registry'),
    ca: text('ca'),
    ci: text('ci'),
    pin: text('pin'),
    scanner: text('scanner'),
    import: text('import'),
  };
  const port = text('port');
  const print = text('print') as Part | undefined;
  const line = text('line');
  return {
    command,
    dir: (values['dir'] as string | undefined) ?? '.',
    given: {
      ...definedOf(given),
      ...(base === undefined || base === 'auto' ? {} : { base: base as BaseKind }),
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(isOn('all') ? { all: true } : {}),
      ...(isOn('cds') ? { cds: true } : {}),
      ...(isOn('describe') ? { describe: true } : {}),
      ...(isOn('bake') ? { bake: true } : {}),
      ...(isOn('renovate') ? { renovate: true } : {}),
      ...(isOn('debugger') ? { debugger: true } : {}),
      ...(isOn('no-syntax') ? { syntax: false } : {}),
      ...(isOn('no-compose') ? { compose: false } : {}),
      ...(isOn('keep-mine') ? { keepMine: true } : {}),
      ...(isOn('save') ? { save: true } : {}),
    },
    undone: flagsOf(command).flatMap((flag: Flag) =>
      flag.setting !== undefined && isUndone(flag, values) ? [flag.setting] : [],
    ),
    yes: isOn('yes'),
    json: isOn('json'),
    ...(print === undefined ? {} : { print }),
    dryRun: isOn('dry-run'),
    diff: isOn('diff'),
    exitCode: isOn('exit-code'),
    force: isOn('force'),
    scan: isOn('scan'),
    sarif: isOn('sarif'),
    markdown: isOn('markdown'),
    ...(line === undefined ? {} : { line: Number(line) }),
    verify: {
      compare: !isOn('no-compare'),
      ...definedOf({ svg: text('svg'), envFile: text('app-env'), builder: text('builder') }),
      wait: Number(text('wait') ?? 60),
      timeout: Number(text('timeout') ?? 1800),
    },
    action: PRESET_ACTIONS.find((action) => action === values['action']) ?? 'list',
    id: (values['id'] as string | undefined) ?? '',
    shell: SHELLS.find((shell) => shell === values['shell']) ?? 'bash',
  };
}

function isUndone(flag: Flag, values: Values): boolean {
  return values[oppositeOf(flag) ?? ''] === true || (flag.name === 'base' && values['base'] === 'auto');
}

function contradiction(flag: Flag, values: Values): Problem | undefined {
  const opposite = oppositeOf(flag);
  return opposite !== undefined && values[opposite] === true && values[flag.name] !== undefined
    ? problem('option-and-opposite', { flag: `--${flag.name}`, opposite: `--${opposite}` })
    : undefined;
}

/** Those that were given. What they may be was checked before. */
function definedOf(values: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
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
