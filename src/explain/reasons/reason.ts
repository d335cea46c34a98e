/** Why an instruction stands where it stands, and the decisions (by subject) that made it. */
export interface Reason {
  readonly keyword: string;
  /** Kinds of stages that it stands in; any where left out. */
  readonly stages?: RegExp;
  /** What the instruction's flags and text must hold. */
  readonly holds?: RegExp;
  readonly subjects?: readonly string[];
  readonly because: string;
  /** Where the rule is written. */
  readonly source?: string;
}

export const CACHE = 'https://docs.docker.com/build/cache/optimize/';
export const REFERENCE = 'https://docs.docker.com/reference/dockerfile/';
export const BUILDING = 'https://docs.docker.com/build/building/best-practices/';
