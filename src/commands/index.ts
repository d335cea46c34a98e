import type { Terminal } from '../ui/terminal.ts';
import { check } from './check.ts';
import { explainFile } from './explain.ts';
import type { CommandName } from './commands.ts';
import { generate } from './generate.ts';
import type { Request } from './request.ts';

type Run = (request: Request, terminal: Terminal) => number | Promise<number>;

/** What each command does. They share nearly all of their code: one file of the bundle holds them. */
export const runs: Readonly<Record<CommandName, Run>> = {
  create: generate,
  check,
  explain: explainFile,
  verify: async (request, terminal) => (await import('./verify.ts')).verify(request, terminal),
  completion: async (request, terminal) => (await import('./completion.ts')).completion(request, terminal),
  presets: async (request, terminal) => (await import('./presets.ts')).presets(request, terminal),
};
