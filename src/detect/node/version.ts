import { satisfies } from 'semver';
import { inFile, type Candidate, type Fact } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import type { ToolVersion } from '../../model/version.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { asString, at } from '../../parse/shape.ts';
import { lineOf, linesOf, type Line } from '../../releases.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { readSemverStatement, resolveVersion, type Statement } from '../version.ts';
import { miseVersions, plainVersionFile, toolVersions, upwards } from '../version-files.ts';
import type { PackageManifest } from './manifest.ts';
import { chooseByEvidence } from './version-evidence.ts';

type Look = (repo: Repo, manifest: PackageManifest) => Candidate<string>[];

/** Where Node's version may stand, in order: what a developer's machine is switched to, then what the package allows. */
const nodeVersionSources: readonly Look[] = [
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.nvmrc')),
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.node-version')),
  (repo, { dir }) => upwards(dir, (at) => toolVersions(repo, at, ['nodejs', 'node'])),
  (repo, { dir }) => upwards(dir, (at) => miseVersions(repo, at, ['node', 'nodejs'])),
  (_repo, manifest) => stated(manifest, 'volta', 'node'),
  (repo, { dir }) => upwards(dir, (at) => pnpmVersion(repo, at)),
  (_repo, manifest) => devEngines(manifest),
  (_repo, manifest) => stated(manifest, 'engines', 'node'),
];

/** Bun's own places. @see https://bun.sh/docs */
const bunVersionSources: readonly Look[] = [
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.bun-version')),
  (repo, { dir }) => upwards(dir, (at) => toolVersions(repo, at, ['bun'])),
  (repo, { dir }) => upwards(dir, (at) => miseVersions(repo, at, ['bun'])),
  (_repo, manifest) => stated(manifest, 'engines', 'bun'),
  (_repo, manifest) => packageManagerBun(manifest),
];

/**
 * The version of Node: what the first place states that does; where that leaves it open, what the project's Dockerfile
 * and its tests are run with.
 */
export function nodeVersion(repo: Repo, manifest: PackageManifest): Fact<ToolVersion> {
  const version = resolveVersion(
    repo,
    'node',
    nodeVersionSources.flatMap((look) => look(repo, manifest)),
    readNodeStatement,
    1,
    chooseByEvidence(repo, manifest.dir),
  );
  reportContradiction(repo, manifest, version);
  return version;
}

/** A version that is stated where it goes before `engines`, and that `engines` does not allow. */
function reportContradiction(repo: Repo, manifest: PackageManifest, { value, sources }: Fact<ToolVersion>): void {
  const range = asString(at(manifest.raw, 'engines', 'node'));
  const statement = range === undefined ? undefined : readNodeStatement(range);
  const [source] = sources;
  if (range === undefined || statement === undefined || source?.kind !== 'file' || source.key === 'engines.node')
    return;
  const release = value.exact ? value.tag : lineOf('node', value.line)?.newest;
  const isAllowed =
    statement.kind === 'range' ? statement.allows(release ?? value.tag) : satisfies(release ?? value.tag, range);
  if (release !== undefined && !isAllowed)
    repo.report(
      problem(
        'version-against-engines',
        { file: source.file, version: value.tag, range },
        { file: source.file, ...(source.line === undefined ? {} : { line: source.line }) },
      ),
    );
}

export function bunVersion(repo: Repo, manifest: PackageManifest): Fact<ToolVersion> {
  return resolveVersion(
    repo,
    'bun',
    bunVersionSources.flatMap((look) => look(repo, manifest)),
    readSemverStatement,
    1,
  );
}

function stated(manifest: PackageManifest, ...path: string[]): Candidate<string>[] {
  const value = asString(at(manifest.raw, ...path));
  const key = path.join('.');
  return value === undefined
    ? []
    : [{ value, source: manifest.at(...path), because: `${manifest.file} ${key} ${value}` }];
}

function packageManagerBun(manifest: PackageManifest): Candidate<string>[] {
  const value = /^bun@([\d.]+)/.exec(asString(at(manifest.raw, 'packageManager')) ?? '')?.[1];
  return value === undefined
    ? []
    : [{ value, source: inFile(manifest.file), because: `${manifest.file} packageManager bun@${value}` }];
}

/** `use-node-version` of .npmrc and `useNodeVersion` of the workspace. @see https://pnpm.io/settings#nodeversion */
function pnpmVersion(repo: Repo, dir: string): Candidate<string>[] {
  const places = [
    { file: join(dir, 'pnpm-workspace.yaml'), pattern: /^useNodeVersion:\s*['"]?([\w.]+)/m },
    { file: join(dir, '.npmrc'), pattern: /^use-node-version\s*=\s*([\w.]+)/m },
  ];
  return places.flatMap(({ file, pattern }) => {
    const text = repo.read(file) ?? '';
    const value = pattern.exec(text)?.[1];
    return value === undefined
      ? []
      : [{ value, source: inFile(file, lineOfMatch(text, pattern)), because: `${file} says Node ${value}` }];
  });
}

/** One runtime or a list of them. @see https://docs.npmjs.com/cli/configuring-npm/package-json#devengines */
function devEngines(manifest: PackageManifest): Candidate<string>[] {
  const runtime = at(manifest.raw, 'devEngines', 'runtime');
  return (Array.isArray(runtime) ? (runtime as unknown[]) : [runtime]).flatMap((entry) => {
    const value = asString(at(entry, 'version'));
    if (value === undefined || !['node', undefined].includes(asString(at(entry, 'name')))) return [];
    return [
      { value, source: manifest.at('devEngines', 'runtime'), because: `${manifest.file} devEngines.runtime ${value}` },
    ];
  });
}

const NEWEST = new Set(['node', 'latest', 'current', 'stable']);
const NEWEST_LONG_TERM = new Set(['lts/*', 'lts', '--lts', 'lts/-0']);

/**
 * nvm's aliases, and prefixes of other tools, beside semver.
 * @see https://github.com/nvm-sh/nvm#nvmrc and https://asdf-vm.com/manage/versions.html
 */
function readNodeStatement(text: string): Statement | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^(latest:|node(js)?[-@ ]*)(?=v?\d)/, '');
  const release = (line: Line | undefined): Statement | undefined => line && { kind: 'release', release: line.line };
  const longTerm = linesOf('node').filter((line) => line.longTerm);
  if (NEWEST.has(name)) return release(linesOf('node')[0]);
  if (NEWEST_LONG_TERM.has(name)) return release(longTerm[0]);
  const back = /^lts\/-(\d)$/.exec(name)?.[1];
  if (back !== undefined) return release(longTerm[Number(back)]);
  const codename = /^lts[/-](\w+)$/.exec(name)?.[1];
  return codename === undefined
    ? readSemverStatement(name)
    : release(linesOf('node').find((entry) => entry.codename === codename));
}
