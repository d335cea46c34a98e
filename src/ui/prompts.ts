/** The few kinds of question that are asked, over inquirer. */
export interface Choice<T extends string> {
  readonly name: string;
  readonly value: T;
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
  const ask = async <T>(question: object): Promise<T> =>
    ((await prompt([{ name: 'answer', ...question } as never])) as { readonly answer: T }).answer;
  return {
    select: (message, choices, preset) =>
      ask({
        type: 'select',
        message,
        choices,
        loop: false,
        pageSize: 12,
        ...(preset === undefined ? {} : { default: preset }),
      }),
    checkbox: (message, choices) => ask({ type: 'checkbox', message, choices, loop: false }),
    input: (message, preset, check) => ask({ type: 'input', message, default: preset, validate: check }),
  };
}

/** Whether the error is a person's Ctrl-C, or the end of their input. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}
