import { maxSatisfying, minVersion, satisfies, valid, validRange } from 'semver';
import data from '../../../data/package-managers.json' with { type: 'json' };
import type { NodeManager } from '../../model/app.ts';
import type { Source } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { miseVersions, toolVersions, upwards } from '../version-files.ts';
import type { PackageManifest } from './manifest.ts';

type Program = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** A package manager as a repository states it. */
export interface ManagerStatement {
  readonly program: Program;
  /** A release or a range; undefined where only the name can be understood. */
  readonly version?: string;
  readonly source: Source;
  readonly because: string;
}

type Look = (repo: Repo, manifest: PackageManifest) => ManagerStatement[];

const PROGRAMS: readonly Program[] = ['npm', 'pnpm', 'yarn', 'bun'];

/** Places that say which manager is used: they come before the lockfile. */
const DECIDING: readonly Look[] = [packageManagerField, devEngines];

/** Places that say which release of a manager is used or allowed, wherever it was concluded from that it is. */
const PINNING: readonly Look[] = [
  ...DECIDING,
  (_repo, manifest) => ofKeys(manifest, 'volta'),
  (repo, { dir }) =>
    PROGRAMS.flatMap((program) =>
      upwards(dir, (folder) => [
        ...toolVersions(repo, folder, [program]),
        ...miseVersions(repo, folder, [program, `npm:${program}`]),
      ]).map(({ value, source, because }) => statement(program, value, source, because)),
    ),
  (_repo, manifest) => ofKeys(manifest, 'engines'),
];

/** The statement that settles which manager is used. */
export function decidingStatement(repo: Repo, manifest: PackageManifest): ManagerStatement | undefined {
  return DECIDING.flatMap((look) => look(repo, manifest))[0];
}

/** Managers that are named by a version, in order, for a project without a lockfile. */
export function pinnedManagers(repo: Repo, manifest: PackageManifest): readonly ManagerStatement[] {
  return PINNING.flatMap((look) => look(repo, manifest)).filter(({ program }) => program !== 'npm');
}

/** Yarn is two programs: 1 is the classic one. */
export function managerOf({ program, version }: ManagerStatement): NodeManager['name'] {
  if (program !== 'yarn') return program;
  const lowest = version === undefined ? null : minVersion(version);
  return lowest === null || lowest.major < 2 ? 'yarn' : 'yarn-berry';
}

/**
 * The release to install. An exact statement is that release; of a range, the release that the lockfile speaks for where
 * it fits, else the table's newest that does, else the range itself, which the registry settles.
 */
export function managerVersion(
  repo: Repo,
  manifest: PackageManifest,
  manager: NodeManager['name'],
): string | undefined {
  const program = manager === 'yarn-berry' ? 'yarn' : manager;
  const stated = PINNING.flatMap((look) => look(repo, manifest)).find(
    (each) =>
      each.program === program &&
      each.version !== undefined &&
      (program !== 'yarn' || managerOf(each) === manager || !isExact(each)),
  );
  const { version: likely, evidence } = evidenceOf(repo, manifest, manager);
  const range = stated?.version;
  if (range !== undefined && valid(range) !== null) return range;
  const version =
    range === undefined || (likely !== undefined && satisfies(likely, range)) ? likely : fitting(manager, range);
  const isGuessed = range !== undefined || evidence !== '';
  if (version !== undefined && isGuessed && (manager === 'pnpm' || manager === 'yarn-berry')) {
    repo.report(
      problem(
        'manager-version-guessed',
        { manager: program, version, evidence: range === undefined ? evidence : (stated?.because ?? evidence) },
        { file: manifest.file },
      ),
    );
  }
  return version;
}

function isExact({ version }: ManagerStatement): boolean {
  return version !== undefined && valid(version) !== null;
}

/** A range of one line, which npm takes behind a package's name as it is. */
const ONE_LINE = /^[~^]?\d+(\.(\d+|x|\*)){0,2}$/;

function fitting(manager: NodeManager['name'], range: string): string | undefined {
  const lines: Readonly<Record<string, string>> =
    manager === 'pnpm' ? data.pnpm.newest : manager.startsWith('yarn') ? data.yarn.newest : {};
  return maxSatisfying(Object.values(lines), range) ?? (ONE_LINE.test(range) ? range : undefined);
}

