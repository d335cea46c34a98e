import { readArguments } from './commands/arguments.ts';
import { exitCodeOf, isProblem, problem } from './model/problem.ts';
import { problemText } from './ui/report.ts';
import { openTerminal } from './ui/terminal.ts';

const terminal = openTerminal();

/** The arguments of the process to its exit code, which is set; a fault of ours is said without its stack. */
export async function main(): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    terminal.say(problemText(problem('internal', { reason }), terminal.style));
    if (process.env['DEBUG'] && error instanceof Error) terminal.say(error.stack ?? '');
    process.exitCode = 70;
  }
}

/** Commands load only when they run, so that --help starts as fast as Node does. */
async function run(args: readonly string[]): Promise<number> {
  const request = await readArguments(args);
  if (request === undefined) return 0;
  if (isProblem(request)) {
    terminal.say(problemText(request, terminal.style));
    return exitCodeOf([request]);
  }
  const { runs } = await import('./commands/index.ts');
  return runs[request.command](request, terminal);
}
