import { exitCodeOf, type Problem } from '../model/problem.ts';
import { problemText } from '../ui/report.ts';
import type { Terminal } from '../ui/terminal.ts';

/** Says why a command cannot go on. @returns the exit code that the problems ask for. */
export function refuse(problems: readonly Problem[], terminal: Terminal): number {
  for (const each of problems) terminal.say(problemText(each, terminal.style));
  return exitCodeOf(problems);
}
