import { inFile } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { parseGoSource, type GoSource } from '../../parse/go-source.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { Hit } from '../sources.ts';
import type { GoModule, GoProject } from './module.ts';

export interface GoFile {
  readonly path: string;
  readonly source: GoSource;
}

/** One folder of .go files that a build takes in; tests are left out. */
export interface GoPackage {
  readonly dir: string;
  readonly module: GoModule;
  readonly files: readonly GoFile[];
}

/** At most so many files are read, and so much of a generated one. */
const LIMITS = { files: 2_000, characters: 400_000 };

/** Folders that the go command passes over. */
const PASSED_OVER = /(^|\/)(testdata|vendor|node_modules|[._][^/]*)\//;

/** The packages of the project's own modules, by folder, as a build with these tags sees them. */
export function readPackages(
  repo: Repo,
  { local }: GoProject,
  tags: readonly string[],
): ReadonlyMap<string, GoPackage> {
  const packages = new Map<string, GoPackage & { readonly files: GoFile[] }>();
  const nested = repo.scan(['**/go.mod']).map((path) => path.slice(0, -'go.mod'.length));
  for (const module of local) {
    for (const path of goFiles(repo, module, nested).slice(0, LIMITS.files)) {
      const source = parseGoSource((repo.read(path) ?? '').slice(0, LIMITS.characters), path, tags);
      if (!source.isBuilt) continue;
      const dir = path.split('/').slice(0, -1).join('/');
      const known = packages.get(dir) ?? { dir, module, files: [] };
      known.files.push({ path, source });
      packages.set(dir, known);
    }
  }
  return packages;
}

/** A module's own .go files: none of a module inside it, and no tests. */
function goFiles(repo: Repo, { dir }: GoModule, nested: readonly string[]): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const inner = nested.filter((folder) => folder !== prefix && folder.startsWith(prefix));
  return repo
    .below(dir)
    .filter(
      (path) =>
        path.endsWith('.go') &&
        !path.endsWith('_test.go') &&
        !PASSED_OVER.test(path.slice(prefix.length)) &&
        !inner.some((folder) => path.startsWith(folder)),
    );
}

/** The files of a package and of everything in the repository that it imports. */
export function filesReachedFrom(packages: ReadonlyMap<string, GoPackage>, start: string): readonly GoFile[] {
  const modules = [...new Set([...packages.values()].map(({ module }) => module))];
  const reached = new Set<string>();
  const files: GoFile[] = [];
  const waiting = [start];
  for (let dir = waiting.shift(); dir !== undefined; dir = waiting.shift()) {
    const found = packages.get(dir);
    if (found === undefined || reached.has(dir)) continue;
    reached.add(dir);
    files.push(...found.files);
    for (const path of found.files.flatMap(({ source }) => source.imports)) {
      for (const module of modules) {
        if (path === module.path) waiting.push(module.dir);
        else if (path.startsWith(`${module.path}/`)) waiting.push(join(module.dir, path.slice(module.path.length + 1)));
      }
    }
  }
  return files;
}

/** The first match of a pattern (without the g flag) in the code of the files, in their order. */
export function findInGo(files: readonly GoFile[], pattern: RegExp): Hit | undefined {
  for (const { path, source } of files) {
    const match = pattern.exec(source.code);
    if (match !== null)
      return { match, source: { ...inFile(path, lineAt(source.code, match.index)), kind: 'file', file: path } };
  }
  return undefined;
}

/** Whether a file imports the module or a package of it, in whatever major version. */
export function imports({ source }: GoFile, module: string): boolean {
  return source.imports.some((path) => path === module || path.startsWith(`${module}/`));
}
