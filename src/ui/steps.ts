import { escapeControls } from '../model/problem.ts';
import { cut, type Terminal } from './terminal.ts';

/** What a long run is at: one line that is written over in a terminal, a line for each step elsewhere. */
export interface Steps {
  readonly step: (title: string) => void;
  readonly detail: (what: string) => void;
  readonly end: () => void;
}

/** At most this often, in milliseconds, a line is written over. */
const PAUSE = 80;

export function openSteps(terminal: Terminal): Steps {
  const { interactive, columns, style } = terminal;
  if (!interactive)
    return {
      step: (title) => {
        terminal.say(`${title}…`);
      },
      detail: () => undefined,
      end: () => undefined,
    };
  let current = '';
  let last = 0;
  const show = (text: string): void => {
    process.stderr.write(`\r\u001B[2K${cut(text, columns - 1)}`);
  };
  return {
    step(title) {
      current = title;
      show(style('bold', title));
    },
    detail(what) {
      if (performance.now() - last < PAUSE) return;
      last = performance.now();
      const rest = columns - current.length - 4;
      show(`${style('bold', current)}  ${style('dim', cut(escapeControls(what), Math.max(0, rest)))}`);
    },
    end() {
      show('');
    },
  };
}
