import native from '../../../data/native-packages.json' with { type: 'json' };
import { problem } from '../../model/problem.ts';
import type { NodeManager } from '../../model/app.ts';
import { readDocument } from '../../parse/document.ts';
import { asRecord, at, type JsonRecord } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { blockedScripts } from './install-scripts.ts';
import { bunDiffers, npmDiffers, pnpmDiffers, yarnDiffers, type DiffersFrom } from './lock-sync.ts';
import { LOCKFILES } from './manager.ts';
import type { PackageManifest } from './manifest.ts';

export interface LockfileState {
  /** `stale` where it has to be changed by the install, `none` where it cannot be used. */
  readonly state: 'locked' | 'stale' | 'none';
  /** Packages that build native code at install; `unknown` where nothing says what will be installed. */
  readonly compiles: readonly string[] | 'unknown';
  /** Packages whose install scripts the manager refuses to run. */
  readonly blocked: readonly string[];
}

const PREBUILT: ReadonlySet<string> = new Set(native.prebuilt);

interface Locks {
  readonly differs: DiffersFrom;
  /** Writes the lockfile anew. */
  readonly command: string;
}

const LOCKS: Readonly<Record<NodeManager['name'], Locks>> = {
  npm: { differs: npmDiffers, command: 'npm install --package-lock-only' },
  yarn: { differs: yarnDiffers, command: 'yarn install' },
  'yarn-berry': { differs: yarnDiffers, command: 'yarn install --mode=update-lockfile' },
  pnpm: { differs: pnpmDiffers, command: 'pnpm install --lockfile-only' },
  bun: { differs: bunDiffers, command: 'bun install --lockfile-only' },
};

/**
 * Whether the lockfile is there and fits the package.json files; what is wrong is reported with the command that mends it.
 * @param owner the package.json that the lockfile belongs to.
 * @param members all that it locks: the owner, and the members of its workspace.
 */
export function lockfileState(
  repo: Repo,
  owner: PackageManifest,
  members: readonly PackageManifest[],
  manager: NodeManager,
  lockfile: string | undefined,
): LockfileState {
  const { differs, command } = LOCKS[manager.name];
  if (lockfile === undefined) {
    const isNeeded = Object.keys({ ...owner.dependencies, ...owner.devDependencies }).length > 0;
    reportMissing(repo, owner, isNeeded, command);
    return { state: 'none', compiles: Object.keys(owner.dependencies).length > 0 ? 'unknown' : [], blocked: [] };
  }
  // A binary lockfile (bun.lockb) says nothing here.
  const text = lockfile.endsWith('.lockb') ? '' : (repo.read(lockfile) ?? '');
  const packages = manager.name === 'npm' ? asRecord(at(readDocument(repo, lockfile, 'json')?.value, 'packages')) : {};
  const lacking = withoutLinux(packages);
  if (lacking.length > 0)
    repo.report(problem('lockfile-lacks-linux', { file: lockfile, names: lacking.join(', ') }, { file: lockfile }));
  const prefix = owner.dir === '' ? 0 : owner.dir.length + 1;
  const differing = differs(
    text,
    members.map((manifest) => ({ manifest, dir: manifest.dir.slice(prefix) })),
  );
  if (differing !== undefined && lacking.length === 0)
    repo.report(problem('lockfile-out-of-sync', { file: lockfile, name: differing, command }, { file: lockfile }));
  const marked = scripted(packages);
  const compiles =
    marked.length > 0 || isMarked(packages)
      ? marked.filter((name) => !PREBUILT.has(name))
      : namedIn(text, native.compiled);
  return {
    state: lacking.length > 0 ? 'none' : differing === undefined ? 'locked' : 'stale',
    compiles,
    blocked: blockedScripts(repo, owner, manager, {
      compiles,
      // Linux has no use for some: they are not even fetched.
      others: namedIn(text, native.prebuilt).filter((name) => !native.otherSystems.includes(name)),
    }),
  };
}

function reportMissing(repo: Repo, { dir, file }: PackageManifest, isNeeded: boolean, command: string): void {
  const paths = LOCKFILES.map((lock) => join(dir, lock.file));
  const ignored = paths.find((path) => repo.ignoredPaths.includes(path));
  if (ignored !== undefined) repo.report(problem('lockfile-ignored', { file: ignored }, { file: '.gitignore' }));
  else if (isNeeded && !paths.some((path) => repo.has(path)))
    repo.report(problem('lockfile-missing', { command }, { file }));
}

/** npm marks packages with an install script since version 2 of its lockfile. @see https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
function scripted(packages: JsonRecord): readonly string[] {
  return Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && at(entry, 'hasInstallScript') === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

function isMarked(packages: JsonRecord): boolean {
  return Object.keys(packages).some((path) => path.includes('node_modules/'));
}

const FOR_LINUX = /(^|[-/@_])linux([-_]|$)/;

/**
 * Packages whose builds for Linux npm left out, because node_modules held those for another system.
 * @see https://github.com/npm/cli/issues/4828
 */
function withoutLinux(packages: JsonRecord): readonly string[] {
  const there = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  return Object.entries(packages).flatMap(([path, entry]) => {
    const builds = Object.keys(asRecord(at(entry, 'optionalDependencies'))).filter((name) => FOR_LINUX.test(name));
    const isLacking = path !== '' && builds.length > 0 && !builds.some((name) => there.has(name));
    return isLacking ? [path.slice(path.lastIndexOf('node_modules/') + 13)] : [];
  });
}

/** Other lockfiles do not mark install scripts: packages that are known to have one are looked for. */
function namedIn(text: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => new RegExp(`(^|[\\s'"/])${name}["'@]`, 'm').test(text));
}
