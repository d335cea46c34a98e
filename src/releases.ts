import { gte, valid } from 'semver';
import data from '../data/releases.json' with { type: 'json' };

export type Tool = keyof typeof data.tools;

/** A release line of a tool: its newest release and since which release an image stands on which suite. */
export interface Line {
  readonly line: string;
  readonly newest: string;
  /** ISO date of the last security fix. */
  readonly eol: string;
  readonly longTerm?: boolean;
  readonly codename?: string;
  /** Suite → the first release that was published on it; the best suite first. */
  readonly suites: Readonly<Record<string, string | undefined>>;
  /** Whether distroless publishes this line. */
  readonly distroless?: boolean;
}

export const releasesDate = data.date;

/** The lines of a tool, newest first. */
export function linesOf(tool: Tool): readonly Line[] {
  return data.tools[tool].lines;
}

export function defaultLine(tool: Tool): string {
  return data.tools[tool].default;
}

export function lineOf(tool: Tool, line: string): Line | undefined {
  return linesOf(tool).find((entry) => entry.line === line);
}

/** The suites that have an image of the release, the best first; for a whole line, of its newest release. */
function suitesOf(tool: Tool, line: string, release: string): readonly string[] {
  const suites = Object.entries(lineOf(tool, line)?.suites ?? {});
  const three = (text: string): string => [...text.split('.'), '0', '0'].slice(0, 3).join('.');
  const isWhole = release === line || valid(three(release)) === null;
  return suites
    .filter(([, since]) => isWhole || (since !== undefined && gte(three(release), three(since))))
    .map(([suite]) => suite);
}

/** The best suite for a release; for one that is older than each suite's first, the suite with the oldest images. */
export function suiteOf(tool: Tool, line: string, release: string): string | undefined {
  return suitesOf(tool, line, release)[0] ?? Object.keys(lineOf(tool, line)?.suites ?? {}).at(-1);
}

/** Whether the table knows that a release has an image on some suite. */
export function hasImage(tool: Tool, line: string, release: string): boolean {
  return suitesOf(tool, line, release).length > 0;
}
