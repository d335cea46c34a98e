import { isProblem, type Problem } from '../../model/problem.ts';
import { parseJson, type Document } from '../../parse/json.ts';
import { parseJson5 } from '../../parse/json5.ts';
import { parseYaml } from '../../parse/yaml.ts';
import { asRecord, asString, asTextMap, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { inFile, type Source } from '../../model/fact.ts';

/** The parts of a package.json that decide anything. */
export interface PackageManifest {
  readonly file: string;
  readonly dir: string;
  readonly name?: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly type: 'module' | 'commonjs';
  readonly raw: unknown;
  /** The source of a key, with its line. */
  at(...path: readonly string[]): Source;
}

/** What a manifest may be called, and how it is written: pnpm alone reads the last two. @see https://pnpm.io/package_json */
const FORMS: readonly (readonly [string, (text: string, file: string) => Document | Problem])[] = [
  ['package.json', parseJson],
  ['package.json5', parseJson5],
  ['package.yaml', parseYaml],
];

/** Reads dir/package.json; undefined where there is none or it is malformed (which is reported). */
export function readManifest(repo: Repo, dir: string): PackageManifest | undefined {
  const form = FORMS.find(([name]) => repo.has(join(dir, name)));
  const file = join(dir, form?.[0] ?? '');
  const text = form && repo.read(file);
  if (form === undefined || text === undefined) return undefined;
  const parsed = form[1](text, file);
  if (!isProblem(parsed)) return toManifest(parsed, dir);
  repo.report(parsed);
  return undefined;
}

function toManifest(document: Document, dir: string): PackageManifest {
  const raw = asRecord(document.value);
  const name = asString(raw['name']);
  return {
    file: document.file,
    dir,
    ...(name === undefined ? {} : { name }),
    scripts: asTextMap(raw['scripts']),
    dependencies: asTextMap(raw['dependencies']),
    devDependencies: asTextMap(raw['devDependencies']),
    optionalDependencies: asTextMap(raw['optionalDependencies']),
    peerDependencies: asTextMap(raw['peerDependencies']),
    type: at(raw, 'type') === 'module' ? 'module' : 'commonjs',
    raw,
    at: (...path) => inFile(document.file, document.lineOf(...path), path.join('.')),
  };
}

/** Where a dependency is stated; undefined where it is not one. */
function dependencySource(manifest: PackageManifest, name: string): Source | undefined {
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
  const group = groups.find((key) => Object.hasOwn(manifest[key], name));
  return group === undefined ? undefined : manifest.at(group, name);
}

/**
 * Where each dependency of an app is stated. Of the workspace's root, those count that the app's scripts run: the tools
 * of all members often stand there.
 */
export function dependenciesOf(app: PackageManifest, owner: PackageManifest): Readonly<Record<string, Source>> {
  const words = new Set(Object.values(app.scripts).flatMap((text) => text.split(/\s+/)));
  const named = (manifest: PackageManifest): readonly string[] =>
    [manifest.dependencies, manifest.devDependencies].flatMap(Object.keys);
  const pairs = (manifest: PackageManifest, names: readonly string[]): [string, Source][] =>
    names.map((name) => [name, dependencySource(manifest, name) ?? manifest.at('dependencies')]);
  return Object.fromEntries([
    ...pairs(
      owner,
      named(owner).filter((name) => words.has(name)),
    ),
    ...pairs(app, named(app)),
  ]);
}
