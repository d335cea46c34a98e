import { fact, inFile, type Candidate, type Fact, firstOf } from '../../model/fact.ts';
import type { NodeManager } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { decidingStatement, managerOf, managerVersion, pinnedManagers } from './manager-version.ts';
import type { PackageManifest } from './manifest.ts';

type ManagerName = NodeManager['name'];

/** Lockfiles in order of precedence, and whose they are. */
export const LOCKFILES: readonly { readonly file: string; readonly manager: ManagerName }[] = [
  { file: 'pnpm-lock.yaml', manager: 'pnpm' },
  { file: 'bun.lock', manager: 'bun' },
  { file: 'bun.lockb', manager: 'bun' },
  { file: 'yarn.lock', manager: 'yarn' },
  { file: 'npm-shrinkwrap.json', manager: 'npm' },
  { file: 'package-lock.json', manager: 'npm' },
];

/** Files beside the lockfile that an install reads when they are there. */
const INSTALL_INPUTS = [
  'package.json',
  'package.json5',
  'package.yaml',
  'pnpm-workspace.yaml',
  '.npmrc',
  '.pnpmfile.cjs',
  '.pnpmfile.mjs',
  '.yarnrc',
  '.yarnrc.yml',
  'bunfig.toml',
];

/** The package manager, and its exact version where one has to be installed. */
export function nodeManager(repo: Repo, manifest: PackageManifest, engine: 'node' | 'bun'): Fact<NodeManager> {
  const stated = decidingStatement(repo, manifest);
  const candidates: Candidate<ManagerName>[] =
    stated === undefined ? [] : [{ value: managerOf(stated), source: stated.source, because: stated.because }];
  for (const { file, manager } of LOCKFILES) {
    const path = join(manifest.dir, file);
    if (repo.has(path))
      candidates.push({
        value: manager === 'yarn' && isBerry(repo, path) ? 'yarn-berry' : manager,
        source: inFile(path),
        because: `${path} is its lockfile`,
      });
  }
  for (const pinned of pinnedManagers(repo, manifest))
    candidates.push({ value: managerOf(pinned), source: pinned.source, because: pinned.because });
  const usual: Fact<ManagerName> =
    engine === 'bun'
      ? fact('bun', 'Bun runs it', manifest.at('scripts', 'start'))
      : fact('npm', 'no lockfile and no packageManager: npm comes with Node', {
          kind: 'absent',
          lookedFor: LOCKFILES.map((lock) => lock.file),
        });
  const settled = firstOf(candidates) ?? usual;
  const version = managerVersion(repo, manifest, settled.value);
  return {
    ...settled,
    value: { name: settled.value, ...(version === undefined ? {} : { version }) },
    rejected: settled.rejected.map((loser) => ({ ...loser, value: { name: loser.value } })),
  };
}

/** The lockfile of a manager; those of others that stand beside it, or instead of it, are said. */
export function lockfileOf(repo: Repo, { dir, file }: PackageManifest, manager: ManagerName): string | undefined {
  const there = LOCKFILES.filter((lock) => repo.has(join(dir, lock.file)));
  const isOwn = (owner: ManagerName): boolean => owner === (manager === 'yarn-berry' ? 'yarn' : manager);
  const own = there.find((lock) => isOwn(lock.manager));
  const others = there.filter((lock) => !isOwn(lock.manager)).map((lock) => join(dir, lock.file));
  const [other] = others;
  const program = manager === 'yarn-berry' ? 'yarn' : manager;
  if (other !== undefined && own !== undefined)
    repo.report(
      problem(
        'lockfiles-several',
        { file: join(dir, own.file), others: others.join(', '), manager: program },
        { file: join(dir, own.file) },
      ),
    );
  else if (other !== undefined)
    repo.report(
      problem(
        'lockfile-of-another',
        { file: other, manager: program, command: manager === 'pnpm' ? 'pnpm import' : `${program} install` },
        { file },
      ),
    );
  return own && join(dir, own.file);
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

/** Yarn 2 and later write `__metadata:`. @see https://yarnpkg.com/advanced/lexicon */
function isBerry(repo: Repo, lockfile: string): boolean {
  return /^__metadata:/m.test(repo.read(lockfile) ?? '');
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
