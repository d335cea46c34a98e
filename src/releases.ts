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

/** The best suite that has an image of the release; for a whole line, of its newest release. */
export function suiteOf(tool: Tool, line: string, release: string): string | undefined {
  const suites = Object.entries(lineOf(tool, line)?.suites ?? {});
  const three = (text: string): string => [...text.split('.'), '0', '0'].slice(0, 3).join('.');
  if (release === line || valid(three(release)) === null) return suites[0]?.[0];
  return (
    suites.find(([, since]) => since !== undefined && gte(three(release), three(since)))?.[0] ?? suites.at(-1)?.[0]
  );
}
