/** A tool's version as the image tag will state it: as exact as the repository's own statement. */
export interface ToolVersion {
  /** What stands in the tag: `24`, `22.2.0`, `3.13`, `1.25.3`. */
  readonly tag: string;
  /** The release line of the table that it belongs to, when known: `24`, `3.13`, `1.25`. */
  readonly line: string;
  /** Whether the repository names one exact release. */
  readonly exact: boolean;
  /** What the repository allows, where it states a range. */
  readonly range?: string;
}
