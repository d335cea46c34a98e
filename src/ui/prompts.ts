/** The few kinds of question that are asked, over inquirer. */
export interface Choice<T extends string> {
  readonly name: string;
  readonly value: T;
  /** What is left to be seen of it once it is chosen. */
  readonly short?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

export interface Prompts {
  select<T extends string>(message: string, choices: readonly Choice<T>[], preset?: T): Promise<T>;
  checkbox(
    message: string,
    choices: readonly { readonly name: string; readonly value: string; readonly checked: boolean }[],
  ): Promise<readonly string[]>;
  input(message: string, preset: string, check: (text: string) => true | string): Promise<string>;
}

/** Loads inquirer, which speaks on stderr: stdout is for results. */
export async function openPrompts(): Promise<Prompts> {
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: process.stderr });
  return {
    select: async <T extends string>(message: string, choices: readonly Choice<T>[], preset?: T) => {
      const look = { loop: false, pageSize: 12, ...(preset === undefined ? {} : { default: preset }) };
      return answerOf(await prompt([{ type: 'select', name: 'answer', message, choices: [...choices], ...look }])) as T;
    },
    checkbox: async (message, choices) =>
      answerOf(
        await prompt([{ type: 'checkbox', name: 'answer', message, choices: [...choices], loop: false }]),
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
