import type { App } from '../model/app.ts';
import type { Plan } from '../model/plan.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { CheckId } from '../problems/check.ts';
import type { Dockerfile, Stage } from '../parse/docker-stages.ts';
import type { Repo } from '../repo/repo.ts';
import type { ComposeFile } from './compose.ts';

/** The ignore file that a build of the Dockerfile honours. */
export interface IgnoreFile {
  readonly file: string;
  readonly lines: readonly string[];
}

/** What the rules look at. Paths are relative to the build context. */
export interface CheckContext {
  readonly repo: Repo;
  readonly dockerfile: Dockerfile;
  /** The stage that a plain build makes. */
  readonly final: Stage;
  readonly ignore?: IgnoreFile;
  readonly compose?: ComposeFile;
  /** The app that the image is for, and what would be planned for it; missing where the repository was not recognised. */
  readonly app?: App;
  readonly plan?: Plan;
  /** Today, as an ISO date. */
  readonly today: string;
  /** Age of the table of releases, in days. */
  readonly tableAge: number;
}

export type Place = NonNullable<Problem['where']>;

/** What a rule found: the line of the Dockerfile (or compose file), and the place in the repository that it contradicts. */
export interface Finding extends Problem {
  readonly id: CheckId;
  readonly evidence?: Place;
}

/** A rule looks at one thing, reports all that it finds and never throws. */
export type Rule = (context: CheckContext) => readonly Finding[];

export function finding(
  id: CheckId,
  args: Readonly<Record<string, string | number>>,
  where: Place,
  evidence?: Place,
): Finding {
  return { ...problem(id, args, where), id, ...(evidence === undefined ? {} : { evidence }) };
}

/** The first line of a file that a pattern matches, as a place; the file alone where none does. */
export function placeOf(repo: Repo, file: string, pattern: RegExp): Place {
  const index = (repo.read(file) ?? '').split('\n').findIndex((line) => pattern.test(line));
  return index === -1 ? { file } : { file, line: index + 1 };
}

/** The place of a Fact's first source in a file. */
export function placeOfSource(
  sources: readonly { readonly kind: string; readonly file?: string; readonly line?: number }[],
): Place | undefined {
  const found = sources.find((source) => source.kind === 'file');
  return found?.file === undefined
    ? undefined
    : { file: found.file, ...(found.line === undefined ? {} : { line: found.line }) };
}
