import { compare, gt } from 'semver';
import type { Line } from '../src/releases.ts';

/** data/releases.json. */
export interface Releases {
  readonly date: string;
  readonly tools: Readonly<Record<string, { readonly default: string; readonly lines: readonly Line[] }>>;
}

/** What the publishers' files say of one tool. */
export interface Published {
  /** The text of the tool's file in docker-library/official-images: its `Tags:` lines. */
  readonly library: string;
  /** When each line ends, as an ISO date, where the publisher states it. */
  readonly ends: Readonly<Record<string, string>>;
  /** How many parts of a version name a line. */
  readonly lineParts: 1 | 2;
}

/** A tag of a whole release on a suite: `24.22.0-trixie`. */
const TAG = /^(\d+\.\d+(?:\.\d+)?)-(trixie|bookworm|bullseye|forky)$/;
const SUITES = ['forky', 'trixie', 'bookworm', 'bullseye'];

/** The releases of an official-images file and the suites that each has. @see https://github.com/docker-library/official-images#library-definition-files */
function releasesOf(library: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, tags = ''] of library.matchAll(/^Tags:\s*(.*)$/gm)) {
    for (const tag of tags.split(/,\s*/)) {
      const [, release, suite] = TAG.exec(tag.trim()) ?? [];
      if (release === undefined || suite === undefined) continue;
      const whole = [...release.split('.'), '0'].slice(0, 3).join('.');
      found.set(whole, (found.get(whole) ?? new Set()).add(suite));
    }
  }
  return found;
}

/**
 * The table with what was published since. A line keeps the first release of each suite that it knows; a suite that is
 * new to it begins with the newest release: late on purpose, an older suite is right, only older. Nothing is taken out,
 * and a release that went backwards is not believed.
 * @param today ISO date.
 */
export function refreshed(table: Releases, published: Readonly<Record<string, Published>>, today: string): Releases {
  const tools = Object.entries(table.tools).map(([tool, entry]) => {
    const news = published[tool];
    return [tool, news === undefined ? entry : { ...entry, lines: refreshedLines(entry.lines, news) }] as const;
  });
  return { ...table, date: today, tools: Object.fromEntries(tools) };
}

function refreshedLines(lines: readonly Line[], { library, ends, lineParts }: Published): readonly Line[] {
  const releases = releasesOf(library);
  const newest = new Map<string, string>();
  for (const release of releases.keys()) {
    const line = release.split('.').slice(0, lineParts).join('.');
    const known = newest.get(line);
    if (known === undefined || gt(release, known)) newest.set(line, release);
  }
  const known = lines.map((line): Line => {
    const release = newest.get(line.line);
    const eol = ends[line.line] ?? line.eol;
    if (release === undefined || !gt(release, line.newest)) return { ...line, eol };
    return { ...line, newest: release, eol, suites: { ...suitesOf(releases, release), ...line.suites } };
  });
  const added = [...newest]
    .filter(([name]) => !lines.some(({ line }) => line === name) && ends[name] !== undefined)
    .map(([name, release]): Line => ({
      line: name,
      newest: release,
      eol: ends[name] ?? '',
      suites: suitesOf(releases, release),
    }));
  return [...known, ...added].sort((a, b) => compare(b.newest, a.newest)).map(inOrder);
}

function suitesOf(
  releases: ReadonlyMap<string, ReadonlySet<string>>,
  release: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...(releases.get(release) ?? [])].map((suite) => [suite, release]));
}

/** The best suite, which is the newest, comes first. */
function inOrder(line: Line): Line {
  const rank = (suite: string): number => (SUITES.includes(suite) ? SUITES.indexOf(suite) : SUITES.length);
  const suites = Object.entries(line.suites).sort(([a], [b]) => rank(a) - rank(b));
  return { ...line, suites: Object.fromEntries(suites) };
}
