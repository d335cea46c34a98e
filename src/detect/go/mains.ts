import { lineOfMatch } from '../../parse/lines.ts';
import { inFile, type Source } from '../../model/fact.ts';
import type { GoProject } from './module.ts';
import { filesReachedFrom, type GoFile, type GoPackage } from './packages.ts';
import { reachedFiles } from './reach.ts';
import { readServerFacts, type ServerFacts } from './servers.ts';
import type { GoBuild } from './statements.ts';

/** A command: a folder with `package main`. */
export interface Main {
  /** Folder in the repository. */
  readonly dir: string;
  /** As the go command is told, from the folder in which it runs: `.` or `./cmd/server`. */
  readonly target: string;
  readonly package: GoPackage;
  /** The files of the command and of what it imports from the repository. */
  readonly files: readonly GoFile[];
  /** The same files with only what can run when the command does. */
  readonly reached: readonly GoFile[];
  readonly server: ServerFacts;
  readonly source: Source;
  /** Why the command is only taken when it is named. */
  readonly onlyByName?: string;
}

/** Folders of helpers: what stands there is the app only where there is nothing else. */
const HELPERS =
  /(^|\/)(tools?|scripts?|hack|internal|shared|common|libs?|pkg|tests?|e2e|ci|build|contrib|benchmarks?|demo|docs)(\/|$)/;
/** Folders that show how a library is used. */
const SHOWN = /(^|\/)_?examples?(\/|$)/;

/**
 * Every command of the project's modules; those that would not be chosen carry the reason.
 * @param builds what the repository's own files build.
 */
export function findMains(
  project: GoProject,
  packages: ReadonlyMap<string, GoPackage>,
  builds: readonly GoBuild[],
): readonly Main[] {
  const mains = [...packages.values()].flatMap((found) => {
    if (!project.modules.includes(found.module)) return [];
    const file = found.files.find(({ source }) => source.package === 'main' && source.hasMain);
    if (file === undefined) return [];
    const files = filesReachedFrom(packages, found.dir);
    const reached = reachedFiles(files, found.dir);
    const inner = inside(project.root, found.dir);
    return {
      dir: found.dir,
      target: inner === '' ? '.' : `./${inner}`,
      package: found,
      files,
      reached,
      server: readServerFacts(reached),
      source: inFile(file.path, lineOfMatch(file.source.code, /^func\s+main\b/m)),
    };
  });
  return settle(mains, packages, builds);
}

/**
 * The only one that serves; else the only one at a module's root or in cmd; among several the only one that the
 * repository releases, then the only one that its own scripts build; else a question among those left. In a library the
 * examples and helpers are no apps, unless they are what is released.
 */
function settle(
  mains: readonly Main[],
  packages: ReadonlyMap<string, GoPackage>,
  builds: readonly GoBuild[],
): readonly Main[] {
  const released = builds.filter(({ isRelease }) => isRelease);
  const isReleased = ({ dir }: Main): boolean => released.some(({ dirs }) => dirs.includes(dir));
  const ordinary = mains.filter(
    (main) =>
      isReleased(main) ||
      (!SHOWN.test(main.dir) &&
        !HELPERS.test(main.package.module.dir) &&
        (isUsual(main) || !HELPERS.test(inside(main.package.module.dir, main.dir)))),
  );
  const helpers = mains.filter((main) => !SHOWN.test(main.dir) && !isInLibrary(main, packages));
  const usable = ordinary.length > 0 ? ordinary : helpers;
  const serving = usable.filter(({ server }) => server.serves !== undefined);
  const usual = usable.filter(isUsual);
  const possible = serving.length > 0 ? serving : usual.length > 0 ? usual : usable;
  const left = onlyStated(onlyStated(possible, released), builds);
  const names = left.map(({ target }) => target).join(', ');
  const why =
    usable.length === 0
      ? 'it belongs to a library'
      : serving.length > 0
        ? `${names} is the server`
        : `${names} stands where commands do`;
  return mains.map((main) => (left.includes(main) ? main : { ...main, onlyByName: why }));
}

/** Whether it stands where commands do: at its module's root, or in cmd. @see https://go.dev/doc/modules/layout */
function isUsual({ dir, package: { module } }: Main): boolean {
  return /^(cmd\/[^/]+)?$/.test(inside(module.dir, dir));
}

/** The only one of several that the builds name, where there is one. */
function onlyStated(mains: readonly Main[], builds: readonly GoBuild[]): readonly Main[] {
  const stated = mains.filter(({ dir }) => builds.some(({ dirs }) => dirs.includes(dir)));
  return stated.length === 1 ? stated : mains;
}

/** Whether others import the module of the command: a package that is no command stands at its root. */
function isInLibrary({ package: { module } }: Main, packages: ReadonlyMap<string, GoPackage>): boolean {
  return packages.get(module.dir)?.files.some(({ source }) => source.package !== 'main') ?? false;
}

/** A path below a folder, relative to it. */
export function inside(folder: string, path: string): string {
  if (folder === '') return path;
  return path === folder ? '' : path.slice(folder.length + 1);
}
