import type { Plan } from '../model/plan.ts';
import { problem, type Problem } from '../model/problem.ts';
import { judgeIgnore } from '../plan/own-ignore.ts';
import { ignorePath, type RenderedFile } from '../render/index.ts';
import { join, type Repo } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';

/** What is known of the disk. */
export interface Standing {
  /** Whether a file is there that this tool did not write. */
  readonly isForeign: (path: string) => boolean;
  readonly textOf: (path: string) => string | undefined;
}

/**
 * Where a person's own ignore file stands, it stays. One that hides nothing which the build reads is the image's too;
 * beside another one, ours is written under the name that Docker prefers for this Dockerfile.
 * @see https://docs.docker.com/build/concepts/context/#filename-and-location
 */
export function settleIgnoreFiles(
  repo: Repo,
  plan: Plan,
  output: string,
  files: readonly RenderedFile[],
  { isForeign, textOf }: Standing,
): { readonly files: readonly RenderedFile[]; readonly problems: readonly Problem[] } {
  let settled = files;
  const problems: Problem[] = [];
  for (const image of plan.images) {
    const own = ignorePath(image, output);
    const preferred = join(image.dir, `${output}.dockerignore`);
    const theirs = [...new Set([preferred, own])].find(isForeign);
    const text = theirs === undefined ? undefined : textOf(theirs);
    if (theirs === undefined || text === undefined || text === settled.find(({ path }) => path === own)?.text) continue;
    const { hides, letsIn, missing } = judgeIgnore(subRepo(repo, image.context), image, text.split(/\r?\n/));
    if (hides !== undefined) {
      settled = settled.map((file) => (file.path === own ? { ...file, path: preferred } : file));
      if (theirs !== preferred) problems.push(problem('ignore-set-aside', { file: theirs, hides, preferred }));
      continue;
    }
    settled = settled.filter(({ path }) => path !== own);
    problems.push(
      letsIn.length === 0
        ? problem('ignore-kept', { file: theirs })
        : problem('ignore-lets-in', { file: theirs, names: letsIn.join(', '), lines: missing.join(' ') }),
    );
  }
  return { files: settled, problems };
}
