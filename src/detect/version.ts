import { clean, coerce, gt, satisfies, validRange } from 'semver';
import { fact, firstOf, type Candidate, type Fact } from '../model/fact.ts';
import { problem } from '../model/problem.ts';
import type { ToolVersion } from '../model/version.ts';
import { defaultLine, hasImage, lineOf, linesOf, releasesDate, type Line, type Tool } from '../releases.ts';
import type { Repo } from '../repo/repo.ts';

/** A statement of a version, understood. */
export type Statement =
  | { readonly kind: 'release'; readonly release: string }
  | { readonly kind: 'range'; readonly text: string; readonly allows: (release: string) => boolean };

/** Picks among the lines that a statement leaves open; undefined for the usual way. */
export type ChooseLine = (open: readonly Line[]) => { readonly line: Line; readonly because: string } | undefined;

/** How a language writes versions: gives undefined for what cannot be understood. */
export type ReadStatement = (text: string) => Statement | undefined;

/**
 * Settles a tool's version: the first statement that can be understood wins, an exact one gives that version, a range
 * or nothing gives the table's default line where it fits, else the newest long-term line that does.
 * @param candidates statements in order of precedence.
 * @param lineParts how many parts name a line: 1 for Node and Java, 2 for Python and Go.
 * @param choose what else speaks for a line, where a range or nothing is stated.
 * @param isRefused versions of which the language itself says that they cannot be used.
 */
export function resolveVersion(
  repo: Repo,
  tool: Tool,
  candidates: readonly Candidate<string>[],
  read: ReadStatement,
  lineParts: 1 | 2,
  choose: ChooseLine = () => undefined,
  isRefused: (version: ToolVersion) => boolean = () => false,
): Fact<ToolVersion> {
  const understood = candidates.filter((candidate) => {
    const known = read(candidate.value) !== undefined;
    if (!known && candidate.source.kind === 'file') {
      const { file, line } = candidate.source;
      repo.report(
        problem(
          'version-invalid',
          { file, value: candidate.value, example: defaultLine(tool) },
          { file, ...(line === undefined ? {} : { line }) },
        ),
      );
    }
    return known;
  });
  const stated = firstOf(understood);
  const statement = stated && read(stated.value);
  if (stated === undefined || statement === undefined) {
    const chosen = choose(linesOf(tool));
    return chosen ? withLine(fallback(tool, candidates), chosen) : fallback(tool, candidates);
  }
  const rejected = stated.rejected.map((loser) => ({
    ...loser,
    value: asVersion(read(loser.value), loser.value, lineParts),
  }));
  if (statement.kind === 'release') {
    const exact = asVersion(statement, stated.value, lineParts);
    const isGone = isWithoutImage(tool, exact);
    const value = isGone ? { tag: exact.line, line: exact.line, exact: false } : exact;
    if (isGone) repo.report(problem('version-without-image', { tool, version: exact.tag, line: exact.line }));
    if (!isRefused(value)) warnAboutAge(repo, tool, value);
    return { ...stated, rejected, value, because: stated.because };
  }
  const chosen = choose(linesOf(tool).filter((entry) => statement.allows(entry.newest)));
  const line = chosen?.line ?? lineFor(tool, statement);
  if (line === undefined) {
    const known = linesOf(tool)
      .map((entry) => entry.line)
      .join(', ');
    repo.report(problem('version-unsatisfied', { tool, range: statement.text, lines: known }));
    return fallback(tool, candidates);
  }
  const value = { tag: line.line, line: line.line, exact: false, range: statement.text };
  warnAboutAge(repo, tool, value);
  if (chosen)
    return { ...stated, rejected, value, because: `${stated.because} allows ${line.line}; ${chosen.because}` };
  return {
    ...stated,
    rejected,
    value,
    because: `${stated.because} allows ${line.line}${line.line === defaultLine(tool) ? ', the default' : ', the newest long-term line that fits'}`,
  };
}

function lineFor(tool: Tool, statement: Statement & { kind: 'range' }): Line | undefined {
  const fits = (line: Line | undefined): line is Line => line !== undefined && statement.allows(line.newest);
  const usual = lineOf(tool, defaultLine(tool));
  if (fits(usual)) return usual;
  const fitting = linesOf(tool).filter(fits);
  return fitting.find((line) => line.longTerm) ?? fitting[0];
}

function withLine(usual: Fact<ToolVersion>, { line, because }: { line: Line; because: string }): Fact<ToolVersion> {
  return { ...usual, value: { tag: line.line, line: line.line, exact: false }, because };
}

function fallback(tool: Tool, candidates: readonly Candidate<string>[]): Fact<ToolVersion> {
  const line = defaultLine(tool);
  return {
    ...fact({ tag: line, line, exact: false }, `nothing states a version of ${tool}; ${line} is the default`, {
      kind: 'table',
      name: 'releases',
      date: releasesDate,
    }),
    rejected: candidates.map((c) => ({
      value: { tag: c.value, line: c.value, exact: false },
      source: c.source,
      why: 'it cannot be understood',
    })),
  };
}

function asVersion(statement: Statement | undefined, text: string, lineParts: 1 | 2): ToolVersion {
  if (statement?.kind !== 'release') return { tag: text, line: text, exact: false };
  const parts = statement.release.split('.');
  const line = parts.slice(0, lineParts).join('.');
  return { tag: statement.release, line, exact: parts.length === 3 };
}

/** Whether a release is older than the images of its line on every suite of the table. */
function isWithoutImage(tool: Tool, { tag, line, exact }: ToolVersion): boolean {
  const newest = coerce(lineOf(tool, line)?.newest);
  const own = coerce(tag);
  return exact && newest !== null && own !== null && !gt(own, newest) && !hasImage(tool, line, tag);
}

/** A tag newer than the table, or of an ended line, is used as stated, and said. */
function warnAboutAge(repo: Repo, tool: Tool, version: ToolVersion): void {
  const line = lineOf(tool, version.line);
  const stated = version.exact ? coerce(version.tag) : null;
  const newest = line && coerce(line.newest);
  const isPublished = hasImage(tool, version.line, version.tag);
  if (line === undefined || !isPublished || (stated && newest && gt(stated, newest))) {
    repo.report(
      problem('version-unknown', { tool, version: version.tag, date: releasesDate, image: `${tool}:${version.tag}` }),
    );
  } else if (line.eol < releasesDate) {
    repo.report(
      problem('version-end-of-life', { tool, version: version.tag, date: line.eol, newest: defaultLine(tool) }),
    );
  }
}

/** Reads semver ranges, releases with or without `v`, and partial ones (`22`, `22.x`). */
export function readSemverStatement(text: string): Statement | undefined {
  const trimmed = text
    .trim()
    .replace(/^[=v]+(?=\d)/, '')
    .replace(/(\.[xX*])+$/, '');
  if (/^\d+(\.\d+){0,2}$/.test(trimmed)) return { kind: 'release', release: trimmed };
  const exact = clean(trimmed);
  if (exact !== null && /^\d+\.\d+\.\d+$/.test(exact)) return { kind: 'release', release: exact };
  if (trimmed === '' || validRange(trimmed) === null) return undefined;
  return { kind: 'range', text: trimmed, allows: (release) => satisfies(release, trimmed) };
}
