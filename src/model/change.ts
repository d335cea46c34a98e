/** What a run would do to one file. Readers: the dry run, the diff, JSON and the real write. */
export interface Change {
  readonly path: string;
  readonly kind: 'create' | 'identical' | 'update' | 'conflict';
  readonly after: string;
  /** The file as it stands, where there is one. */
  readonly before?: string;
}
