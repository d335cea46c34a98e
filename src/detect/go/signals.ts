import { fact, inFile, type Fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import type { GoFile } from './packages.ts';

/** What follows the channel or the context: the signals that are waited for; with none it is all of them. */
const NOTIFY = /\bsignal\.Notify(?:Context)?\(\s*[^,()]*(?:\([^()]*\))?\s*(?:,([^()]*))?\)/g;
/** Without their value no other signal can be caught. */
const INTERRUPT = /^(?:os\.Interrupt|syscall\.SIGINT|unix\.SIGINT|os\.Kill|syscall\.SIGKILL)$/;

/**
 * The signal that ends the program in order, where that is not SIGTERM: code that waits for an interrupt alone is ended
 * by SIGTERM at once, with its requests.
 * @see https://pkg.go.dev/os/signal
 */
export function stopSignalOf(files: readonly GoFile[]): Fact<string> | undefined {
  const calls = files.flatMap(({ path, source: { code } }) =>
    [...code.matchAll(NOTIFY)].map((found) => ({
      signals: (found[1] ?? '')
        .split(',')
        .map((signal) => signal.trim())
        .filter(Boolean),
      source: inFile(path, lineAt(code, found.index)),
    })),
  );
  const [first] = calls;
  const waitsForInterrupt = calls.every(
    ({ signals }) => signals.length > 0 && signals.every((signal) => INTERRUPT.test(signal)),
  );
  const isCounted = files.some(({ source }) => /\bsignal\.Notify/.test(source.code) && /\bSIGTERM\b/.test(source.code));
  return first === undefined || !waitsForInterrupt || isCounted
    ? undefined
    : fact('SIGINT', 'the code waits for an interrupt alone', first.source);
}
