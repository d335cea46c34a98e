import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';
import { builtInLibrary, type Library } from '../preset/library.ts';
import { reasonOf } from '../repo/open.ts';

/** The folder of a repository that holds its own presets/<id>.yaml and stages/<kind>.hbs. The ignore files leave it out. */
export const PRESETS_FOLDER = '.create-dockerfile.d';

const LIMITS = { files: 500, bytes: 200_000 };

/** A library, and what is wrong with the part of it that a person wrote. */
export interface OpenedLibrary {
  readonly library: Library;
  readonly problems: readonly Problem[];
}

/**
 * The built-in presets with those of a folder, which are loaded only where it holds some.
 * @param from the folder that --presets-from names; else the one of the repository, where it is there.
 */
export async function openLibrary(root: string, from?: string): Promise<OpenedLibrary> {
  const folder = from === undefined ? join(root, PRESETS_FOLDER) : resolve(from);
  const shown = from ?? PRESETS_FOLDER;
  try {
    const files = filesIn(folder);
    if (files.size > 0) return await readOwn(files, shown);
  } catch (error) {
    return {
      library: builtInLibrary,
      problems: [problem('unreadable-file', { file: shown, reason: reasonOf(error) })],
    };
  }
  const missing = from === undefined ? [] : [problem('no-presets-there', { path: shown })];
  return { library: builtInLibrary, problems: missing };
}

async function readOwn(files: ReadonlyMap<string, string>, shown: string): Promise<OpenedLibrary> {
  const [{ readOwnPresets }, { templates }] = await Promise.all([
    import('../preset/own.ts'),
    import('../generated/templates.js'),
  ]);
  const kinds = Object.keys(templates).flatMap((name) => /^stages\/(.+)/.exec(name)?.[1] ?? []);
  const { problems, ...library } = readOwnPresets(files, shown, builtInLibrary, kinds);
  return { library, problems };
}

/** Presets and stage templates by their path below the folder; links are not followed. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^presets\/[^/]+\.ya?ml$|^stages\/.+\.hbs$/.test(path))
    .sort()
    .slice(0, LIMITS.files);
  const read = paths.filter((path) => {
    const stat = statSync(join(folder, path));
    return stat.isFile() && stat.size <= LIMITS.bytes;
  });
  return new Map(read.map((path) => [path, readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n')]));
}
