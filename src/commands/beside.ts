import { existsSync } from 'node:fs';
import { dirname, join as joinPath, relative, sep } from 'node:path';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { parseJson } from '../parse/json.ts';
import { asRecord } from '../parse/shape.ts';
import { RENOVATE_FILE, RENOVATE_NAMES, RENOVATE_PRESETS } from '../render/renovate.ts';
import type { RenderedFile } from '../render/index.ts';
import type { Repo } from '../repo/repo.ts';

/** Files that the code host reads at the root of the git repository alone. */
const AT_GIT_ROOT = /^(\.github\/workflows\/.*|renovate\.json)$/;

interface Beside {
  readonly files: readonly RenderedFile[];
  readonly problems: readonly Problem[];
}

/**
 * What was asked for beside the Dockerfile, held against what is there: a person's own configuration of Renovate stays,
 * and nothing is written where the code host would not read it.
 * @param isForeign whether a path exists and is not ours.
 */
export function beside(
  { root, dir, repo }: { readonly root: string; readonly dir: string; readonly repo: Repo },
  files: readonly RenderedFile[],
  isForeign: (path: string) => boolean,
): Beside {
  const hosted = files.filter(({ path }) => AT_GIT_ROOT.test(path));
  const [first] = hosted;
  if (first === undefined) return { files, problems: [] };
  const above = gitRootAbove(root);
  if (above !== undefined) {
    const app = relative(above, joinPath(root, dir)).split(sep).join('/');
    return { files, problems: [problem('below-git-root', { file: first.path, root: above, app })] };
  }
  const renovate = RENOVATE_NAMES.find((path) => path !== RENOVATE_FILE && isForeign(path)) ?? ownRenovate(repo);
  const kept = hosted.some(({ path }) => path === RENOVATE_FILE)
    ? (renovate ?? (isForeign(RENOVATE_FILE) ? RENOVATE_FILE : undefined))
    : undefined;
  if (kept === undefined) return { files, problems: [] };
  return {
    files: files.filter(({ path }) => path !== RENOVATE_FILE),
    problems: [problem('renovate-kept', { file: kept, presets: RENOVATE_PRESETS.join(', ') }, { file: kept })],
  };
}

/** package.json, where it configures Renovate. */
function ownRenovate(repo: Repo): string | undefined {
  const file = 'package.json';
  const manifest = parseJson(repo.read(file) ?? '{}', file);
  return !isProblem(manifest) && 'renovate' in asRecord(manifest.value) ? file : undefined;
}

/** The folder above that git starts at, where it does not start at this one. */
function gitRootAbove(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(joinPath(folder, '.git'))) return folder === root ? undefined : folder;
    if (dirname(folder) === folder) return undefined;
  }
}
