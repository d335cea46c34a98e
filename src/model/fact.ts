/** Where a statement was found, or what stood in for one. */
export type Source =
  | { readonly kind: 'file'; readonly file: string; readonly line?: number; readonly key?: string }
  | { readonly kind: 'absent'; readonly lookedFor: readonly string[] }
  | { readonly kind: 'table'; readonly name: string; readonly date: string }
  | { readonly kind: 'preset'; readonly id: string }
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'answer'; readonly question: string };

export interface Rejected<T> {
  readonly value: T;
  readonly source: Source;
  readonly why: string;
}

/** A value, what it was concluded from, why, and which other statements lost. */
export interface Fact<T> {
  readonly value: T;
  readonly sources: readonly Source[];
  readonly because: string;
  readonly rejected: readonly Rejected<T>[];
}

/** One statement that could settle a fact. */
export interface Candidate<T> {
  readonly value: T;
  readonly source: Source;
  readonly because: string;
}

export function fact<T>(value: T, because: string, ...sources: Source[]): Fact<T> {
  return { value, sources, because, rejected: [] };
}

/** A source in a file of the repository; `line` counts from 1. */
export function inFile(file: string, line?: number, key?: string): Source {
  return { kind: 'file', file, ...(line === undefined ? {} : { line }), ...(key === undefined ? {} : { key }) };
}

/**
 * The first candidate wins; every other one is kept with the reason that it lost.
 * @returns undefined when there is no candidate.
 */
export function firstOf<T>(candidates: readonly Candidate<T>[]): Fact<T> | undefined {
  const [winner, ...others] = candidates;
  if (winner === undefined) return undefined;
  return {
    value: winner.value,
    sources: [winner.source],
    because: winner.because,
    rejected: others.map((other) => ({
      value: other.value,
      source: other.source,
      why: `${sourceText(winner.source)} takes precedence`,
    })),
  };
}

/** A source as people write it: `package.json:12`, `--port`, `not stated (looked for …)`. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'file':
      return (
        [source.file, source.line].filter((part) => part !== undefined).join(':') +
        (source.key ? ` (${source.key})` : '')
      );
    case 'absent':
      return `not stated (looked for ${source.lookedFor.join(', ')})`;
    case 'table':
      return `table ${source.name} of ${source.date}`;
    case 'preset':
      return `preset ${source.id}`;
    case 'flag':
      return source.name;
    case 'answer':
      return `your answer to "${source.question}"`;
  }
}
