import { lineOf, linesOf, type Tool } from '../releases.ts';

/** What the name of a base image says. */
export interface BaseImage {
  readonly tool?: Tool;
  /** As exact as the tag: `20`, `3.12`, `1.25.3`. */
  readonly version?: string;
  /** Name of the distribution's release: `trixie`, `bookworm`, `alpine`. */
  readonly suite?: string;
  readonly libc?: 'glibc' | 'musl';
  /** Whether the usual libraries and tools were left out of it. */
  readonly isSmall: boolean;
}

/** Public images that carry a runtime; the first group is its version. */
const IMAGES: readonly { readonly pattern: RegExp; readonly tool: Tool; readonly version?: string }[] = [
  { pattern: /(?:^|\/)node:v?(\d[\d.]*)/, tool: 'node' },
  { pattern: /distroless\/nodejs(\d+)-/, tool: 'node' },
  { pattern: /(?:^|\/)bun:v?(\d[\d.]*)/, tool: 'bun' },
  { pattern: /(?:^|\/)python:(\d[\d.]*)/, tool: 'python' },
  { pattern: /distroless\/python3-debian13/, tool: 'python', version: '3.13' },
  { pattern: /distroless\/python3-debian12/, tool: 'python', version: '3.11' },
  { pattern: /(?:^|\/)golang:v?(\d[\d.]*)/, tool: 'go' },
  { pattern: /distroless\/java(\d+)-/, tool: 'java' },
  {
    pattern:
      /(?:^|\/)(?:eclipse-temurin|openjdk|amazoncorretto|liberica-openjdk-\w+|sapmachine|semeru-runtimes):(?:open-)?(\d+)/,
    tool: 'java',
  },
  {
    pattern: /(?:^|\/)(?:maven|gradle):[^@]*-?(?:jdk|temurin|amazoncorretto|openjdk|corretto|eclipse-temurin)-?(\d+)/,
    tool: 'java',
  },
];

const SUITES = ['trixie', 'bookworm', 'bullseye', 'buster', 'stretch', 'noble', 'jammy', 'focal'];
const DISTROLESS: Readonly<Record<string, string>> = { debian13: 'trixie', debian12: 'bookworm', debian11: 'bullseye' };

/** Reads the name of an image; what it does not say is left out. */
export function describeImage(image: string): BaseImage {
  const found = IMAGES.map(({ pattern, tool, version }) => {
    const match = pattern.exec(image);
    return match && { tool, version: version ?? match[1]?.replace(/\.+$/, '') ?? '' };
  }).find((each) => each !== null);
  const suite = /alpine/.test(image)
    ? 'alpine'
    : (SUITES.find((name) => image.includes(name)) ?? DISTROLESS[/debian\d+/.exec(image)?.[0] ?? '']);
  return {
    ...(found ?? {}),
    ...(suite === undefined ? {} : { suite }),
    ...(suite === 'alpine' ? { libc: 'musl' } : suite === undefined && found === undefined ? {} : { libc: 'glibc' }),
    isSmall: /slim|distroless|alpine|^scratch$/.test(image),
  };
}

/** How many parts of a version name a line of the table. */
const LINE_PARTS: Readonly<Record<Tool, number>> = { node: 1, bun: 1, python: 2, go: 2, java: 1 };

/** The newest release that a tag gives: a line's newest, or the tag's own. */
export function newestOf(tool: Tool, version: string): string {
  const parts = version.split('.');
  const line = parts.slice(0, LINE_PARTS[tool]).join('.');
  if (parts.length >= 3) return version;
  return parts.length <= LINE_PARTS[tool]
    ? (lineOf(tool, line)?.newest ?? [...parts, '999', '999'].slice(0, 3).join('.'))
    : `${version}.999`;
}

/** When a version's line ends, where the table knows it; one that is older than the table has ended before its oldest line. */
export function endOf(tool: Tool, version: string): string | undefined {
  const line = version.split('.').slice(0, LINE_PARTS[tool]).join('.');
  const known = lineOf(tool, line)?.eol;
  const oldest = linesOf(tool).at(-1);
  if (known !== undefined || oldest === undefined || line.split('.').length < LINE_PARTS[tool]) return known;
  return compareParts(line, oldest.line) < 0 ? `${oldest.eol} or earlier` : undefined;
}

/** Compares versions part by part, as far as both go; a part that is no number (`x`) is as any other. */
export function compareParts(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  const length = Math.min(left?.length ?? 0, right?.length ?? 0);
  for (let i = 0; i < length; i += 1) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
