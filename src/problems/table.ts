/**
 * The texts of a problem; `{name}` stands for a value of the place that reports it. Exit codes of errors: 2 wrong usage,
 * 3 nothing recognised, 4 a question needs an answer, 5 conflict, 6 unreadable repository, 7 environment, 70 a fault of ours.
 */
export interface ProblemText {
  readonly level: 'error' | 'warning' | 'hint';
  readonly exit?: number;
  readonly what: string;
  readonly fix: string;
  /** The option that settles it. */
  readonly flag?: string;
  /** Why a rule of `check` holds, and where its reason is written. */
  readonly why?: string;
  readonly source?: string;
}

export type ProblemTable = Readonly<Record<string, ProblemText>>;
