import type { Repo } from '../repo/repo.ts';
import { readDocument } from './document.ts';
import { normaliseName, parsePackage } from './requirements.ts';
import { asRecord, asString, asStrings, at } from './shape.ts';

/** A package of a lockfile. */
export interface LockedPackage {
  readonly name: string;
  readonly version?: string;
  /** File names of its wheels; undefined where the lockfile does not name files. */
  readonly wheels?: readonly string[];
  /** Whether it is fetched by git. */
  readonly isFromGit: boolean;
  /** Names that it depends on, an extra as `name[extra]`. */
  readonly dependencies: readonly string[];
  /** What each of its extras adds. */
  readonly extras: Readonly<Record<string, readonly string[]>>;
}

/** Reads uv.lock, poetry.lock, pdm.lock or Pipfile.lock; a malformed one is reported. Nothing there gives an empty list. */
export function readPythonLock(repo: Repo, file: string): readonly LockedPackage[] {
  const format = file.endsWith('Pipfile.lock') ? 'json' : 'toml';
  const value = readDocument(repo, file, format)?.value;
  if (format === 'json')
    return Object.entries(asRecord(at(value, 'default'))).map(([name, entry]) => ({
      name: normaliseName(name),
      ...versionOf(asString(at(entry, 'version'))?.replace(/^==/, '')),
      isFromGit: at(entry, 'git') !== undefined,
      dependencies: [],
      extras: {},
    }));
  const list = at(value, 'package');
  const files = asRecord(at(value, 'metadata', 'files'));
  return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    const name = asString(at(entry, 'name'));
    return name === undefined ? [] : [packageOf(name, entry, files)];
  });
}

function packageOf(name: string, entry: unknown, olderFiles: Readonly<Record<string, unknown>>): LockedPackage {
  const wheels = wheelsOf(entry) ?? wheelsOf({ files: olderFiles[name] });
  const source = at(entry, 'source');
  return {
    name: normaliseName(name),
    ...versionOf(asString(at(entry, 'version'))),
    ...(wheels === undefined ? {} : { wheels }),
    isFromGit: at(source, 'git') !== undefined || at(source, 'type') === 'git' || at(entry, 'git') !== undefined,
    dependencies: namesOf(at(entry, 'dependencies')),
    extras: Object.fromEntries(
      Object.entries({ ...asRecord(at(entry, 'optional-dependencies')), ...extrasOf(entry) }).map(([extra, list]) => [
        normaliseName(extra),
        namesOf(list),
      ]),
    ),
  };
}

function versionOf(version: string | undefined): Pick<LockedPackage, 'version'> {
  return version === undefined ? {} : { version };
}

/** Poetry lists what an extra adds; PDM gives each of its extras an entry that is merged by its name. */
function extrasOf(entry: unknown): Readonly<Record<string, unknown>> {
  const extras = at(entry, 'extras');
  if (!Array.isArray(extras)) return asRecord(extras);
  return Object.fromEntries(asStrings(extras).map((extra) => [extra, at(entry, 'dependencies')]));
}

/** uv states wheels apart by their addresses, Poetry and PDM all files by their names. */
function wheelsOf(entry: unknown): readonly string[] | undefined {
  const source = at(entry, 'source');
  const isFromIndex = at(source, 'registry') !== undefined;
  const own = at(entry, 'wheels') ?? at(entry, 'files') ?? (isFromIndex ? [] : undefined);
  if (!Array.isArray(own)) return undefined;
  return own
    .map((file: unknown) => asString(at(file, 'file')) ?? asString(at(file, 'url')) ?? asString(at(file, 'filename')))
    .map(
      (name) =>
        name
          ?.replace(/[?#].*$/, '')
          .split('/')
          .at(-1) ?? '',
    )
    .filter((name) => name.endsWith('.whl'));
}

/** uv: a list of tables; Poetry: a table by name; PDM and Poetry's extras: requirements. */
function namesOf(list: unknown): readonly string[] {
  const entries: readonly (readonly [string | undefined, readonly string[]])[] = Array.isArray(list)
    ? list.map((item: unknown) => {
        const parsed = typeof item === 'string' ? parsePackage(item.replace(/\s*\(.*/, '')) : undefined;
        return parsed
          ? [parsed.name, parsed.extras]
          : [asString(at(item, 'name')), asStrings(at(item, 'extra')).map(normaliseName)];
      })
    : Object.entries(asRecord(list)).map(([name, item]) => [name, asStrings(at(item, 'extras')).map(normaliseName)]);
  return entries.flatMap(([name, extras]) => {
    if (name === undefined) return [];
    const plain = normaliseName(name);
    return [plain, ...extras.map((extra) => `${plain}[${extra}]`)];
  });
}

/**
 * The packages that the named ones come down to. A lockfile holds development's and optional ones too.
 * @param roots names of direct dependencies, an extra as `name[extra]`.
 */
export function lockedFor(packages: readonly LockedPackage[], roots: readonly string[]): readonly LockedPackage[] {
  const byName = new Map<string, LockedPackage[]>();
  for (const each of packages) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const [, name = key, extra] = /^([^[]+)\[(.+)\]$/.exec(key) ?? [];
    for (const found of byName.get(name) ?? [])
      for (const next of extra === undefined ? found.dependencies : (found.extras[extra] ?? [])) visit(next);
  };
  for (const root of roots) visit(root);
  return packages.filter((each) => seen.has(each.name));
}
