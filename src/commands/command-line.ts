import { defaultOptions, type Options } from '../plan/options.ts';
import { quoteWord } from '../quote.ts';
import { flags, type Flag } from './flags.ts';
import { oppositeOf } from './opposite.ts';

/**
 * The command that gives the same files without a question.
 * @param kept what the configuration says, and so the command need not.
 * @param program how this program was started.
 */
export function commandLine(
  dir: string,
  { options, force }: { readonly options: Options; readonly force: boolean },
  kept: Partial<Options> = {},
  program = 'npx create-dockerfile',
): string {
  const words = flags.flatMap((flag: Flag) => {
    const value = valueOf(flag, options, force);
    const isKept = flag.setting !== undefined && flag.setting in kept;
    if (isKept && kept[flag.setting] === options[flag.setting]) return [];
    if (value === undefined) return isKept ? [`--${oppositeOf(flag) ?? ''}`] : [];
    return value === true
      ? [`--${flag.name}`]
      : [`--${flag.name}`, shellWord(typeof value === 'number' ? String(value) : (value as string))];
  });
  return [program, ...(dir === '.' ? [] : [shellWord(dir)]), ...words, '--yes'].join(' ');
}

/** What the option has to say for this; undefined where nothing. */
function valueOf(flag: Flag, options: Options, force: boolean): unknown {
  if (flag.name === 'force') return force || undefined;
  const key = flag.setting ?? flag.option;
  // What was imported is in the lock: a later run need not say it again.
  if (key === undefined || key === 'import') return undefined;
  if (flag.value === undefined) return options[key] === !flag.name.startsWith('no-') || undefined;
  return options[key] === defaultOptions[key] ? undefined : options[key];
}

/** A word for a shell, also where it holds what a generated file may not hold. */
export function shellWord(value: string): string {
  return /[\p{Cc}\u2028\u2029]/u.test(value)
    ? `$'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`
    : quoteWord(value);
}
