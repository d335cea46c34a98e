import { readPythonManifest } from '../detect/python/manifest.ts';
import { normaliseName } from '../parse/requirements.ts';
import { asRecord, at } from '../parse/shape.ts';
import { join, type Repo } from '../repo/repo.ts';
import type { ImageFile } from './image.ts';

/** A package of an image: what it is called and which packages it asks for. */
interface Installed {
  readonly name: string;
  readonly path: string;
  readonly needs: readonly string[];
}

/** Packages that a repository states for development alone, and how one is recognised in an image. */
interface Ecosystem {
  readonly declared: (repo: Repo, dir: string) => readonly string[];
  readonly installed: (files: readonly ImageFile[]) => readonly Installed[];
}

const NODE_PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;
const PYTHON_PACKAGE = /(?:^|\/)([^/]+)-[^/-]+\.dist-info\/METADATA$/;
const NODE_NEEDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

const ecosystems: readonly Ecosystem[] = [
  {
    declared(repo, dir) {
      const manifests = repo.paths
        .filter((path) => /(^|\/)package\.json$/.test(path))
        .map((path) => json(repo.read(path)));
      const needed = new Set(manifests.flatMap((manifest) => namesIn(manifest, NODE_NEEDS)));
      const own = [...new Set([dir, ''])].map((folder) => json(repo.read(join(folder, 'package.json'))));
      return own.flatMap((manifest) => namesIn(manifest, ['devDependencies'])).filter((name) => !needed.has(name));
    },
    installed: (files) =>
      files.flatMap(({ path, text }) => {
        const name = NODE_PACKAGE.exec(path)?.[1];
        const manifest = name === undefined ? undefined : json(text);
        if (name === undefined || at(manifest, 'name') === undefined) return [];
        const optional = asRecord(at(manifest, 'peerDependenciesMeta'));
        const needs = namesIn(manifest, NODE_NEEDS).filter((each) => at(optional[each], 'optional') !== true);
        return [{ name, path: path.replace(/\/package\.json$/, ''), needs }];
      }),
  },
  {
    declared(repo, dir) {
      const { dependencies, developmentDependencies } = readPythonManifest(repo, dir);
      return Object.keys(developmentDependencies).filter((name) => !name.includes('[') && !(name in dependencies));
    },
    installed: (files) =>
      files.flatMap(({ path, text = '' }) => {
        const name = PYTHON_PACKAGE.exec(path)?.[1];
        if (name === undefined) return [];
        const needs = [...text.matchAll(/^Requires-Dist: *([\w.-]+)(?!.*\bextra *==)/gm)].map(([, need = '']) => need);
        return [{ name: normaliseName(name), path: path.replace(/\/METADATA$/, ''), needs: needs.map(normaliseName) }];
      }),
  },
];

/**
 * Packages of an image that the repository states for development, and that no other package of the image asks for.
 * @returns where they stand, and how many names were looked for.
 */
export function developmentPackagesIn(
  files: readonly ImageFile[],
  repo: Repo,
  dir: string,
): { readonly looked: number; readonly found: readonly string[] } {
  const each = ecosystems.map(({ declared, installed }) => {
    const names = new Set(declared(repo, dir));
    const there = names.size === 0 ? [] : installed(files);
    const isNeeded = (name: string): boolean =>
      there.some((other) => other.name !== name && !names.has(other.name) && other.needs.includes(name));
    return { looked: names.size, found: there.filter(({ name }) => names.has(name) && !isNeeded(name)) };
  });
  return {
    looked: each.reduce((sum, { looked }) => sum + looked, 0),
    found: each.flatMap(({ found }) => found.map(({ path }) => path)),
  };
}

function namesIn(manifest: unknown, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => Object.keys(asRecord(at(manifest, key))));
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
