/** What a word can be: one of some, a path, or anything. */
export type Takes = readonly string[] | 'folder' | 'file' | 'text';

export interface CompletedOption {
  /** With its dashes. */
  readonly name: string;
  readonly short?: string;
  readonly what: string;
  /** What its value can be; a switch has none. */
  readonly takes?: Takes;
}

/** A command as a shell completes it; the first one of a list needs no name. */
export interface CompletedCommand {
  readonly name: string;
  readonly what: string;
  readonly words: readonly { readonly what: string; readonly takes: Takes }[];
  readonly options: readonly CompletedOption[];
}

export const PROGRAM = 'create-dockerfile';

/** A text between single quotes of bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
