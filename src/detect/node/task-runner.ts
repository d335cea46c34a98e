import data from '../../../data/nx-plugins.json' with { type: 'json' };
import type { SimpleCommand } from '../../parse/command-line.ts';
import { readDocument } from '../../parse/document.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

/**
 * The command by which the workspace's task runner builds a member and what it needs, at the workspace's root;
 * undefined where there is no runner, or where it knows of no build of the member.
 */
export function runnerBuild(repo: Repo, manifest: PackageManifest, owner: PackageManifest): SimpleCommand | undefined {
  return turboBuild(repo, manifest, owner) ?? nxBuild(repo, manifest, owner);
}

/** `loose`: in strict mode a task sees no variable that turbo.json does not name. @see https://turborepo.dev/docs/reference/run#--env-mode-option */
function turboBuild(repo: Repo, { name }: PackageManifest, owner: PackageManifest): SimpleCommand | undefined {
  if (name === undefined || !isUsed(repo, owner, 'turbo.json', 'turbo')) return undefined;
  const turbo = readDocument(repo, join(owner.dir, 'turbo.json'), 'json')?.value;
  const tasks = { ...asRecord(at(turbo, 'pipeline')), ...asRecord(at(turbo, 'tasks')) };
  return Object.hasOwn(tasks, 'build')
    ? { env: {}, words: ['turbo', 'run', 'build', `--filter=${name}`, '--env-mode=loose'] }
    : undefined;
}

/** A target of the project's own, or one that a plugin concludes from a configuration file. @see https://nx.dev/docs/concepts/inferred-tasks */
function nxBuild(repo: Repo, manifest: PackageManifest, owner: PackageManifest): SimpleCommand | undefined {
  if (!isUsed(repo, owner, 'nx.json', 'nx')) return undefined;
  const file = join(manifest.dir, 'project.json');
  const project = repo.has(file) ? readDocument(repo, file, 'json')?.value : undefined;
  const name = asString(at(project, 'name')) ?? asString(at(manifest.raw, 'nx', 'name')) ?? manifest.name;
  const own = { ...asRecord(at(manifest.raw, 'nx', 'targets')), ...asRecord(at(project, 'targets')) };
  const isOwn = Object.hasOwn(own, 'build') || manifest.scripts['build'] !== undefined;
  const target = isOwn ? 'build' : inferredTarget(repo, manifest, owner);
  if (name === undefined || target === undefined) return undefined;
  return { env: { NX_DAEMON: 'false', NX_NO_CLOUD: 'true' }, words: ['nx', 'run', `${name}:${target}`] };
}

function inferredTarget(repo: Repo, manifest: PackageManifest, owner: PackageManifest): string | undefined {
  const listed = at(readDocument(repo, join(owner.dir, 'nx.json'), 'json')?.value, 'plugins');
  const rows: Readonly<Record<string, { readonly files: string; readonly target: string }>> = data.plugins;
  for (const plugin of Array.isArray(listed) ? (listed as readonly unknown[]) : []) {
    const name = asString(plugin) ?? asString(at(plugin, 'plugin')) ?? '';
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (row !== undefined && repo.scan([join(manifest.dir, row.files)]).length > 0)
      return asString(at(plugin, 'options', 'buildTargetName')) ?? row.target;
  }
  return undefined;
}

function isUsed(repo: Repo, owner: PackageManifest, file: string, program: string): boolean {
  return repo.has(join(owner.dir, file)) && Object.hasOwn({ ...owner.dependencies, ...owner.devDependencies }, program);
}
