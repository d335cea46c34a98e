import type { Agreement, Result } from '../commands/prepare.ts';
import { exitCodeOf } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import { planRows } from './apps.ts';
import { editsOf, openQuestion } from './edits.ts';
import { settleConflicts } from './conflicts.ts';
import { isCancelled, type Prompts, openPrompts } from './prompts.ts';
import { changeRows, problemText } from './report.ts';
import { cut, wrap, type Terminal } from './terminal.ts';

/**
 * Shows what was found and asks until it is accepted: Enter accepts, any row can be changed, every change plans anew.
 * @returns undefined where it is cancelled. A result with errors comes back as it is: there is nothing to agree on.
 */
export async function agree(
  found: Agreement,
  replan: (options: Options) => Result,
  terminal: Terminal,
): Promise<Agreement | undefined> {
  try {
    return await talk(await openPrompts(terminal.columns), found, replan, terminal);
  } catch (error) {
    if (isCancelled(error)) return undefined;
    throw error;
  }
}

async function talk(
  prompts: Prompts,
  found: Agreement,
  replan: (options: Options) => Result,
  terminal: Terminal,
): Promise<Agreement | undefined> {
  let current = found;
  /** Takes an answer over where it leads to a plan, or to another question. */
  const tryOut = (answer: Partial<Options>): void => {
    const options = { ...current.options, ...answer };
    const result = replan(options);
    if ([0, 4, 5].includes(exitCodeOf(result.problems))) current = { ...current, options, result };
    else for (const each of result.problems) terminal.say(problemText(each, terminal.style));
  };
  const isChanged = (options: Options): boolean => JSON.stringify(options) !== JSON.stringify(found.options);
  for (;;) {
    const question = openQuestion(current.result);
    if (question) {
      tryOut(await question(prompts));
      continue;
    }
    if (![0, 5].includes(exitCodeOf(current.result.problems))) return current;
    show(current.result, terminal);
    const edits = editsOf(current.result, current.options);
    const chosen = await prompts.select(QUESTION, [
      { name: 'Yes, write them', value: 'accept' },
      ...edits.map(({ name, now, why }) => ({
        name: cut(`Change ${name} (${now})`, terminal.columns - MARK),
        value: name,
        short: cut(`Change ${name}`, terminal.columns - QUESTION.length - MARK),
        description: why,
      })),
      ...(isChanged(current.options)
        ? [{ name: 'Yes, and keep my choices in .create-dockerfile.json', value: 'save' }]
        : []),
      { name: 'Cancel', value: 'cancel' },
    ]);
    if (chosen === 'cancel') return undefined;
    if (chosen === 'save') tryOut({ save: true });
    const edit = edits.find(({ name }) => name === chosen);
    if (edit) {
      tryOut(await edit.ask(prompts));
      continue;
    }
    const settled = await settleConflicts(prompts, current, terminal);
    if (settled === 'write') return current;
    if (settled === 'force') return { ...current, force: true };
    if (settled === 'stop') return undefined;
    tryOut(settled);
  }
}

const QUESTION = 'Write these files?';
/** What stands before a row of a menu, and a column that stays free behind it. */
const MARK = 3;

function show(result: Result, terminal: Terminal): void {
  terminal.say('');
  for (const row of planRows(result.plan, terminal.style, terminal.columns)) terminal.say(row);
  for (const row of changeRows(result.changes, terminal.style)) terminal.say(row);
  for (const each of [...result.problems.filter(({ level }) => level !== 'error'), ...result.failures])
    terminal.say(wrap(problemText(each, terminal.style), terminal.columns));
  terminal.say('');
}
