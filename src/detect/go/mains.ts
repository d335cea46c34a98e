import { lineOfMatch } from '../../parse/lines.ts';
import { inFile, type Source } from '../../model/fact.ts';
import type { GoProject } from './module.ts';
import { filesReachedFrom, type GoFile, type GoPackage } from './packages.ts';
import { readServerFacts, type ServerFacts } from './servers.ts';

/** A command: a folder with `package main`. */
export interface Main {
  /** Folder in the repository. */
  readonly dir: string;
  /** As the go command is told, from the folder in which it runs: `.` or `./cmd/server`. */
  readonly target: string;
  readonly package: GoPackage;
  /** The files of the command and of what it imports from the repository. */
  readonly files: readonly GoFile[];
  readonly server: ServerFacts;
  readonly source: Source;
  /** Why the command is only taken when it is named. */
  readonly onlyByName?: string;
}

/** Folders of helpers: what stands there is the app only where there is nothing else. */
const HELPERS =
  /(^|\/)(tools?|scripts?|hack|internal|shared|common|libs?|pkg|tests?|e2e|ci|build|contrib|benchmarks?|demo|docs)(\/|$)/;

/** Every command of the project's modules; those that would not be chosen carry the reason. */
export function findMains(project: GoProject, packages: ReadonlyMap<string, GoPackage>): readonly Main[] {
  const mains = [...packages.values()].flatMap((found) => {
    if (!project.modules.includes(found.module)) return [];
    const file = found.files.find(({ source }) => source.package === 'main' && source.hasMain);
    if (file === undefined) return [];
    const files = filesReachedFrom(packages, found.dir);
    const inner = inside(project.root, found.dir);
    return {
      dir: found.dir,
      target: inner === '' ? '.' : `./${inner}`,
      package: found,
      files,
      server: readServerFacts(files),
      source: inFile(file.path, lineOfMatch(file.source.code, /^func\s+main\b/m)),
    };
  });
  return settle(mains);
}

/** The only one that serves; else the only one at a module's root or in cmd; else a question among those left. */
function settle(mains: readonly Main[]): readonly Main[] {
  const ordinary = mains.filter(
    ({ dir, package: { module } }) => !HELPERS.test(inside(module.dir, dir)) && !HELPERS.test(module.dir),
  );
  const usable = ordinary.length > 0 ? ordinary : mains;
  const serving = usable.filter(({ server }) => server.serves !== undefined);
  const usual = usable.filter(({ dir, package: { module } }) => /^(cmd\/.*)?$/.test(inside(module.dir, dir)));
  const left = serving.length > 0 ? serving : usual.length > 0 ? usual : usable;
  const names = left.map(({ target }) => target).join(', ');
  const why = serving.length > 0 ? `it does not serve, ${names} does` : `${names} stands where commands do`;
  return mains.map((main) => (left.includes(main) ? main : { ...main, onlyByName: why }));
}

/** A path below a folder, relative to it. */
export function inside(folder: string, path: string): string {
  if (folder === '') return path;
  return path === folder ? '' : path.slice(folder.length + 1);
}
