import { inFile, type Candidate, type Fact } from '../../model/fact.ts';
import type { ToolVersion } from '../../model/version.ts';
import { asString, at } from '../../parse/shape.ts';
import { defaultLine, linesOf } from '../../releases.ts';
import type { Repo } from '../../repo/repo.ts';
import { readSemverStatement, resolveVersion, type Statement } from '../version.ts';
import { miseVersions, plainVersionFile, toolVersions, upwards } from '../version-files.ts';
import type { PackageManifest } from './manifest.ts';

type Look = (repo: Repo, manifest: PackageManifest) => Candidate<string>[];

/** Where Node's version may stand, in order: what a developer's machine is switched to, then what the package allows. */
const nodeVersionSources: readonly Look[] = [
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.nvmrc')),
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.node-version')),
  (repo, { dir }) => upwards(dir, (at) => toolVersions(repo, at, ['nodejs', 'node'])),
  (repo, { dir }) => upwards(dir, (at) => miseVersions(repo, at, ['node', 'nodejs'])),
  (_repo, manifest) => stated(manifest, 'volta', 'node'),
  (_repo, manifest) => stated(manifest, 'devEngines', 'runtime', 'version'),
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

export function nodeVersion(repo: Repo, manifest: PackageManifest): Fact<ToolVersion> {
  return resolveVersion(
    repo,
    'node',
    nodeVersionSources.flatMap((look) => look(repo, manifest)),
    readNodeStatement,
    1,
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

/** nvm's aliases beside semver. @see https://github.com/nvm-sh/nvm#nvmrc */
function readNodeStatement(text: string): Statement | undefined {
  const name = text.trim().toLowerCase();
  if (['lts/*', 'lts', '--lts'].includes(name)) return { kind: 'release', release: defaultLine('node') };
  if (['node', 'latest', 'current', 'stable', '*'].includes(name))
    return { kind: 'range', text: name, allows: () => true };
  const codename = /^lts\/(\w+)$/.exec(name)?.[1];
  if (codename === undefined) return readSemverStatement(text);
  const line = linesOf('node').find((entry) => entry.codename === codename);
  return line && { kind: 'release', release: line.line };
}
