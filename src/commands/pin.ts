import { exitCodeOf, isProblem, problem, type Problem } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import type { RenderedFile } from '../render/index.ts';
import {
  digestsIn,
  keepNewerActions,
  keepNewerPatches,
  movingImages,
  pinDigests,
  type Digests,
} from '../render/pins.ts';
import { referencesOf } from '../render/references.ts';
import type { Agreement, Result } from './prepare.ts';

/**
 * The files with the pins that stand in the repository: what keeps them fresh there is not undone.
 * @param standing the texts that a path has in the lock and on the disk; a later one wins.
 * @param asked what registries answered, which wins over all.
 */
export function keepPins(
  files: readonly RenderedFile[],
  { pin, output }: Options,
  standing: (path: string) => readonly string[],
  asked: Digests,
): { readonly files: readonly RenderedFile[]; readonly problems: readonly Problem[] } {
  const kept = files.map(({ path, text, ...rest }) => {
    if (path.startsWith('.github/')) return { ...rest, path, text: standing(path).reduce(keepNewerActions, text) };
    if (pin === undefined || !isDockerfile(path, output)) return { ...rest, path, text };
    const texts = standing(path);
    const digests = new Map([...texts.flatMap((each) => [...digestsIn(each)]), ...asked]);
    return { ...rest, path, text: pinDigests(pin === 'patch' ? texts.reduce(keepNewerPatches, text) : text, digests) };
  });
  return { files: kept, problems: pin === undefined ? [] : unpinned(dockerfilesOf(kept, output), pin) };
}

function unpinned(texts: readonly string[], pin: 'patch' | 'digest'): readonly Problem[] {
  const left = texts.flatMap(pin === 'patch' ? movingImages : undigested);
  if (left.length === 0) return [];
  return [problem(pin === 'patch' ? 'pin-moves' : 'digest-missing', { images: [...new Set(left)].join(', ') })];
}

/**
 * The same agreement with the digests that registries name now. Only where the command line says `--pin digest` is a
 * registry asked: a setting that a repository brings along reaches no network.
 */
export async function withAskedDigests(
  agreed: Agreement,
  given: Partial<Options>,
  replan: (options: Options, digests: Digests) => Result,
): Promise<Agreement> {
  const { result, options } = agreed;
  if (given.pin !== 'digest' || options.pin !== 'digest' || exitCodeOf(result.problems) !== 0) return agreed;
  const named = dockerfilesOf(result.files, options.output).flatMap(referencesOf);
  const { digestsOf } = await import('../docker/registry.ts');
  const digests = await digestsOf([...new Set(named.map((image) => image.replace(/@.*/, '')))]);
  if (!isProblem(digests)) return { ...agreed, result: replan(options, digests) };
  const problems = [...result.problems.filter(({ id }) => id !== 'digest-missing'), digests];
  return { ...agreed, result: { ...result, files: [], changes: [], problems } };
}

function undigested(text: string): readonly string[] {
  return referencesOf(text).filter((image) => !image.includes('@'));
}

function dockerfilesOf(files: readonly RenderedFile[], output: string): readonly string[] {
  return files.filter(({ path }) => isDockerfile(path, output)).map(({ text }) => text);
}

function isDockerfile(path: string, output: string): boolean {
  return path === output || path.endsWith(`/${output}`);
}
