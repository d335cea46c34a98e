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
  /** What it takes where it is there. */
  readonly uses: readonly string[];
}

/** Packages that a repository states for development alone, and how one is recognised in an image. */
interface Ecosystem {
  readonly declared: (repo: Repo, dir: string) => readonly string[];
  readonly installed: (files: readonly ImageFile[], repo: Repo, dir: string) => readonly Installed[];
}

const NODE_PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;
const PYTHON_PACKAGE = /(?:^|\/)([^/]+)-[^/-]+\.dist-info\/METADATA$/;
/** A requirement of a package, its extras, and the extra that it belongs to. */
const REQUIRES = /^Requires-Dist: *([\w.-]+) *(?:\[([^\]]*)\])?(?:.*\bextra *== *['"]([\w.-]+))?/gm;
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
        const isOptional = (each: string): boolean => at(optional[each], 'optional') === true;
        const asked = namesIn(manifest, NODE_NEEDS);
        const needs = asked.filter((each) => !isOptional(each));
        return [{ name, path: path.replace(/\/package\.json$/, ''), needs, uses: asked.filter(isOptional) }];
      }),
  },
  {
    declared(repo, dir) {
      const { dependencies, developmentDependencies } = readPythonManifest(repo, dir);
      return Object.keys(developmentDependencies).filter((name) => !name.includes('[') && !(name in dependencies));
    },
    installed(files, repo, dir) {
      const asked = new Set(Object.keys(readPythonManifest(repo, dir).dependencies).map((key) => key.toLowerCase()));
      const all = files.flatMap(({ path, text = '' }) => {
        const name = PYTHON_PACKAGE.exec(path)?.[1];
        if (name === undefined) return [];
        const found = [...text.matchAll(REQUIRES)].map(([, need = '', extras = '', extra]) => ({
          need: normaliseName(need),
          extras: extras.toLowerCase().split(/[\s,]+/),
          of: extra === undefined ? undefined : `${normaliseName(name)}[${extra.toLowerCase()}]`,
        }));
        return [{ name: normaliseName(name), path: path.replace(/\/METADATA$/, ''), found }];
      });
      const holds = ({ of }: { readonly of: string | undefined }): boolean => of === undefined || asked.has(of);
      for (const { need, extras } of all.flatMap(({ found }) => found.filter(holds)))
        for (const extra of extras) asked.add(`${need}[${extra}]`);
      return all.map(({ name, path, found }) => ({
        name,
        path,
        needs: found.filter(holds).map(({ need }) => need),
        uses: [],
      }));
    },
  },
];

/** What a repository's packages of development have to do with an image. */
export interface DevelopmentPackages {
  /** How many names were looked for. */
  readonly looked: number;
  /** Where those stand that nothing of production asks for. */
  readonly found: readonly string[];
  /** Those that a package of production takes where they are there. */
  readonly kept: readonly string[];
}

/**
 * Packages of an image that the repository states for development, and that no package of production asks for, by itself
 * or through others. npm, pnpm and Bun install an optional peer of a production package also without development
 * dependencies, where the project has it as one of them: it is none of the Dockerfile's doing.
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json `devOptional`
 * @see https://github.com/npm/cli/issues/6282
 * @see https://github.com/pnpm/pnpm/issues/15344
 */
export function developmentPackagesIn(files: readonly ImageFile[], repo: Repo, dir: string): DevelopmentPackages {
  const each = ecosystems.map(({ declared, installed }) => {
    const names = new Set(declared(repo, dir));
    const there = names.size === 0 ? [] : installed(files, repo, dir);
    const needed = reached(there, names, ({ needs }) => needs);
    const taken = reached(there, names, ({ needs, uses }) => [...needs, ...uses]);
    return {
      looked: names.size,
      found: there.filter(({ name }) => names.has(name) && !taken.has(name)).map(({ path }) => path),
      kept: [...taken].filter((name) => !needed.has(name) && there.some((other) => other.name === name)),
    };
  });
  return {
    looked: each.reduce((sum, { looked }) => sum + looked, 0),
    found: each.flatMap(({ found }) => found),
    kept: each.flatMap(({ kept }) => kept),
  };
}

/** The names of development to which the packages of production lead. */
function reached(
  there: readonly Installed[],
  names: ReadonlySet<string>,
  ask: (from: Installed) => readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = there.filter(({ name }) => !names.has(name));
  for (const each of queue)
    for (const name of ask(each))
      if (names.has(name) && !found.has(name)) {
        found.add(name);
        queue.push(...there.filter((other) => other.name === name));
      }
  return found;
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
