import data from '../../../data/python-modules.json' with { type: 'json' };
import { problem, type Problem } from '../../model/problem.ts';
import { lineAt } from '../../parse/lines.ts';
import type { Repo } from '../../repo/repo.ts';

/** An import in the first column: what stands deeper may be optional. */
const IMPORT = /^(?:import[ \t]+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)*)|from[ \t]+(\w[\w.]*)[ \t]+import\b)/gm;

/** What tools of development read, each with modules of its own. */
const FOR_TOOLS = /(?:^|\/)(?:noxfile|tasks|fabfile|dodo|setup|conftest)\.py$/;

/**
 * The modules that are neither Python's nor the repository's, where nothing lists a dependency: no image could run the
 * program.
 */
export function unlistedModules(repo: Repo, files: readonly string[]): Problem | undefined {
  const found = new Map<string, { readonly file: string; readonly line: number }>();
  const own = new Set(repo.paths.flatMap((path) => path.replace(/\.py$/, '').split('/')));
  for (const file of files.filter((path) => !FOR_TOOLS.test(path))) {
    const text = repo.read(file) ?? '';
    for (const match of text.matchAll(IMPORT)) {
      for (const each of (match[1] ?? match[2] ?? '').split(',')) {
        const name = each.trim().split('.')[0] ?? '';
        const isKnown = name === '' || data.standardLibrary.includes(name) || own.has(name) || name.startsWith('_');
        if (!isKnown && !found.has(name)) found.set(name, { file, line: lineAt(text, match.index) });
      }
    }
  }
  const [first] = found.values();
  if (first === undefined) return undefined;
  return problem(
    'dependencies-not-listed',
    { file: first.file, modules: [...found.keys()].slice(0, 6).join(', ') },
    first,
  );
}
