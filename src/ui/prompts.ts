import { wrap } from './terminal.ts';

/** The few kinds of question that are asked, over inquirer. */
export interface Choice<T extends string> {
  readonly name: string;
  readonly value: T;
  /** What is left to be seen of it once it is chosen. */
  readonly short?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
  /** What is said below the list while the cursor stands on it. */
  readonly description?: string;
}

export interface Prompts {
  select<T extends string>(message: string, choices: readonly Choice<T>[], preset?: T): Promise<T>;
  checkbox(
    message: string,
    choices: readonly {
      readonly name: string;
      readonly value: string;
      readonly checked: boolean;
      readonly description?: string;
    }[],
  ): Promise<readonly string[]>;
  input(message: string, preset: string, check: (text: string) => true | string): Promise<string>;
}

/**
 * Loads inquirer, which speaks on stderr: stdout is for results.
 * @param columns of the terminal, which inquirer fills letter by letter.
 */
export async function openPrompts(columns: number): Promise<Prompts> {
  const { default: inquirer } = await import('inquirer');
  const wrapped = <C extends { readonly description?: string }>(choice: C): C =>
    choice.description === undefined ? choice : { ...choice, description: wrap(choice.description, columns - 1) };
  const prompt = inquirer.createPromptModule({ output: process.stderr });
  return {
    select: async <T extends string>(message: string, choices: readonly Choice<T>[], preset?: T) => {
      const look = { loop: false, pageSize: 12, ...(preset === undefined ? {} : { default: preset }) };
      return answerOf(
        await prompt([{ type: 'select', name: 'answer', message, choices: choices.map(wrapped), ...look }]),
      ) as T;
    },
    checkbox: async (message, choices) =>
      answerOf(
        await prompt([{ type: 'checkbox', name: 'answer', message, choices: choices.map(wrapped), loop: false }]),
      ) as readonly string[],
    input: async (message, preset, check) =>
      answerOf(await prompt([{ type: 'input', name: 'answer', message, default: preset, validate: check }])) as string,
  };
}

function answerOf(answers: unknown): unknown {
  return (answers as { readonly answer: unknown }).answer;
}

/** Whether the error is a person's Ctrl-C, or the end of their input. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}
