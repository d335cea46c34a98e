import native from '../../../data/native-packages.json' with { type: 'json' };
import { problem } from '../../model/problem.ts';
import type { NodeManager } from '../../model/app.ts';
import { readDocument } from '../../parse/document.ts';
import { asRecord, asTextMap, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { LOCKFILES } from './manager.ts';
import type { PackageManifest } from './manifest.ts';

export interface LockfileState {
  /** Whether the lockfile can be installed from as it stands. */
  readonly usable: boolean;
  /** Packages that build native code at install; `unknown` where nothing says what will be installed. */
  readonly compiles: readonly string[] | 'unknown';
}

const PREBUILT: ReadonlySet<string> = new Set(native.prebuilt);

const LOCK_COMMANDS: Readonly<Record<NodeManager['name'], string>> = {
  npm: 'npm install --package-lock-only',
  yarn: 'yarn install',
  'yarn-berry': 'yarn install --mode=update-lockfile',
  pnpm: 'pnpm install --lockfile-only',
  bun: 'bun install --lockfile-only',
};

/** Whether the lockfile is there and fits package.json; what is wrong is reported with the command that mends it. */
export function lockfileState(
  repo: Repo,
  manifest: PackageManifest,
  manager: NodeManager,
  lockfile: string | undefined,
): LockfileState {
  const command = LOCK_COMMANDS[manager.name];
  if (lockfile === undefined) {
    const ignored = LOCKFILES.map((lock) => join(manifest.dir, lock.file)).find((path) =>
      repo.ignoredPaths.includes(path),
    );
    if (ignored !== undefined) repo.report(problem('lockfile-ignored', { file: ignored }, { file: '.gitignore' }));
    else if (Object.keys(manifest.dependencies).length > 0)
      repo.report(problem('lockfile-missing', { command }, { file: manifest.file }));
    return { usable: false, compiles: Object.keys(manifest.dependencies).length > 0 ? 'unknown' : [] };
  }
  const file = LOCKFILES.find((lock) => lockfile.endsWith(lock.file));
  if (file?.manager === 'npm') return npmLock(repo, manifest, lockfile, command);
  const compiles = namedIn(repo.read(lockfile) ?? '');
  if (manager.name === 'pnpm') reportBlocked(repo, manifest, manager.version ?? '', compiles);
  return { usable: true, compiles };
}

/** @see https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
function npmLock(repo: Repo, manifest: PackageManifest, lockfile: string, command: string): LockfileState {
  const packages = asRecord(at(readDocument(repo, lockfile, 'json')?.value, 'packages'));
  const compiles = Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && at(entry, 'hasInstallScript') === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => !PREBUILT.has(name));
  const root = packages[''];
  const differing = root === undefined ? undefined : differs(manifest, root);
  if (differing !== undefined)
    repo.report(problem('lockfile-out-of-sync', { file: lockfile, name: differing, command }, { file: lockfile }));
  return { usable: differing === undefined, compiles };
}

/** The first dependency that the lockfile's root states otherwise, as `npm ci` compares them. */
function differs(manifest: PackageManifest, root: unknown): string | undefined {
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
    const locked = asTextMap(at(root, group));
    const names = new Set([...Object.keys(locked), ...Object.keys(manifest[group])]);
    const name = [...names].find((key) => locked[key] !== manifest[group][key]);
    // npm moves a dependency that stands in two groups: only one of them is locked.
    if (name !== undefined && !(group !== 'optionalDependencies' && Object.hasOwn(manifest.optionalDependencies, name)))
      return name;
  }
  return undefined;
}

/** pnpm runs the install scripts of listed packages alone since version 10. @see https://pnpm.io/settings#onlybuiltdependencies */
function reportBlocked(repo: Repo, manifest: PackageManifest, version: string, compiles: readonly string[]): void {
  const settings = repo.read(join(manifest.dir, 'pnpm-workspace.yaml')) ?? '';
  const listed = `${settings}\n${JSON.stringify(at(manifest.raw, 'pnpm') ?? {})}`;
  const names = compiles.filter((name) => !listed.includes(name)).join(', ');
  if (Number.parseInt(version, 10) < 10 || names === '' || listed.includes('dangerouslyAllowAllBuilds')) return;
  repo.report(problem('install-scripts-blocked', { names, version }, { file: manifest.file }));
}

/** Only npm's lockfile marks packages with an install script: in the others, those that are known to compile are looked for. */
function namedIn(text: string): readonly string[] {
  return native.compiled.filter((name) => new RegExp(`(^|[\\s'"/])${name}["'@]`, 'm').test(text));
}
