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
    if (isKept && kept[flag.setting as keyof Options] === options[flag.setting as keyof Options]) return [];
    if (value === undefined) return isKept ? [`--${oppositeOf(flag) ?? ''}`] : [];
    return value === true
      ? [`--${flag.name}`]
      : [`--${flag.name}`, shellWord(typeof value === 'number' ? String(value) : (value as string))];
  });
  return [program, ...(dir === '.' ? [] : [shellWord(dir)]), ...words, '--yes'].join(' ');
}

/** What the option has to say for this; undefined where nothing. */
function valueOf(flag: Flag, options: Options, force: boolean): unknown {
  const [key, standard] = [flag.setting as keyof Options | undefined, defaultOptions];
  if (key !== undefined && flag.value === undefined) return options[key] === (flag.name === key) || undefined;
  if (key !== undefined) return options[key] === standard[key] ? undefined : options[key];
  const others: Readonly<Record<string, unknown>> = {
    force: force || undefined,
    'keep-mine': options.keepMine || undefined,
    save: options.save || undefined,
    'presets-from': options.presetsFrom,
  };
  return others[flag.name];
}

/** A word for a shell, also where it holds what a generated file may not hold. */
export function shellWord(value: string): string {
  return /[\p{Cc}\u2028\u2029]/u.test(value)
    ? `$'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`
    : quoteWord(value);
}
