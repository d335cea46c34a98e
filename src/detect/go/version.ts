import { coerce, gt } from 'semver';
import { fact, inFile, type Candidate, type Fact } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import type { ToolVersion } from '../../model/version.ts';
import { linesOf, releasesDate } from '../../releases.ts';
import type { Repo } from '../../repo/repo.ts';
import { readSemverStatement, resolveVersion, type Statement } from '../version.ts';
import { miseVersions, plainVersionFile, toolVersions, upwards } from '../version-files.ts';
import type { GoProject } from './module.ts';

/** Where Go's version is pinned, in order. */
const goVersionSources: readonly ((repo: Repo, dir: string) => Candidate<string>[])[] = [
  (repo, dir) => plainVersionFile(repo, dir, '.go-version'),
  (repo, dir) => toolVersions(repo, dir, ['golang', 'go']),
  (repo, dir) => miseVersions(repo, dir, ['go', 'golang']),
];

/**
 * Go's version: a pin, else the oldest line that still gets fixes and is not older than go.mod's `go` and `toolchain`,
 * which are minimums. A newer line than the dependencies were chosen with may not build them: golang.org/x/net 0.54 does
 * not compile with Go 1.27.
 * @see https://go.dev/doc/toolchain
 */
export function goVersion(repo: Repo, dir: string, project: GoProject): Fact<ToolVersion> {
  const needed = minimums(project);
  const [minimum, ...lower] = needed;
  const pins = goVersionSources.flatMap((look) => upwards(dir, (folder) => look(repo, folder)));
  const fitting = pins.filter((pin) => minimum === undefined || !isOlder(pin.value, minimum.value));
  for (const pin of pins.filter((pin) => !fitting.includes(pin))) reportOlder(repo, pin, minimum);
  const line = minimum && oldestLine(minimum.value);
  if (fitting.length > 0 || minimum === undefined || line === undefined)
    return resolveVersion(repo, 'go', [...fitting, ...needed], readGoStatement, 2);
  return {
    ...fact(
      { tag: line, line, exact: false },
      `${minimum.because}: ${line} is the oldest line not below it that still gets fixes`,
      minimum.source,
    ),
    rejected: [...lower, ...pins].map(({ value, source }) => ({
      value: { tag: value, line: value, exact: false },
      source,
      why: `${minimum.value} is demanded too`,
    })),
  };
}

/** The oldest line with fixes at the date of the table that has a release as new as this. */
function oldestLine(minimum: string): string | undefined {
  return linesOf('go').findLast(({ newest, eol }) => eol >= releasesDate && !isOlder(newest, minimum))?.line;
}

/** `toolchain` and `go` of every module and of the workspace, the newest first. */
function minimums({ local, work }: GoProject): readonly Candidate<string>[] {
  const all = [...(work ? [work] : []), ...local.map(({ mod }) => mod)].flatMap((mod) =>
    (['toolchain', 'go'] as const).flatMap((key) => {
      const stated = mod[key];
      const value = stated?.value.replace(/^go/, '').replace(/(rc|beta)\d+$|-.*$/, '');
      if (stated === undefined || value === undefined || !/^\d+(\.\d+){0,2}$/.test(value)) return [];
      return [
        {
          value,
          source: inFile(mod.file, stated.line, key),
          because: `${mod.file} says ${key} ${stated.value}, a minimum`,
        },
      ];
    }),
  );
  return all.sort((a, b) => (isOlder(a.value, b.value) ? 1 : isOlder(b.value, a.value) ? -1 : 0));
}

/** A whole line (1.25) counts as its newest release. */
function isOlder(text: string, than: string): boolean {
  const plain = text.replace(/^(go|v)/, '');
  const line = linesOf('go').find((entry) => entry.line === plain);
  const [a, b] = [coerce(line?.newest ?? plain), coerce(than)];
  return a !== null && b !== null && gt(b, a);
}

function reportOlder(repo: Repo, pin: Candidate<string>, minimum: Candidate<string> | undefined): void {
  if (pin.source.kind !== 'file' || minimum?.source.kind !== 'file') return;
  const { file, line } = pin.source;
  const args = { file, tool: 'Go', version: pin.value, other: minimum.source.file, minimum: minimum.value };
  repo.report(problem('version-below-minimum', args, { file, ...(line === undefined ? {} : { line }) }));
}

function readGoStatement(text: string): Statement | undefined {
  const plain = text.trim().replace(/^go(?=\d)/, '');
  if (['latest', 'stable', 'system'].includes(plain)) return { kind: 'range', text: plain, allows: () => true };
  return readSemverStatement(plain);
}
