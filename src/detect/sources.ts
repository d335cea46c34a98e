import { inFile, type Source } from '../model/fact.ts';
import { lineAt } from '../parse/lines.ts';
import type { Repo } from '../repo/repo.ts';

/** Source files of one app that are read to understand it: at most this many, and none that is larger. */
const LIMITS = { files: 2_000, characters: 400_000 };

/** Folders whose sources say nothing about how the app runs. */
const NOT_THE_APP =
  /(^|\/)(tests?|__tests__|spec|e2e|cypress|fixtures?|examples?|docs?|benchmarks?|testdata|vendor|dist|build|out|target|\.[^/]+)\//;
const TEST_FILE =
  /([._-](test|spec)\.\w+|_test\.(go|py)|(^|\/)test_[^/]*\.py|\.d\.[cm]?ts|\.config\.[cm]?[jt]s|(^|\/)conftest\.py)$/;

/** A match in a source file. */
export interface Hit {
  readonly match: RegExpExecArray;
  readonly source: Source & { readonly kind: 'file' };
}

/** The app's own source files with one of the extensions: no tests, no fixtures, no build output; nearest the top first. */
export function sourceFiles(repo: Repo, dir: string, extensions: readonly string[]): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const own = repo.below(dir).filter((path) => {
    if (!extensions.includes(path.slice(path.lastIndexOf('.') + 1))) return false;
    const inner = path.slice(prefix.length);
    return !NOT_THE_APP.test(inner) && !TEST_FILE.test(inner);
  });
  return own
    .map((path) => ({ path, depth: path.split('/').length }))
    .sort((a, b) => a.depth - b.depth)
    .slice(0, LIMITS.files)
    .map(({ path }) => path);
}

/** The first match of a pattern (without the g flag) in the files, in their order. */
export function findInSources(repo: Repo, files: readonly string[], pattern: RegExp): Hit | undefined {
  for (const file of files) {
    const text = repo.read(file);
    if (text === undefined || text.length > LIMITS.characters) continue;
    const match = pattern.exec(text);
    if (match !== null) return { match, source: { ...inFile(file, lineAt(text, match.index)), kind: 'file', file } };
  }
  return undefined;
}
