import type { Problem } from './problem.ts';

/** What a run would do to one file. Readers: the dry run, the diff, JSON and the real write. */
export interface Change {
  readonly path: string;
  /**
   * `merge` keeps the edits of a person; `replace` is a file of theirs that was imported; `conflict` is written only where
   * that is asked for.
   */
  readonly kind: 'create' | 'identical' | 'update' | 'merge' | 'delete' | 'replace' | 'conflict';
  /** '' where it is deleted. */
  readonly after: string;
  /** The file as it stands, where there is one. */
  readonly before?: string;
  /** Why it is a conflict: one for each place. */
  readonly problems?: readonly Problem[];
}
