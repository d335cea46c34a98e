#!/usr/bin/env node
import { readArguments } from './commands/arguments.ts';
import { exitCodeOf, isProblem, problem } from './model/problem.ts';
import { problemText } from './ui/report.ts';
import { openTerminal } from './ui/terminal.ts';

const terminal = openTerminal();

/** Arguments to an exit code. Commands load only when they run, so that --help starts as fast as Node does. */
async function main(): Promise<number> {
  const request = await readArguments(process.argv.slice(2));
  if (request === undefined) return 0;
  if (isProblem(request)) {
    terminal.say(problemText(request, terminal.style));
    return exitCodeOf([request]);
  }
  const run = {
    create: async () => (await import('./commands/generate.ts')).generate,
    check: async () => (await import('./commands/check.ts')).check,
    explain: async () => (await import('./commands/explain.ts')).explainFile,
    presets: async () => (await import('./commands/presets.ts')).presets,
    completion: async () => (await import('./commands/completion.ts')).completion,
  }[request.command];
  return (await run())(request, terminal);
}

try {
  process.exitCode = await main();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  terminal.say(problemText(problem('internal', { reason }), terminal.style));
  if (process.env['DEBUG'] && error instanceof Error) terminal.say(error.stack ?? '');
  process.exitCode = 70;
}
