import { coerce, major } from 'semver';
import data from '../../../data/os-packages.json' with { type: 'json' };
import type { NativeNeed } from '../../model/app.ts';
import { inFile, type Source } from '../../model/fact.ts';
import { readDocument } from '../../parse/document.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import type { Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

type Row = Omit<NativeNeed, 'dependency' | 'source'> & { readonly below?: number; readonly source: string };

const ROWS: Readonly<Record<string, Row>> = data.node;
const IN_MODULES = 'node_modules/';

/** A package that the run needs, and the version that is installed as far as anything says it. */
interface Installed {
  readonly version?: string;
  readonly source: Source;
}

/**
 * What the production dependencies need beside themselves, from the table.
 * @param packages those that the run needs.
 * @param lockfile npm's also says what the dependencies of dependencies are; undefined for the others.
 */
export function nativeNeeds(
  repo: Repo,
  packages: readonly PackageManifest[],
  lockfile: string | undefined,
): readonly NativeNeed[] {
  return Object.entries(ROWS).flatMap(([dependency, row]) => {
    const { below } = row;
    const found = stated(packages, dependency) ?? locked(repo, lockfile, dependency);
    const version = coerce(found?.version ?? '');
    const isNewer = below !== undefined && version !== null && major(version) >= below;
    return found === undefined || isNewer ? [] : [{ ...row, dependency, source: found.source }];
  });
}

function stated(packages: readonly PackageManifest[], name: string): Installed | undefined {
  for (const manifest of packages) {
    for (const group of ['dependencies', 'optionalDependencies'] as const) {
      const version = Object.hasOwn(manifest[group], name) ? manifest[group][name] : undefined;
      if (version !== undefined) return { version, source: manifest.at(group, name) };
    }
  }
  return undefined;
}

/** @see https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
function locked(repo: Repo, lockfile: string | undefined, name: string): Installed | undefined {
  if (lockfile === undefined) return undefined;
  const packages = asRecord(at(readDocument(repo, lockfile, 'json')?.value, 'packages'));
  const entry = Object.entries(packages).find(
    ([path, each]) =>
      path.slice(path.lastIndexOf(IN_MODULES) + IN_MODULES.length) === name &&
      path.includes(IN_MODULES) &&
      !['dev', 'devOptional', 'peer'].some((mark) => at(each, mark) === true),
  );
  const version = asString(at(entry?.[1], 'version'));
  return version === undefined ? undefined : { version, source: inFile(lockfile) };
}
