import { readDocument } from '../../parse/document.ts';
import { asStrings, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

/** The package.json files of a workspace's members, relative to the context; empty where the folder is no workspace. */
export function workspaceManifests(repo: Repo, manifest: PackageManifest): readonly string[] {
  const globs = workspaceGlobs(repo, manifest);
  if (globs.length === 0) return [];
  const included = globs
    .filter((glob) => !glob.startsWith('!'))
    .map((glob) => join(manifest.dir, `${glob.replace(/\/$/, '')}/package.json`));
  const excluded = new Set(
    repo.scan(
      globs
        .filter((glob) => glob.startsWith('!'))
        .map((glob) => join(manifest.dir, `${glob.slice(1).replace(/\/$/, '')}/package.json`)),
    ),
  );
  return repo.scan(included).filter((path) => !excluded.has(path) && path !== manifest.file);
}

/** @see https://pnpm.io/pnpm-workspace_yaml and https://docs.npmjs.com/cli/using-npm/workspaces */
function workspaceGlobs(repo: Repo, manifest: PackageManifest): readonly string[] {
  const pnpm = readDocument(repo, join(manifest.dir, 'pnpm-workspace.yaml'), 'yaml');
  const workspaces = at(manifest.raw, 'workspaces');
  return (
    [asStrings(at(pnpm?.value, 'packages')), asStrings(workspaces), asStrings(at(workspaces, 'packages'))].find(
      (globs) => globs.length > 0,
    ) ?? []
  );
}
