import { isProblem, problem } from '../../model/problem.ts';
import { parseGoMod, type GoMod } from '../../parse/go-mod.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { upwards } from '../version-files.ts';

export interface GoModule {
  /** Folder in the repository, '' for its root. */
  readonly dir: string;
  readonly path: string;
  readonly mod: GoMod;
}

/** What one run of the go command sees: a module, or the modules of a go.work. */
export interface GoProject {
  /** The folder in which go is run. */
  readonly root: string;
  /** The modules whose commands may be the app. */
  readonly modules: readonly GoModule[];
  /** Every module whose sources are in the repository and can be imported: those, and local replacements. */
  readonly local: readonly GoModule[];
  readonly work?: GoMod;
}

/** The Go project that the folder belongs to; undefined where there is neither a go.mod nor a go.work. */
export function readProject(repo: Repo, dir: string): GoProject | undefined {
  const own = readModule(repo, dir);
  const work = findWork(repo, dir, own !== undefined);
  if (work === undefined) {
    return own && { root: dir, modules: [own], local: [own, ...replacements(repo, own.mod, dir)] };
  }
  const used = work.mod.use.flatMap(({ value, line }) => {
    const folder = within(work.dir, value);
    const module = folder === undefined ? undefined : readModule(repo, folder);
    if (module === undefined) reportMissing(repo, work.mod.file, line, value);
    return module ?? [];
  });
  const local = [
    ...used,
    ...[work.mod, ...used.map(({ mod }) => mod)].flatMap((mod) => replacements(repo, mod, folderOf(mod.file))),
  ];
  const modules = dir === work.dir ? used : used.filter((module) => module.dir === dir);
  return { root: work.dir, modules, local, work: work.mod };
}

/** Every file that `go mod download` reads. */
export function downloadInputs(repo: Repo, { root, local, work }: GoProject): readonly string[] {
  const names = ['go.mod', 'go.sum'];
  const files = [
    ...(work ? [work.file, `${work.file}.sum`] : []),
    ...local.flatMap(({ dir }) => names.map((name) => join(dir, name))),
    ...names.map((name) => join(root, name)),
  ];
  return [...new Set(files)].filter((file) => repo.has(file));
}

function readModule(repo: Repo, dir: string): GoModule | undefined {
  const mod = readMod(repo, join(dir, 'go.mod'));
  return mod && { dir, mod, path: mod.module?.value ?? (dir.split('/').at(-1) || 'app') };
}

function readMod(repo: Repo, file: string): GoMod | undefined {
  const text = repo.read(file);
  if (text === undefined) return undefined;
  const mod = parseGoMod(text, file);
  if (!isProblem(mod)) return mod;
  repo.report(mod);
  return undefined;
}

/** The nearest go.work that counts for the folder: its own, or one above that uses it. */
function findWork(
  repo: Repo,
  dir: string,
  isModule: boolean,
): { readonly dir: string; readonly mod: GoMod } | undefined {
  const [nearest] = upwards(dir, (folder) => {
    const mod = repo.has(join(folder, 'go.work')) ? readMod(repo, join(folder, 'go.work')) : undefined;
    return mod === undefined ? [] : [{ dir: folder, mod }];
  });
  if (nearest === undefined || nearest.dir === dir) return nearest;
  const uses = nearest.mod.use.some(({ value }) => within(nearest.dir, value) === dir);
  return isModule && uses ? nearest : undefined;
}

/** Whether the module of a folder takes others from outside of it. */
export function replacesOutside(repo: Repo, dir: string): boolean {
  const text = repo.read(join(dir, 'go.mod'));
  const mod = text === undefined ? undefined : parseGoMod(text, join(dir, 'go.mod'));
  if (mod === undefined || isProblem(mod)) return false;
  return mod.replace.some(({ value }) => value.isLocal && within('', value.by) === undefined);
}

/** Modules that are replaced by a folder of the repository. */
function replacements(repo: Repo, mod: GoMod, dir: string): readonly GoModule[] {
  return mod.replace.flatMap(({ value, line }) => {
    if (!value.isLocal) return [];
    const folder = within(dir, value.by);
    const module = folder === undefined ? undefined : readModule(repo, folder);
    if (module === undefined) reportMissing(repo, mod.file, line, value.by);
    return module ? [{ ...module, path: value.path }] : [];
  });
}

function reportMissing(repo: Repo, file: string, line: number, path: string): void {
  repo.report(problem('path-dependency-missing', { file, path }, { file, line }));
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}