/** What the repository's files speak for where nothing states an exact release. */
function evidenceOf(
  repo: Repo,
  manifest: PackageManifest,
  manager: NodeManager['name'],
): { readonly version?: string; readonly evidence: string } {
  if (manager === 'yarn') return { version: data.yarn.newest['1'], evidence: 'its last release' };
  if (manager === 'yarn-berry') return berryRelease(repo, manifest.dir);
  if (manager !== 'pnpm') return { evidence: '' };
  const newest: Readonly<Record<string, string>> = data.pnpm.newest;
  const { line, evidence } = pnpmLine(repo, manifest);
  return { ...(newest[line] === undefined ? {} : { version: newest[line] }), evidence };
}

/** The release that `yarn set version` committed, else the newest one that leaves a lockfile of this format as it is. */
function berryRelease(repo: Repo, dir: string): { readonly version: string; readonly evidence: string } {
  const [file] = repo.scan([join(dir, '.yarn/releases/yarn-*.cjs')]);
  const committed = /yarn-(\d+\.\d+\.\d+)/.exec(file ?? '')?.[1];
  if (committed !== undefined) return { version: committed, evidence: '' };
  const lock = join(dir, 'yarn.lock');
  const format = /^__metadata:\s*\n\s+version:\s*"?(\d+)/m.exec(repo.read(lock) ?? '')?.[1];
  const known: Readonly<Record<string, string>> = data.yarn.lockfile;
  return {
    version: (format === undefined ? undefined : known[format]) ?? data.yarn.newest['4'],
    evidence: format === undefined ? 'the absence of a lockfile' : `version ${format} of ${lock}`,
  };
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

function statement(program: Program, version: string, source: Source, because: string): ManagerStatement {
  const range = version.trim().replace(/^v(?=\d)/, '');
  return { program, ...(validRange(range) === null || range === '' ? {} : { version: range }), source, because };
}

/** `name@version+hash`. @see https://nodejs.org/api/packages.html#packagemanager */
function packageManagerField(repo: Repo, manifest: PackageManifest): ManagerStatement[] {
  const text = asString(at(manifest.raw, 'packageManager'));
  if (text === undefined) return [];
  const source = manifest.at('packageManager');
  const [, name, version = ''] = /^(npm|pnpm|yarn|bun)(?:@([^+\s]+))?(?:\+\S*)?$/.exec(text.trim()) ?? [];
  const read =
    name === undefined
      ? undefined
      : statement(name as Program, version, source, `packageManager says ${name}@${version}`);
  if (read?.version === undefined) {
    const line = source.kind === 'file' ? source.line : undefined;
    repo.report(
      problem(
        'version-invalid',
        { file: manifest.file, value: text, example: `pnpm@${data.pnpm.newest['10']}` },
        { file: manifest.file, ...(line === undefined ? {} : { line }) },
      ),
    );
  }
  return read === undefined ? [] : [read];
}

/** One manager or a list of them. @see https://docs.npmjs.com/cli/configuring-npm/package-json#devengines */
function devEngines(_repo: Repo, manifest: PackageManifest): ManagerStatement[] {
  const stated = at(manifest.raw, 'devEngines', 'packageManager');
  return (Array.isArray(stated) ? (stated as unknown[]) : [stated]).flatMap((entry) => {
    const program = PROGRAMS.find((each) => each === at(entry, 'name'));
    const version = asString(at(entry, 'version')) ?? '';
    return program === undefined
      ? []
      : [
          statement(
            program,
            version,
            manifest.at('devEngines', 'packageManager'),
            `devEngines says ${program} ${version}`.trim(),
          ),
        ];
  });
}

function ofKeys(manifest: PackageManifest, key: string): ManagerStatement[] {
  const record = asRecord(at(manifest.raw, key));
  return PROGRAMS.flatMap((program) => {
    const version = asString(record[program]);
    return version === undefined
      ? []
      : [statement(program, version, manifest.at(key, program), `${key} names ${program} ${version}`)];
  });
}
