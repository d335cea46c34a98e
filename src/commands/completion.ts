import { builtInPresets } from '../preset/built-in.ts';
import { bashCompletion } from '../ui/completion/bash.ts';
import { fishCompletion } from '../ui/completion/fish.ts';
import type { CompletedCommand, Takes } from '../ui/completion/model.ts';
import { zshCompletion } from '../ui/completion/zsh.ts';
import type { Terminal } from '../ui/terminal.ts';
import { commands, type Positional, type Shell } from './commands.ts';
import { flagsOf, type Flag } from './flags.ts';
import type { Request } from './request.ts';

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/**
 * The command `completion`: prints a shell's script. It holds every word, so that a key press starts no program.
 * @returns the exit code.
 */
export function completion({ shell }: Pick<Request, 'shell'>, terminal: Terminal): number {
  terminal.print(SCRIPTS[shell](commands.map(completed)).trimEnd());
  return 0;
}

const presetIds = builtInPresets.map(({ id }) => id);

/** What the placeholder of an option's value stands for; any text where it is not here. */
const PLACEHOLDERS: Readonly<Record<string, Takes>> = { DIR: 'folder', FILE: 'file', ID: presetIds };

function completed({ name, what, positionals }: (typeof commands)[number]): CompletedCommand {
  return {
    name,
    what: what.split(/(?<=[.?])\s/)[0] ?? '',
    words: positionals.map(({ what: about, takes }: Positional) => ({
      what: about,
      takes: takes === 'preset' ? presetIds : (takes ?? 'folder'),
    })),
    options: [
      ...flagsOf(name).map(({ name: flag, short, what: about, value, choices }: Flag) => ({
        name: `--${flag}`,
        ...(short === undefined ? {} : { short: `-${short}` }),
        what: about,
        ...(value === undefined ? {} : { takes: choices ?? PLACEHOLDERS[value] ?? 'text' }),
      })),
      { name: '--help', what: 'show help' },
    ],
  };
}
