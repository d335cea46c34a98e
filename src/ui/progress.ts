/** What takes longer than this is worth a line. */
const PATIENCE = 500;
const BETWEEN = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR = '\r\u001B[K';

export interface Progress {
  /** Says how far something is; seen only once it has taken half a second. */
  show(text: string): void;
  /** Takes the line away, before anything else is written. */
  clear(): void;
}

/**
 * One line that comes, moves and goes.
 * @param write to a terminal.
 * @param now the clock, in milliseconds.
 */
export function openProgress(write: (text: string) => void, now: () => number): Progress {
  let since: number | undefined;
  let last = 0;
  let frame = 0;
  return {
    show(text) {
      const time = now();
      since ??= time;
      if (time - since < PATIENCE || time - last < BETWEEN) return;
      last = time;
      frame += 1;
      write(`${CLEAR}${FRAMES[frame % FRAMES.length] ?? ''} ${text}`);
    },
    clear() {
      if (last !== 0) write(CLEAR);
      since = undefined;
      last = 0;
    },
  };
}
