import { maxSatisfying } from 'semver';
import data from '../../../data/package-managers.json' with { type: 'json' };
import { fact, inFile, type Candidate, type Fact, firstOf } from '../../model/fact.ts';
import type { NodeManager } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import { asString, at } from '../../parse/shape.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

type ManagerName = NodeManager['name'];

/** Lockfiles in order of precedence, and whose they are. */
export const LOCKFILES: readonly { readonly file: string; readonly manager: ManagerName }[] = [
  { file: 'pnpm-lock.yaml', manager: 'pnpm' },
  { file: 'bun.lock', manager: 'bun' },
  { file: 'bun.lockb', manager: 'bun' },
  { file: 'yarn.lock', manager: 'yarn' },
  { file: 'package-lock.json', manager: 'npm' },
  { file: 'npm-shrinkwrap.json', manager: 'npm' },
];

/** Files beside the lockfile that an install reads when they are there. */
const INSTALL_INPUTS = [
  'package.json',
  'pnpm-workspace.yaml',
  '.npmrc',
  '.pnpmfile.cjs',
  '.yarnrc',
  '.yarnrc.yml',
  'bunfig.toml',
];

/** The package manager, and its exact version where one has to be installed. */
export function nodeManager(repo: Repo, manifest: PackageManifest, engine: 'node' | 'bun'): Fact<NodeManager> {
  const { name, version, source, because } = statedManager(manifest);
  const candidates: Candidate<ManagerName>[] = name === undefined ? [] : [{ value: name, source, because }];
  for (const { file, manager } of LOCKFILES) {
    const path = join(manifest.dir, file);
    if (repo.has(path))
      candidates.push({
        value: manager === 'yarn' && isBerry(repo, path) ? 'yarn-berry' : manager,
        source: inFile(path),
        because: `${path} is its lockfile`,
      });
  }
  for (const manager of ['pnpm', 'yarn', 'bun'] as const) {
    if (asString(at(manifest.raw, 'engines', manager)) !== undefined) {
      candidates.push({ value: manager, source: manifest.at('engines', manager), because: `engines names ${manager}` });
    }
  }
  const usual: Fact<ManagerName> =
    engine === 'bun'
      ? fact('bun', 'Bun runs it', manifest.at('scripts', 'start'))
      : fact('npm', 'no lockfile and no packageManager: npm comes with Node', {
          kind: 'absent',
          lookedFor: LOCKFILES.map((lock) => lock.file),
        });
  const settled = firstOf(candidates) ?? usual;
  const exact = settled.value === name ? version : undefined;
  const chosen = exact ?? concludedVersion(repo, manifest, settled.value);
  return {
    ...settled,
    value: { name: settled.value, ...(chosen === undefined ? {} : { version: chosen }) },
    rejected: settled.rejected.map((loser) => ({ ...loser, value: { name: loser.value } })),
  };
}

/** The files that an install reads beside package.json and the lockfile, relative to the context. */
export function installInputs(repo: Repo, manifest: PackageManifest): readonly string[] {
  const folders = ['patches/', '.yarn/cache/', '.yarn/releases/', '.yarn/plugins/', '.yarn/patches/'].map((folder) =>
    join(manifest.dir, folder),
  );
  return [
    ...[...INSTALL_INPUTS, ...LOCKFILES.map((lock) => lock.file)]
      .map((name) => join(manifest.dir, name))
      .filter((path) => repo.has(path)),
    ...folders
      .filter((folder) => repo.paths.some((path) => path.startsWith(folder)))
      .map((folder) => folder.slice(0, -1)),
  ];
}

function statedManager(manifest: PackageManifest): {
  name?: ManagerName;
  version?: string;
  source: Candidate<ManagerName>['source'];
  because: string;
} {
  const text = asString(at(manifest.raw, 'packageManager'));
  const [, name, version] = /^(npm|pnpm|yarn|bun)@(\d+\.\d+\.\d+[\w.-]*)(?:\+|$)/.exec(text ?? '') ?? [];
  const source = manifest.at('packageManager');
  if (name === undefined || version === undefined) return { source, because: '' };
  const manager = name === 'yarn' && !version.startsWith('1.') ? 'yarn-berry' : (name as ManagerName);
  return {
    name: manager,
    ...(manager === 'npm' ? {} : { version }),
    source,
    because: `packageManager says ${name}@${version}`,
  };
}

