import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { isProblem } from '../model/problem.ts';
import { parseJson } from '../parse/json.ts';
import { COMPOSE_NAMES } from '../model/compose.ts';
import { asStrings, at } from '../parse/shape.ts';
import { parseToml } from '../parse/toml.ts';
import { parseYaml } from '../parse/yaml.ts';

/** The folder that a build needs as its context, and the app's folder in it. */
export interface ContextRoot {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with `/`; '' where they are the same. */
  readonly dir: string;
}

/** Manifests that make their folder the root of its members, and how each names them: globs, or folders with what is below. */
const WORKSPACES: readonly { readonly file: string; readonly members: (text: string) => readonly string[] }[] = [
  { file: 'pnpm-workspace.yaml', members: (text) => stringsAt(parseYaml(text, ''), ['packages']) },
  {
    file: 'package.json',
    members: (text) => stringsAt(parseJson(text, ''), ['workspaces'], ['workspaces', 'packages']),
  },
  { file: 'pyproject.toml', members: (text) => stringsAt(parseToml(text, ''), ['tool', 'uv', 'workspace', 'members']) },
  { file: 'go.work', members: (text) => found(text, /^\s*(?:use\s+)?"?(\.\/[^\s")]*)/gm) },
  { file: 'pom.xml', members: (text) => below(found(text, /<module>\s*([^<\s]+)\s*<\/module>/g)) },
  ...['settings.gradle', 'settings.gradle.kts'].map((file) => ({
    file,
    members: (text: string) => below(found(text, /['"]:?([\w.:/-]+)['"]/g).map((name) => name.replaceAll(':', '/'))),
  })),
];

/** Manifests that name folders outside of their own, without which the app cannot be built. */
const PATH_DEPENDENCIES: readonly { readonly file: string; readonly pattern: RegExp }[] = [
  // https://go.dev/ref/mod#go-mod-file-replace
  { file: 'go.mod', pattern: /^(?:replace\s+|\s+)\S+(?:\s+v\S+)?\s+=>\s+(\.\.\/\S*)/gm },
  { file: 'package.json', pattern: /"(?:file|link|portal):(\.\.\/[^"]*)"/g },
  { file: 'pyproject.toml', pattern: /\bpath\s*=\s*["'](\.\.\/[^"']*)["']/g },
  { file: 'requirements.txt', pattern: /^(?:-[erc]\s+|--\w+[ =])?(?:file:)?(\.\.\/[^\s;#[]*)/gm },
  { file: 'pom.xml', pattern: /<relativePath>\s*(\.\.\/[^<\s]*)\s*<\/relativePath>/g },
  // What an image was built from once. https://docs.docker.com/reference/compose-file/build/#context
  ...COMPOSE_NAMES.map((file) => ({ file, pattern: /^\s*(?:context|build):\s*["']?(\.\.(?:\/[^\s"'#]*)?)/gm })),
];

/** A manifest larger than this is no manifest; detection says so. */
const LARGEST = 4_000_000;

/**
 * Walks up from the app's folder, at most to the git root, to the outermost folder whose workspace it is a member of or
 * that holds what it names by `../`.
 * @param start absolute path of the app's folder.
 */
export function findContextRoot(start: string): ContextRoot {
  const needed = PATH_DEPENDENCIES.flatMap(({ file, pattern }) =>
    found(textOf(join(start, file)) ?? '', pattern).map((way) => resolve(start, way)),
  ).filter((path) => existsSync(path));
  const folders = foldersUpToGit(start);
  const holders = needed.map((path) => folders.findIndex((folder) => holds(folder, path)));
  const owner = folders.findLastIndex((folder) => isMember(folder, start));
  const root = folders[Math.max(0, owner, ...holders)] ?? start;
  return { root, dir: relative(root, start).split(sep).join('/') };
}

/** The folder and those above it, as far as its git repository goes; without one, all. */
function foldersUpToGit(start: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder);
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return folders;
  }
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Whether a workspace manifest of `folder` names `start` as a member. */
function isMember(folder: string, start: string): boolean {
  const way = relative(folder, start).split(sep).join('/');
  return (
    way !== '' &&
    WORKSPACES.some(({ file, members }) => {
      const globs = members(textOf(join(folder, file)) ?? '').map((glob) =>
        glob.replace(/^(!?)\.\//, '$1').replace(/\/$/, ''),
      );
      const [excluded, included] = [true, false].map((not) => globs.filter((glob) => glob.startsWith('!') === not));
      return matches(included ?? [], way) && !matches(excluded?.map((glob) => glob.slice(1)) ?? [], way);
    })
  );
}

function matches(globs: readonly string[], path: string): boolean {
  return globs.length > 0 && picomatch([...globs])(path);
}

/** Members that may have members of their own. */
function below(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => [folder, `${folder}/**`]);
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/** The first list of texts at one of the paths; a manifest that cannot be read has none: detection says why. */
function stringsAt(
  document: ReturnType<typeof parseJson>,
  ...paths: readonly (readonly string[])[]
): readonly string[] {
  if (isProblem(document)) return [];
  return paths.map((path) => asStrings(at(document.value, ...path))).find((list) => list.length > 0) ?? [];
}

function textOf(path: string): string | undefined {
  try {
    return statSync(path).size > LARGEST ? undefined : readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
