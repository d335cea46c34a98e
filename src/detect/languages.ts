import data from '../../data/runs-elsewhere.json' with { type: 'json' };
import { join, type Repo } from '../repo/repo.ts';

/** A manifest of a language that no image is made for, in a folder without one that is. */
export function otherLanguage(
  repo: Repo,
  dir: string,
): { readonly file: string; readonly language: string } | undefined {
  for (const [pattern, language] of Object.entries(data.languages)) {
    const [file] = pattern.includes('*')
      ? repo.scan([join(dir, pattern)])
      : [join(dir, pattern)].filter((path) => repo.has(path));
    if (file !== undefined) return { file, language };
  }
  return undefined;
}
