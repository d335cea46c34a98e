import type { Terminal } from '../ui/terminal.ts';
import type { CommandName } from './commands.ts';
import { generate } from './generate.ts';
import type { Request } from './request.ts';

type Run = (request: Request, terminal: Terminal) => number | Promise<number>;

/** What each command does. What only one of them needs is a file of the bundle that is read when that one runs. */
export const runs: Readonly<Record<CommandName, Run>> = {
  create: generate,
  check: async (request, terminal) => (await import('./check.ts')).check(request, terminal),
  explain: async (request, terminal) => (await import('./explain.ts')).explainFile(request, terminal),
  verify: async (request, terminal) => (await import('./verify.ts')).verify(request, terminal),
  completion: async (request, terminal) => (await import('./completion.ts')).completion(request, terminal),
  presets: async (request, terminal) => (await import('./presets.ts')).presets(request, terminal),
};
