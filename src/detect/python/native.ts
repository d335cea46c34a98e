import packages from '../../../data/os-packages.json' with { type: 'json' };
import wheels from '../../../data/python-wheels.json' with { type: 'json' };
import type { NativeNeed } from '../../model/app.ts';
import { fact, inFile, type Fact, type Source } from '../../model/fact.ts';
import type { LockedPackage } from '../../parse/python-lock.ts';
import type { PythonManifest } from './manifest.ts';
import { isInTable, wheelLines, type VersionLimit } from './wheels.ts';

interface Row {
  readonly build: readonly string[];
  readonly run: readonly string[];
  /** Packages beside which it needs nothing. */
  readonly unless?: readonly string[];
  /** Whether wheels are published that bring all this along: it is needed where it is built from its sources. */
  readonly wheels?: boolean;
}

/** What a package without a row is given where it has to be built: the compiler of the full image. */
const UNKNOWN: Row = { build: ['gcc'], run: [] };

/** What is known once the version is settled. */
export interface Known {
  readonly manifest: PythonManifest;
  /** The packages that production comes down to, where a lockfile says. */
  readonly locked: readonly LockedPackage[];
  readonly lockfile: string | undefined;
  readonly limits: readonly VersionLimit[];
  /** The line of Python that was chosen. */
  readonly line: string;
}

/** OS packages that the dependencies need to be built and to run, from the table and from what the lockfile has no wheel of. */
export function nativeNeeds(known: Known): readonly NativeNeed[] {
  const { manifest, locked, lockfile, line } = known;
  const rows: Readonly<Record<string, Row>> = packages.python;
  const names = new Set([...Object.keys(manifest.dependencies), ...locked.map(({ name }) => name)]);
  const built = builtFromSource(known);
  const isNeeded = ([name, row]: [string, Row]): boolean => {
    if (!names.has(name) || (row.unless ?? []).some((other) => names.has(other))) return false;
    return row.wheels !== true || built.has(name);
  };
  const unknown = [...built].filter((name) => !Object.hasOwn(rows, name)).map((name): [string, Row] => [name, UNKNOWN]);
  const found = [...Object.entries(rows).filter(isNeeded), ...unknown].map(([dependency, row]): NativeNeed => {
    const source = manifest.dependencies[dependency] ?? inFile(lockfile ?? '');
    // A wheel of this version exists after all.
    const hasWheel = locked.some((each) => each.name === dependency && wheelLines(each)?.includes(line));
    return { dependency, build: hasWheel ? [] : row.build, run: row.run, source };
  });
  const git = manifest.git ?? gitSource(known);
  return git ? [...found, { dependency: 'git', build: ['git'], run: [], source: git }] : found;
}

/** The first package that production installs whose wheels carry a megabyte or more of debug data, measured. */
export function debugData({ manifest, locked, lockfile }: Known): Fact<string> | undefined {
  const source = (name: string): Source | undefined =>
    manifest.dependencies[name] ??
    (lockfile !== undefined && locked.some((each) => each.name === name) ? inFile(lockfile) : undefined);
  for (const name of wheels.withDebugData) {
    const found = source(name);
    if (found) return fact(name, `the wheels of ${name} carry debug data`, found);
  }
  return undefined;
}

/** Packages that have no wheel for the chosen line. */
function builtFromSource({ locked, limits, line }: Known): ReadonlySet<string> {
  const unlocked = limits
    .filter((limit) => limit.last === undefined && isInTable(line) && !limit.lines.includes(line))
    .map(({ name }) => name);
  const compiled = locked.filter((each) => {
    const fitting = wheelLines(each);
    return fitting !== undefined && !fitting.includes(line) && !wheels.pureSources.includes(each.name);
  });
  return new Set([...unlocked, ...compiled.map(({ name }) => name)]);
}

function gitSource({ locked, lockfile }: Known): ReturnType<typeof inFile> | undefined {
  return locked.some((each) => each.isFromGit) && lockfile !== undefined ? inFile(lockfile) : undefined;
}
