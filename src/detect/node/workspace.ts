import { problem } from '../../model/problem.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { readDocument } from '../../parse/document.ts';
import { asStrings, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { readManifest, type PackageManifest } from './manifest.ts';

/** The package.json files of a workspace's members, relative to the context; empty where the folder is no workspace. */
export function workspaceManifests(repo: Repo, manifest: PackageManifest): readonly string[] {
  const globs = workspaceGlobs(repo, manifest);
  if (globs.length === 0) return [];
  const manifestsOf = (patterns: readonly string[]): readonly string[] =>
    repo.scan(
      patterns.map((glob) => join(manifest.dir, `${glob.replace(/^\.\//, '').replace(/\/$/, '')}/package.json`)),
    );
  for (const glob of globs)
    if (!glob.startsWith('!') && manifestsOf([glob]).length === 0) reportEmpty(repo, manifest, glob);
  const excluded = new Set(manifestsOf(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))));
  return manifestsOf(globs.filter((glob) => !glob.startsWith('!'))).filter(
    (path) => !excluded.has(path) && path !== manifest.file,
  );
}

function reportEmpty(repo: Repo, { file, dir }: PackageManifest, pattern: string): void {
  const settings = join(dir, 'pnpm-workspace.yaml');
  repo.report(problem('workspace-pattern-empty', { pattern }, { file: repo.has(settings) ? settings : file }));
}

/** @see https://pnpm.io/pnpm-workspace_yaml and https://docs.npmjs.com/cli/using-npm/workspaces */
function workspaceGlobs(repo: Repo, manifest: PackageManifest): readonly string[] {
  const pnpm = readDocument(repo, join(manifest.dir, 'pnpm-workspace.yaml'), 'yaml');
  const workspaces = at(manifest.raw, 'workspaces');
  const places = [at(pnpm?.value, 'packages'), workspaces, at(workspaces, 'packages')];
  return places.map(asStrings).find((globs) => globs.length > 0) ?? [];
}

/** The manifest of the workspace that a folder is a member of; undefined where it stands for itself. */
export function workspaceOf(repo: Repo, dir: string): PackageManifest | undefined {
  const parts = dir.split('/');
  for (let depth = parts.length - 1; dir !== '' && depth >= 0; depth -= 1) {
    const folder = parts.slice(0, depth).join('/');
    const manifest = repo.has(join(folder, 'package.json')) ? readManifest(repo, folder) : undefined;
    if (manifest && workspaceManifests(repo, manifest).includes(join(dir, 'package.json'))) return manifest;
  }
  return undefined;
}

export function isMember(repo: Repo, dir: string): boolean {
  return workspaceOf(repo, dir) !== undefined;
}

/** How a root's build script hands over to the members. */
const TO_MEMBERS =
  /(^|\s)(turbo|nx|lerna|wireit|-r|--recursive|-ws|-w|--workspaces?|--filter|-F|workspaces?|--cwd|--prefix|--dir|-C)([\s=]|$)/;

/** Whether a package is the root of a workspace whose build script only builds its members. */
export function buildsMembers(manifest: PackageManifest, packages: readonly PackageManifest[]): boolean {
  const isRoot = packages.length > 1 && packages[0] === manifest;
  return isRoot && TO_MEMBERS.test(manifest.scripts['build'] ?? '');
}

/** Whether the root's build script does nothing but hand over to the members. */
export function onlyHandsOver({ scripts }: PackageManifest): boolean {
  const { commands, needsShell } = parseCommandLine(scripts['build'] ?? '');
  return !needsShell && commands.length > 0 && commands.every(({ words }) => TO_MEMBERS.test(words.join(' ')));
}

/** Options of the package managers that name the folder or the package of another package.json. */
const ELSEWHERE = new Set(['--prefix', '--cwd', '--dir', '-C', '--workspace', '-w', '--filter', '-F', '--scope']);

/** The folder or the package that a package manager is told to work in instead of its own. */
export function elsewhere(words: readonly string[]): string | undefined {
  const index = words.findIndex((word) => ELSEWHERE.has(word.split('=')[0] ?? ''));
  return words[index]?.split(/=(.*)/, 2)[1] ?? (index === -1 ? undefined : words[index + 1]);
}

/**
 * The folder that a root's start script goes to: `cd apps/web && npm start`, `npm --prefix server start`,
 * `npm start --workspace=web`, `yarn workspace web start`, `turbo run start --filter=web`; undefined where it starts something itself.
 */
export function startedFolder(repo: Repo, manifest: PackageManifest): string | undefined {
  const commands = parseCommandLine(manifest.scripts['start'] ?? '').commands;
  const [program, ...words] = commands[0]?.words ?? [];
  const target = program === 'cd' ? (commands[1] === undefined ? undefined : words[0]) : targetOf(program, words);
  if (target === undefined) return undefined;
  const named = workspaceManifests(repo, manifest).find(
    (file) => at(readDocument(repo, file, 'json')?.value, 'name') === target,
  );
  const folder = named?.slice(0, -'/package.json'.length) ?? within(manifest.dir, target);
  const isBelow = folder?.startsWith(manifest.dir === '' ? '' : `${manifest.dir}/`) === true && folder !== manifest.dir;
  return isBelow && repo.has(join(folder, 'package.json')) ? folder : undefined;
}

/** What a package manager is told to start elsewhere. */
function targetOf(program: string | undefined, words: readonly string[]): string | undefined {
  if (!['npm', 'yarn', 'pnpm', 'turbo', 'lerna'].includes(program ?? '') || !words.includes('start')) return undefined;
  if (program === 'yarn' && words[0] === 'workspace') return words[1];
  return elsewhere(words);
}
