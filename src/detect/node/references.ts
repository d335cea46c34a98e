import { within, type Repo } from '../../repo/repo.ts';
import { sourceFiles } from '../sources.ts';
import type { PackageManifest } from './manifest.ts';

/** Another package of the workspace that a package leads to, and whether the run needs it, not only the build. */
export interface Reference {
  readonly to: PackageManifest;
  readonly isForRun: boolean;
}

const EXTENSIONS = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'vue', 'svelte', 'astro', 'css', 'scss'];
const IMPORTED = /(?:\bfrom|\bimport|\brequire(?:\.resolve)?|@(?:import|use|forward))\s*\(?\s*['"`]([^'"`\n]+)['"`]/g;
/** Files of tools beside package.json: their texts name shared configurations and folders. */
const CONFIGURATION = /^(?!package(-lock)?\.json$)[^/]*(\.config\.[cm]?[jt]s|\.json|rc|rc\.[cm]?js)$/;
const TEXT = /['"`]((?:\.{1,2}\/|@?\w)[^'"`\n]*)['"`]/g;
const RUN_SCRIPTS = ['prestart', 'start'];
const BUILD_SCRIPTS = ['prebuild', 'build', 'postbuild'];

/**
 * Every package of the workspace that a package leads to: what its manifest states, what its sources import (stated or
 * not: most managers link each member for all), what its configurations and scripts name.
 * @param members all of the workspace's, its root among them.
 */
export function referencesOf(
  repo: Repo,
  from: PackageManifest,
  members: readonly PackageManifest[],
): readonly Reference[] {
  const imported = ownSources(repo, from, members).flatMap((file) => textsOf(repo, from, file, IMPORTED));
  const configured = configurations(repo, from).flatMap((file) => textsOf(repo, from, file, TEXT));
  return merged([
    ...resolved(from, members, [...imported, ...scriptWords(from, RUN_SCRIPTS)], true),
    ...statedReferences(from, members, BUILD_SCRIPTS),
    ...resolved(from, members, configured, false),
  ]);
}

/** What the manifest of a package alone leads to: its dependencies, and what the scripts of these names mention. */
export function statedReferences(
  from: PackageManifest,
  members: readonly PackageManifest[],
  scripts: readonly string[],
): readonly Reference[] {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = from;
  const forRun = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return merged([
    ...resolved(from, members, forRun, true),
    ...resolved(from, members, [...Object.keys(devDependencies), ...scriptWords(from, scripts)], false),
  ]);
}

function scriptWords({ scripts }: PackageManifest, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => scripts[name]?.split(/[\s'"=&|;()]+/) ?? []);
}

function resolved(
  from: PackageManifest,
  members: readonly PackageManifest[],
  texts: readonly string[],
  isForRun: boolean,
): readonly Reference[] {
  const target = finder(from, members);
  return [...new Set(texts)].flatMap((text) => {
    const to = target(text);
    return to === undefined || to === from ? [] : [{ to, isForRun }];
  });
}

/** One reference a package: for the run where any is. */
function merged(references: readonly Reference[]): readonly Reference[] {
  const found = new Map<PackageManifest, boolean>();
  for (const { to, isForRun } of references) found.set(to, isForRun || found.get(to) === true);
  return [...found].map(([to, isForRun]) => ({ to, isForRun }));
}

/** The member that a text names: by its package, with or without a path in it, or by a relative path that leads into it. */
function finder(
  from: PackageManifest,
  members: readonly PackageManifest[],
): (text: string) => PackageManifest | undefined {
  const byName = new Map(members.flatMap((member) => (member.name === undefined ? [] : [[member.name, member]])));
  const deepestFirst = members.filter(({ dir }) => dir !== '').sort((a, b) => b.dir.length - a.dir.length);
  return (text) => {
    const parts = text.split('/');
    const named = byName.get(parts.slice(0, text.startsWith('@') ? 2 : 1).join('/'));
    if (named !== undefined) return named;
    const path = text.includes('/') ? within(from.dir, text) : undefined;
    return deepestFirst.find(({ dir }) => path === dir || path?.startsWith(`${dir}/`));
  };
}

/** The source files of a package that no other package of the workspace holds. */
function ownSources(
  repo: Repo,
  from: PackageManifest,
  members: readonly PackageManifest[],
  extensions: readonly string[] = EXTENSIONS,
): readonly string[] {
  const prefix = from.dir === '' ? '' : `${from.dir}/`;
  const inner = members.filter(({ dir }) => dir !== from.dir && dir.startsWith(prefix));
  return sourceFiles(repo, from.dir, extensions).filter((file) => !inner.some(({ dir }) => file.startsWith(`${dir}/`)));
}

function configurations(repo: Repo, { dir }: PackageManifest): readonly string[] {
  // What the root's tools know of its members is not what the app needs.
  if (dir === '') return [];
  return repo.below(dir).filter((path) => CONFIGURATION.test(path.slice(dir.length + 1)));
}

/** The texts of a file that the pattern finds; relative ones as seen from the package's folder. */
function textsOf(repo: Repo, { dir }: PackageManifest, file: string, pattern: RegExp): readonly string[] {
  const inner = file.slice(dir === '' ? 0 : dir.length + 1);
  const up = inner.slice(0, inner.lastIndexOf('/') + 1);
  return [...(repo.read(file) ?? '').matchAll(pattern)].map(([, text = '']) =>
    text.startsWith('.') ? `${up}${text}` : text,
  );
}
