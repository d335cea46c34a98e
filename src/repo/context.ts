import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The folder that a build needs as its context, and the app's folder in it. */
export interface ContextRoot {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with `/`; '' where they are the same. */
  readonly dir: string;
}

/** Files that make their folder the root of what it holds. */
const WORKSPACE_MANIFESTS: readonly { readonly file: string; readonly owns: (text: string) => boolean }[] = [
  { file: 'pnpm-workspace.yaml', owns: (text) => /^packages:/m.test(text) },
  { file: 'package.json', owns: (text) => /"workspaces"\s*:/.test(text) },
  { file: 'go.work', owns: () => true },
  { file: 'pyproject.toml', owns: (text) => /^\[tool\.uv\.workspace\]/m.test(text) },
  { file: 'pom.xml', owns: (text) => /<modules>/.test(text) },
  { file: 'settings.gradle', owns: (text) => /\binclude\b/.test(text) },
  { file: 'settings.gradle.kts', owns: (text) => /\binclude\b/.test(text) },
];

/** `replace x => ../y` of a go.mod: the context must hold both. @see https://go.dev/ref/mod#go-mod-file-replace */
const GO_REPLACE = /^(?:replace\s+|\s+)\S+(?:\s+v\S+)?\s+=>\s+(\.\.\/\S*)/gm;

/**
 * Walks up from the app's folder, at most to the git root, to the outermost folder whose workspace it belongs to or
 * that holds what it names by `../`.
 * @param start absolute path of the app's folder.
 */
export function findContextRoot(start: string): ContextRoot {
  let root = start;
  for (const folder of foldersUpToGit(start)) {
    const isOwner = WORKSPACE_MANIFESTS.some(
      ({ file, owns }) => owns(textOf(join(folder, file)) ?? '') && existsSync(join(folder, file)),
    );
    if (
      isOwner ||
      goReplacements(start).some(
        (target) => target === folder || (target.startsWith(folder + sep) && !target.startsWith(root + sep)),
      )
    )
      root = folder;
  }
  return { root, dir: relative(root, start).split(sep).join('/') };
}

function foldersUpToGit(start: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder);
    if (existsSync(join(folder, '.git'))) return folders;
    if (dirname(folder) === folder) return [start]; // no git root: nothing above belongs to the app for sure
  }
}

function goReplacements(start: string): readonly string[] {
  return [...(textOf(join(start, 'go.mod')) ?? '').matchAll(GO_REPLACE)].map((found) => join(start, found[1] ?? ''));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
