import type { Agreement } from '../commands/prepare.ts';
import { printable } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import { conflictsOf } from '../write/compare.ts';
import { showDiff, unifiedDiff } from './diff.ts';
import type { Prompts } from './prompts.ts';
import { askText } from './questions.ts';
import { problemText } from './report.ts';
import type { Terminal } from './terminal.ts';

/** How a person settles files that are in the way: options for another plan, or what to do with this one. */
export type Settlement = 'write' | 'force' | 'stop' | Partial<Options>;

/** Asks what to do where a file of a person is in the way; `write` where none is. */
export async function settleConflicts(
  prompts: Prompts,
  { result, force }: Agreement,
  terminal: Terminal,
): Promise<Settlement> {
  const conflicts = result.changes.filter(({ kind }) => kind === 'conflict');
  const foreign = result.problems.find(({ id }) => id === 'containerfile-exists')?.where?.file;
  const names = [...conflicts.map(({ path }) => path), ...(foreign === undefined ? [] : [foreign])];
  if (force || names.length === 0) return 'write';
  const clashes = conflictsOf(conflicts).filter(({ id }) => id !== 'file-conflict');
  for (const clash of clashes) terminal.say(problemText(clash, terminal.style));
  const why =
    clashes.length > 0 ? 'you and this tool changed the same.' : 'there already, and not as this tool last wrote it.';
  const answer = await prompts.select(`${names.map(printable).join(', ')}: ${why}`, [
    { name: 'Show the difference', value: 'show' },
    ...(clashes.length > 0 ? [{ name: 'Keep my lines, take what else is new', value: 'mine' as const }] : []),
    { name: 'Write under another name', value: 'rename' },
    { name: forceLabel(conflicts.length, clashes.length), value: 'force' },
    { name: 'Stop', value: 'stop' },
  ]);
  if (answer === 'show') {
    terminal.say(showDiff(unifiedDiff(conflicts), terminal.style));
    return settleConflicts(prompts, { result, force, options: {} as Options }, terminal);
  }
  if (answer === 'mine') return { keepMine: true };
  return answer === 'rename' ? { output: await askText(prompts, 'output', 'Dockerfile.new') } : answer;
}

function forceLabel(conflicts: number, clashes: number): string {
  if (conflicts === 0) return 'Write a Dockerfile beside it';
  const copy = '(what git cannot restore is kept as NAME.orig)';
  return clashes > 0 ? `Take the new lines ${copy}` : `Overwrite ${copy}`;
}
