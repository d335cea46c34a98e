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
  const excluded = new Set(manifestsOf(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))));
  return manifestsOf(globs.filter((glob) => !glob.startsWith('!'))).filter(
    (path) => !excluded.has(path) && path !== manifest.file,
  );
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

/** The member that a root's start script goes to: `cd apps/web && npm start`; undefined where it starts something itself. */
export function startedMember(repo: Repo, manifest: PackageManifest): string | undefined {
  const [first, second] = parseCommandLine(manifest.scripts['start'] ?? '').commands;
  const [program, target] = first?.words ?? [];
  if (program !== 'cd' || target === undefined || second === undefined) return undefined;
  const folder = within(manifest.dir, target);
  const isBelow = folder?.startsWith(manifest.dir === '' ? '' : `${manifest.dir}/`) === true && folder !== manifest.dir;
  return isBelow && repo.has(join(folder, 'package.json')) ? folder : undefined;
}
