import { satisfies, valid, validRange } from 'semver';
import { isProblem } from '../../model/problem.ts';
import { parseJson } from '../../parse/json.ts';
import { asRecord, asString, asTextMap, at, type JsonRecord } from '../../parse/shape.ts';
import { parseYaml } from '../../parse/yaml.ts';
import type { PackageManifest } from './manifest.ts';

/** A package.json whose dependencies a lockfile must hold. */
export interface LockedMember {
  readonly manifest: PackageManifest;
  /** Its folder, relative to the lockfile's. */
  readonly dir: string;
}

/** The first dependency of the members that a lockfile does not hold as it is asked for; undefined where it fits. */
export type DiffersFrom = (text: string, members: readonly LockedMember[]) => string | undefined;

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Specifiers that only the text of a lockfile's own format could be compared with. */
const PROTOCOL = /^[a-z+]+:|\/|^$/i;

/** The dependencies of a manifest in order, those of the workspace's own members left out. */
function wanted(member: LockedMember, members: readonly LockedMember[]): readonly (readonly [string, string])[] {
  const own = new Set(members.map(({ manifest }) => manifest.name));
  const overridden = `${JSON.stringify(at(member.manifest.raw, 'resolutions') ?? {})}${JSON.stringify(at(member.manifest.raw, 'overrides') ?? {})}`;
  return GROUPS.flatMap((group) => Object.entries(member.manifest[group])).filter(
    ([name]) => !own.has(name) && !overridden.includes(`"${name}`),
  );
}

/**
 * npm compares what is locked with what is asked for, not the two texts: `npm ci` fails where a dependency is missing or
 * its locked version does not satisfy. @see https://docs.npmjs.com/cli/commands/npm-ci
 */
export const npmDiffers: DiffersFrom = (text, members) => {
  const document = parseJson(text, 'package-lock.json');
  const lock = isProblem(document) ? undefined : document.value;
  const packages = asRecord(at(lock, 'packages'));
  const flat = asRecord(at(lock, 'dependencies'));
  const isTree = Object.keys(packages).some((path) => path.includes('node_modules/'));
  if (!isTree && Object.keys(flat).length === 0) return rootDiffers(packages[''], members[0]?.manifest);
  for (const member of members) {
    for (const [name, spec] of wanted(member, members)) {
      const locked = isTree ? lookUp(packages, member.dir, name) : flat[name];
      if (locked === undefined ? !Object.hasOwn(member.manifest.optionalDependencies, name) : !fits(locked, spec))
        return name;
    }
  }
  return undefined;
};

/** The first dependency that the lockfile's root states otherwise, where it lists no packages. */
function rootDiffers(root: unknown, manifest: PackageManifest | undefined): string | undefined {
  if (root === undefined || manifest === undefined) return undefined;
  return GROUPS.map((group) => {
    const locked = asTextMap(at(root, group));
    return Object.keys(manifest[group]).find((name) => locked[name] !== manifest[group][name]);
  }).find((name) => name !== undefined);
}

/** A package as Node finds it from a folder. */
function lookUp(packages: JsonRecord, dir: string, name: string): unknown {
  const parts = dir === '' ? [] : dir.split('/');
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const entry = packages[[...parts.slice(0, depth), 'node_modules', name].join('/')];
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Whether a locked package is what a specifier asks for; what is no range of versions counts as fitting. */
function fits(locked: unknown, spec: string): boolean {
  const range = /^npm:.+@([^@]+)$/.exec(spec)?.[1] ?? spec;
  const version = asString(at(locked, 'version'));
  if (version === undefined || valid(version) === null || validRange(range) === null) return true;
  return satisfies(version, range, { includePrerelease: true });
}

/** Yarn's lockfiles name each specifier, Yarn 2 and later with its protocol. @see https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ */
export const yarnDiffers: DiffersFrom = (text, members) => {
  const keys = text.split('\n').filter((line) => /^["\w@].+@.*:$/.test(line));
  const locked = new Set(keys.flatMap((line) => line.slice(0, -1).replaceAll('"', '').split(/,\s*/)));
  if (locked.size === 0) return undefined;
  const isLocked = (name: string, spec: string): boolean =>
    locked.has(`${name}@${spec}`) || locked.has(`${name}@npm:${spec}`);
  return members
    .flatMap((member) => wanted(member, members))
    .find(([name, spec]) => !PROTOCOL.test(spec) && !isLocked(name, spec))?.[0];
};

/** pnpm compares the texts of the specifiers, in both directions. @see https://pnpm.io/cli/install#--frozen-lockfile */
export const pnpmDiffers: DiffersFrom = (text, members) => {
  const importers = asRecord(at(topLevel(text, 'importers'), 'importers'));
  const single = (key: string): JsonRecord => asRecord(at(topLevel(text, key), key));
  if (/^overrides:/m.test(text)) return undefined;
  for (const { manifest, dir } of members) {
    const entry = importers[dir === '' ? '.' : dir];
    const specifiers =
      Object.keys(importers).length > 0
        ? specifiersOf(entry)
        : {
            ...asTextMap(single('specifiers')),
            ...specifiersOf(Object.fromEntries(GROUPS.map((group) => [group, single(group)]))),
          };
    const differing = eitherWay(
      specifiers,
      Object.assign({}, ...GROUPS.map((group) => manifest[group])) as Record<string, string>,
    );
    if (differing !== undefined && (Object.keys(specifiers).length > 0 || Object.keys(importers).length > 0))
      return differing;
  }
  return undefined;
};

function specifiersOf(entry: unknown): Readonly<Record<string, string>> {
  const pairs = GROUPS.flatMap((group) => Object.entries(asRecord(at(entry, group)))).flatMap(([name, value]) => {
    const specifier = asString(at(value, 'specifier'));
    return specifier === undefined ? [] : [[name, specifier] as const];
  });
  return { ...asTextMap(at(entry, 'specifiers')), ...Object.fromEntries(pairs) };
}

/** bun.lock is JSON with the specifiers of each member. @see https://bun.com/docs/pm/lockfile */
export const bunDiffers: DiffersFrom = (text, members) => {
  const document = parseJson(text, 'bun.lock');
  const workspaces = isProblem(document) ? {} : asRecord(at(document.value, 'workspaces'));
  if (Object.keys(workspaces).length === 0) return undefined;
  for (const { manifest, dir } of members) {
    const locked = Object.assign({}, ...GROUPS.map((group) => asTextMap(at(workspaces[dir], group)))) as Record<
      string,
      string
    >;
    const asked = Object.assign({}, ...GROUPS.map((group) => manifest[group])) as Record<string, string>;
    const differing = eitherWay(locked, asked);
    if (differing !== undefined) return differing;
  }
  return undefined;
};

function eitherWay(
  locked: Readonly<Record<string, string>>,
  asked: Readonly<Record<string, string>>,
): string | undefined {
  return [...Object.keys(asked), ...Object.keys(locked)].find((name) => locked[name] !== asked[name]);
}

/** One top-level key of a large YAML text, parsed alone. */
function topLevel(text: string, key: string): unknown {
  const start = text.search(new RegExp(`^${key}:`, 'm'));
  if (start === -1) return undefined;
  const rest = text.slice(start);
  const end = rest.search(/\n\S/);
  const document = parseYaml(end === -1 ? rest : rest.slice(0, end), 'pnpm-lock.yaml');
  return isProblem(document) ? undefined : document.value;
}
