import { stripVTControlCharacters, styleText } from 'node:util';
import { openProgress } from './progress.ts';

type Format = Parameters<typeof styleText>[0];
/** Text in a colour or weight, or as it is where colours are not wanted. */
export type Style = (format: Format, text: string) => string;

const plain: Style = (_format, text) => text;
/** Whether colours are wanted is decided once, for stderr; Node would look at stdout each time. */
const colourful: Style = (format, text) => styleText(format, text, { validateStream: false });

/** Where a run speaks to: what was asked for goes to stdout, everything else to stderr. */
export interface Terminal {
  /** Whether somebody is there to answer. */
  readonly interactive: boolean;
  readonly style: Style;
  readonly columns: number;
  say(text: string): void;
  /** How far something is that may take long; it goes away by itself. */
  progress(text: string): void;
  print(text: string): void;
}

/** The streams of this process. CI counts as nobody, NO_COLOR, TERM=dumb and a pipe as no colour. */
export function openTerminal(): Terminal {
  // Opening a stream that is not used costs more than reading the arguments: stdin and stdout are not touched here.
  const { stderr, env } = process;
  const isCi = !['', '0', 'false'].includes(env['CI'] ?? '');
  const isColourful = stderr.isTTY && !isCi && stderr.hasColors();
  const columns = stderr.columns || 100;
  const moves = stderr.isTTY && !isCi && env['TERM'] !== 'dumb';
  const line = openProgress((text) => {
    if (moves) stderr.write(text);
  }, Date.now);
  return {
    // The module brings the network's along, which a run without a terminal has no use for.
    interactive: moves && process.getBuiltinModule('node:tty').isatty(0),
    style: isColourful ? colourful : plain,
    columns,
    say: (text) => {
      line.clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      line.show(cut(text, columns - 3));
    },
    print: (text) => {
      line.clear();
      openStdout().write(`${text}\n`);
    },
  };
}

let stdout: NodeJS.WriteStream | undefined;

/** The stream of results. A reader that has seen enough (`| head`) is no fault. */
export function openStdout(): NodeJS.WriteStream {
  stdout ??= process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return stdout;
}

/** The text cut to a width, counted without colours. */
export function cut(text: string, width: number): string {
  return stripVTControlCharacters(text).length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Lines of whole words; a word that is longer than a line stays whole. */
export function wrap(text: string, width: number): string {
  const lines = text.split(' ').reduce<readonly string[]>((all, word) => {
    const last = all.at(-1);
    const longer = `${last ?? ''} ${word}`;
    return last !== undefined && stripVTControlCharacters(longer).length <= width
      ? [...all.slice(0, -1), longer]
      : [...all, word];
  }, []);
  return lines.join('\n');
}
