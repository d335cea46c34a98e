import type { PythonApp } from '../../model/app.ts';
import type { Copy } from '../../model/plan.ts';
import { join } from '../../repo/repo.ts';

/** Where the build context stands in an image. */
export const CONTEXT = '/app';

/** Where the install runs, the virtualenv stands and the program starts. */
export function workdirOf({ python }: PythonApp): string {
  return join(CONTEXT, python.root);
}

/** Where the virtualenv's programs stand. */
export function programsOf(app: PythonApp): string {
  return `${workdirOf(app)}/.venv/bin`;
}

/** A path of the context as it is written in the working directory. */
export function inWorkdir({ python: { root } }: PythonApp, path: string): string {
  if (root === '') return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : `${CONTEXT}/${path}`;
}

/** COPY of the app's sources: its own folder where nothing beside it is part of the install, else the whole context. */
export function sourcesOf({ python: { root, manifests } }: PythonApp): Copy {
  if (root === '') return { sources: ['.'], target: '.' };
  return manifests.every((path) => path.startsWith(`${root}/`))
    ? { sources: [`${root}/`], target: './' }
    : { sources: ['.'], target: `${CONTEXT}/` };
}

/** The folder of the context that such a COPY takes; '' for all of it. */
export function inContext({ sources: [copied = '.'] }: Copy): string {
  return copied.replace(/^\.$|\/$/, '');
}

/** Paths of the context as --exclude patterns of that COPY, which are relative to what it copies. */
export function excludedFrom({ sources: [copied = '.'] }: Copy, paths: readonly string[]): readonly string[] {
  if (copied === '.') return paths;
  return paths.filter((path) => path.startsWith(copied)).map((path) => path.slice(copied.length));
}