/** Yarn 2 and later write `__metadata:`. @see https://yarnpkg.com/advanced/lexicon */
function isBerry(repo: Repo, lockfile: string): boolean {
  return /^__metadata:/m.test(repo.read(lockfile) ?? '');
}

/** A version for a manager that the image must install, when packageManager does not say it. */
function concludedVersion(repo: Repo, manifest: PackageManifest, manager: ManagerName): string | undefined {
  if (manager === 'yarn') return data.yarn.newest['1'];
  if (manager === 'yarn-berry') return committedYarn(repo, manifest.dir) ?? data.yarn.newest['4'];
  if (manager !== 'pnpm') return undefined;
  const range = asString(at(manifest.raw, 'engines', 'pnpm'));
  const newest: Readonly<Record<string, string>> = data.pnpm.newest;
  const fitting = range === undefined ? null : maxSatisfying(Object.values(newest), range);
  const { line, evidence } = pnpmLine(repo, manifest);
  const version = fitting ?? (range !== undefined && /^\d+\.\d+\.\d+$/.test(range) ? range : newest[line]);
  if (version !== undefined) {
    repo.report(
      problem(
        'manager-version-guessed',
        { manager, version, evidence: range === undefined ? evidence : `engines.pnpm ${range}` },
        { file: manifest.file },
      ),
    );
  }
  return version;
}

/** The release that `yarn set version` committed: `.yarn/releases/yarn-3.8.7.cjs`. */
function committedYarn(repo: Repo, dir: string): string | undefined {
  const [file] = repo.scan([join(dir, '.yarn/releases/yarn-*.cjs')]);
  return /yarn-(\d+\.\d+\.\d+)/.exec(file ?? '')?.[1];
}

/** The oldest line that reads the lockfile as it stands; one that knows the workspace's settings where they need a newer one. */
function pnpmLine(repo: Repo, manifest: PackageManifest): { line: string; evidence: string } {
  const file = join(manifest.dir, 'pnpm-lock.yaml');
  const lock = /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(repo.read(file) ?? '')?.[1];
  const lines: Readonly<Record<string, string>> = data.pnpm.lockfile;
  const settings = repo.read(join(manifest.dir, 'pnpm-workspace.yaml')) ?? '';
  if (/^allowBuilds:/m.test(settings)) return { line: '11', evidence: 'allowBuilds in pnpm-workspace.yaml' };
  if (
    lineOfMatch(settings, /^(onlyBuiltDependencies|ignoredBuiltDependencies|overrides|patchedDependencies):/m) !==
      undefined ||
    at(manifest.raw, 'pnpm', 'onlyBuiltDependencies') !== undefined
  ) {
    return { line: '10', evidence: 'settings that pnpm 10 introduced' };
  }
  return lock === undefined
    ? { line: '10', evidence: 'the absence of a lockfile' }
    : { line: lines[lock] ?? '10', evidence: `lockfileVersion ${lock} of ${file}` };
}

/** Configuration files of the managers that may hold a credential. */
const CONFIGURATIONS = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'bunfig.toml'];
const CREDENTIAL =
  /_authToken|_auth\b|_password|npmAuthToken|npmAuthIdent|^\s*token\s*=|\$\{[A-Z_]*(?:TOKEN|AUTH|PASSWORD)[A-Z_]*\}/m;

/** Those of the install's inputs that hold a credential or name one: they are secrets of the build, no part of its context. */
export function secretConfigurations(repo: Repo, inputs: readonly string[]): readonly string[] {
  const isConfiguration = (path: string): boolean => CONFIGURATIONS.includes(path.slice(path.lastIndexOf('/') + 1));
  return inputs.filter((path) => isConfiguration(path) && CREDENTIAL.test(repo.read(path) ?? ''));
}

/** The variables that a configuration is filled in from, as `${NPM_TOKEN}`. @see https://docs.npmjs.com/cli/configuring-npm/npmrc */
export function secretVariables(repo: Repo, files: readonly string[]): readonly string[] {
  const names = files.flatMap((file) => [...(repo.read(file) ?? '').matchAll(/\$\{([A-Za-z_]\w*)[?:-]?[^}]*\}/g)]);
  return [...new Set(names.map((found) => found[1] ?? ''))].sort();
}

/** The id of a secret mount for a file: `.npmrc` is npmrc. */
export function secretId(path: string): string {
  return path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '');
}
