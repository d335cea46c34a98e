import table from '../../data/failures.json' with { type: 'json' };
import { printable } from '../model/problem.ts';

/** Why something failed, as far as its log tells, and what to do. */
export interface Cause {
  readonly id: string;
  readonly cause: string;
  readonly fix: string;
  readonly source: string;
  /** Whether the app has no part in it: the engine, the disk, the network. */
  readonly isOutside: boolean;
}

const failures = table.failures.map(({ patterns, ...rest }: (typeof table.failures)[number]) => ({
  ...rest,
  patterns: patterns.map((pattern) => new RegExp(pattern, 'm')),
}));

/** What stands for a group that the log does not give. */
const UNSAID = '…';

/** Of a log its end is read, of a line its beginning: some patterns take long on a line of a megabyte. */
const MOST_READ = { log: 200_000, line: 1000 };

/**
 * The first known failure that a log shows.
 * @param isApps whether it is the app's own log, which says nothing of the engine.
 */
export function causeOf(log: string, isApps = false): Cause | undefined {
  const lines = log.slice(-MOST_READ.log).split('\n');
  const text = lines.map((line) => line.slice(0, MOST_READ.line)).join('\n');
  for (const { id, patterns, cause, fix, source, outside } of failures) {
    if (isApps && outside === true) continue;
    const match = patterns.map((pattern) => pattern.exec(text)).find((found) => found !== null);
    if (match === undefined) continue;
    const fill = (text: string): string =>
      text.replace(/\{(\w+)\}/g, (_whole, name: string) => printable(match.groups?.[name] ?? UNSAID));
    return { id, cause: fill(cause), fix: fill(fix), source, isOutside: outside === true };
  }
  return undefined;
}

/** Lines that say more than the others. */
const TELLING =
  /error|fail|fatal|exception|cannot|can't|could not|denied|not found|no such|missing|required|undefined|refused|invalid|panic|killed|unable/i;
/** Where a stack trace stands: it follows what it is of. */
const TRACE = /^\s*(at |File ".*", line|\.\.\. \d+ more|goroutine \d|node:internal)/;
const MOST = 8;

/** The lines of a log that tell most: those with a word of failure and what stands around, else its end. */
export function tellingLines(log: string): readonly string[] {
  const lines = log.split(/\r?\n/).filter((line) => line.trim() !== '' && !TRACE.test(line));
  const telling = lines.filter((line) => TELLING.test(line));
  const chosen = telling.length > 0 ? telling.slice(-MOST) : lines.slice(-MOST);
  return [...new Set(chosen)].map((line) => printable(line.trimEnd()));
}
