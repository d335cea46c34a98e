import type { BaseKind } from '../model/plan.ts';

/** What a person decided, by flags or by answers. Everything left out is decided from the repository. */
export interface Options {
  readonly app?: string;
  readonly preset?: string;
  readonly base?: BaseKind;
  readonly port?: number;
  readonly start?: string;
  /** Modules of the Java runtime that is made for the image; every standard one where left out. */
  readonly modules?: 'standard' | 'minimal';
  /** Name of the Dockerfile, without a folder. */
  readonly output: string;
  /** Whether the `# syntax` line is written. */
  readonly syntax: boolean;
  readonly compose: boolean;
  /** Whether a person's lines stay where they and this tool changed the same ones. */
  readonly keepMine: boolean;
}

export const defaultOptions: Options = { output: 'Dockerfile', syntax: true, compose: true, keepMine: false };
