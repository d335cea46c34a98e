import type { Problem } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import { PRESET_ACTIONS, SHELLS, type CommandName, type PresetAction, type Shell } from './commands.ts';
import { flagsOf, type Flag, type FlagName } from './flags.ts';
import { oppositeOf } from './opposite.ts';
import { wrongValues, type Values } from './values.ts';

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

/** Checks parsed values against the table of options and makes a request of them. */
export function toRequest(command: CommandName, values: Values): Request | Problem {
  const wrong = wrongValues(command, values);
  if (wrong) return wrong;
  const text = (name: FlagName): string | undefined => values[name] as string | undefined;
  const isOn = (name: FlagName): boolean => values[name] === true;
  const print = text('print') as Part | undefined;
  const line = text('line');
  return {
    command,
    dir: (values['dir'] as string | undefined) ?? '.',
    given: givenBy(flagsOf(command), values),
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

/** The options that the values of flags make. What they may be was checked before. */
function givenBy(taken: readonly Flag[], values: Values): Partial<Options> {
  return Object.fromEntries(
    taken.flatMap((flag) => {
      const option = flag.setting ?? flag.option;
      const value = values[flag.name];
      if (option === undefined || value === undefined || value === false || isUndone(flag, values)) return [];
      if (flag.value === undefined) return [[option, !flag.name.startsWith('no-')]];
      return [[option, flag.value === 'NUMBER' ? Number(value) : value]];
    }),
  );
}

function isUndone(flag: Flag, values: Values): boolean {
  return values[oppositeOf(flag) ?? ''] === true || (flag.name === 'base' && values['base'] === 'auto');
}

/** Those that were given. */
function definedOf(values: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
