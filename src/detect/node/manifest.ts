import { isProblem } from '../../model/problem.ts';
import { parseJson, type Document } from '../../parse/json.ts';
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

/** Reads dir/package.json; undefined where there is none or it is malformed (which is reported). */
export function readManifest(repo: Repo, dir: string): PackageManifest | undefined {
  const file = join(dir, 'package.json');
  const text = repo.read(file);
  if (text === undefined) return undefined;
  const parsed = parseJson(text, file);
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
export function dependencySource(manifest: PackageManifest, name: string): Source | undefined {
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
  const group = groups.find((key) => Object.hasOwn(manifest[key], name));
  return group === undefined ? undefined : manifest.at(group, name);
}
