import { defaultOptions, type Options } from '../plan/options.ts';
import { quoteWord } from '../quote.ts';
import { flags, type Flag } from './flags.ts';

/**
 * The command that gives the same files without a question.
 * @param kept what the configuration says, and so the command need not.
 */
export function commandLine(
  dir: string,
  { options, force }: { readonly options: Options; readonly force: boolean },
  kept: Partial<Options> = {},
): string {
  const words = flags.flatMap((flag: Flag) => {
    const key = flag.setting as keyof Options | undefined;
    const value = valueOf(flag.name, options, force);
    if (value === undefined || (key !== undefined && key in kept && kept[key] === options[key])) return [];
    return value === true ? [`--${flag.name}`] : [`--${flag.name}`, shellWord(String(value))];
  });
  return ['npx create-dockerfile', ...(dir === '.' ? [] : [shellWord(dir)]), ...words, '--yes'].join(' ');
}

function valueOf(name: string, options: Options, force: boolean): string | number | true | undefined {
  if (name === 'force') return force || undefined;
  if (name === 'keep-mine') return options.keepMine || undefined;
  if (name === 'save') return options.save || undefined;
  if (name === 'no-compose') return options.compose ? undefined : true;
  if (name === 'no-syntax') return options.syntax ? undefined : true;
  if (name === 'output') return options.output === defaultOptions.output ? undefined : options.output;
  return { ...options, syntax: undefined, compose: undefined }[name as 'app' | 'preset' | 'base' | 'port' | 'start'];
}

/** A word for a shell, also where it holds what a generated file may not hold. */
export function shellWord(value: string): string {
  return /[\p{Cc}\u2028\u2029]/u.test(value)
    ? `$'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`
    : quoteWord(value);
}
