import { describe, expect, test } from '@jest/globals';
import { gte, lte } from 'semver';
import images from '../data/images.json' with { type: 'json' };
import managers from '../data/package-managers.json' with { type: 'json' };
import { compile } from '../src/compile.ts';
import type { BaseKind } from '../src/model/plan.ts';
import { builtInPresets } from '../src/preset/built-in.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { lineOf, linesOf, type Tool } from '../src/releases.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { parseDockerfile } from './support/dockerfile.ts';
import { readExample } from './support/examples.ts';

/** An example of each tool, and how its repository says a version. */
const STATEMENTS: Readonly<
  Record<
    Tool,
    {
      readonly example: string;
      readonly state: (version: string) => Readonly<Record<string, string | ((text: string) => string)>>;
    }
  >
> = {
  node: { example: 'express', state: (version) => ({ '.nvmrc': version }) },
  bun: { example: 'bun-server', state: (version) => ({ '.bun-version': version }) },
  python: { example: 'python-fastapi', state: (version) => ({ '.python-version': version }) },
  go: {
    example: 'go-http',
    state: (version) => ({
      'go.mod': (text) => text.replace(/^(go|toolchain) .*$/gm, '').replace(/^(module .*)$/m, `$1\n\ngo ${version}`),
    }),
  },
  java: {
    example: 'spring-boot',
    state: (version) => ({ 'pom.xml': (text) => text.replace(/<java\.version>.*</, `<java.version>${version}<`) }),
  },
};

/** The form of each image's tags, as their publishers write them: [tool, version group, suite group]. */
const TAGS: readonly (readonly [RegExp, Tool])[] = [
  [/^node:(?<version>[\d.]+)-(?<suite>(?!alpine)[a-z]+)(-slim)?$/, 'node'],
  [/^node:(?<version>[\d.]+)-alpine$/, 'node'],
  [/^oven\/bun:(?<version>[\d.]+)(-slim|-alpine)?$/, 'bun'],
  [/^python:(?<version>[\d.]+)-(slim-)?(?<suite>trixie|bookworm|bullseye)$/, 'python'],
  [/^golang:(?<version>[\d.]+)-(?<suite>trixie|bookworm|bullseye)$/, 'go'],
  [/^golang:(?<version>[\d.]+)-alpine$/, 'go'],
  [/^eclipse-temurin:(?<version>\d+)-(jdk|jre)-(?<suite>[a-z]+)$/, 'java'],
  [/^maven:3\.9-eclipse-temurin-(?<version>\d+)-(?<suite>[a-z]+)$/, 'java'],
];

/** What distroless publishes. @see https://github.com/GoogleContainerTools/distroless */
const DISTROLESS =
  /^gcr\.io\/distroless\/(?:(?:static|base|cc)-debian1[23]|nodejs(?<node>\d+)-debian13|java(?<java>\d+)-debian13|python3-debian13):(?:debug-)?nonroot$/;
const OTHERS = new Set([
  'scratch',
  'debian:trixie-slim',
  'debian:bookworm-slim',
  images.nginx.image,
  `ghcr.io/astral-sh/uv:${managers.python.newest.uv}`,
]);

/** Whether the tables say that an image exists. */
function isKnown(image: string): boolean {
  const distroless = DISTROLESS.exec(image);
  if (distroless !== null) {
    const { node, java } = distroless.groups ?? {};
    if (node !== undefined) return lineOf('node', node)?.distroless === true;
    return java === undefined || lineOf('java', java)?.distroless === true;
  }
  if (OTHERS.has(image)) return true;
  const [form, tool] = TAGS.find(([pattern]) => pattern.test(image)) ?? [];
  if (form === undefined || tool === undefined) return false;
  const { version = '', suite } = form.exec(image)?.groups ?? {};
  return isReleased(tool, version, suite);
}

function isReleased(tool: Tool, version: string, suite: string | undefined): boolean {
  const line = linesOf(tool).find((each) => version === each.line || version.startsWith(`${each.line}.`));
  if (line === undefined) return false;
  const first = suite === undefined ? Object.values(line.suites)[0] : line.suites[suite];
  if (first === undefined) return false;
  if (version === line.line || suite === undefined) return true;
  return gte(three(version), three(first)) && lte(three(version), three(line.newest));
}

function three(version: string): string {
  return [...version.split('.'), '0', '0'].slice(0, 3).join('.');
}

/** Every statement that could be made: lines, their ends, the first release of each suite and the one before it. */
function versionsOf(tool: Tool): readonly string[] {
  const all = linesOf(tool).flatMap((line) => {
    const firsts = Object.values(line.suites).flatMap((first) => (first === undefined ? [] : [first, before(first)]));
    return [line.line, line.newest, three(line.line), after(line.newest), ...firsts];
  });
  return [...new Set([...all, '99', '0.1.0'])];
}

function before(version: string): string {
  return version.replace(/\.(\d+)$/, (_all, last: string) => `.${Math.max(0, Number(last) - 1)}`);
}

function after(version: string): string {
  return version.replace(/(\d+)$/, (last) => String(Number(last) + 1));
}

const languages = { node: 'node', bun: 'node', python: 'python', go: 'go', java: 'java' } as const;

describe.each(Object.keys(STATEMENTS) as Tool[])('images of %s', (tool) => {
  const { example: name, state } = STATEMENTS[tool];
  const { files, spec } = readExample(name);
  const bases = new Set(
    builtInPresets.filter((preset) => preset.language === languages[tool]).flatMap((preset) => preset.bases),
  );
  const cases = versionsOf(tool).flatMap((version) =>
    [undefined, ...bases].map((base): [string, BaseKind | undefined] => [version, base]),
  );

  test.each(cases)('of a repository that states %s, on %s, exist or are said to be unknown', (version, base) => {
    const stated = Object.entries(state(version)).map(([path, text]) => [
      path,
      typeof text === 'string' ? text : text(files[path] ?? ''),
    ]);
    const repo = memoryRepo({ ...files, ...(Object.fromEntries(stated) as Record<string, string>) });
    const { plan, files: written } = compile(repo, spec.dir ?? '', {
      ...defaultOptions,
      ...spec.options,
      ...(base === undefined ? {} : { base }),
    });
    const unknown = parseDockerfile(written[0]?.text ?? '').images.filter((image) => !isKnown(image));
    const said = [...repo.problems, ...plan.problems].some((problem) => problem.id === 'version-unknown');
    expect(said ? [] : unknown).toEqual([]);
    if (base === undefined) expect(written.length).toBeGreaterThan(0);
  });
});

test('a tag that nobody publishes is not known', () => {
  const wrong = [
    'node:24-slim-trixie',
    'python:3.13-trixie-slim',
    'node:24-noble',
    'node:14.0.0-bullseye',
    'node:24.999.0-trixie',
    'gcr.io/distroless/nodejs20-debian13:nonroot',
    'nginx',
  ];
  expect(wrong.filter(isKnown)).toEqual([]);
});
