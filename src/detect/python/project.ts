import data from '../../../data/package-managers.json' with { type: 'json' };
import type { PythonManager } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import type { LockedPackage } from '../../parse/python-lock.ts';
import { parsePackage } from '../../parse/requirements.ts';
import { asRecord, asStrings, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { lockCommand } from './manager.ts';
import type { PythonManifest } from './manifest.ts';

/** Whether the install needs the sources: a requirement is a folder, or the project computes what it depends on. */
export function installNeedsSources(
  manifest: PythonManifest,
  manager: PythonManager,
  lockfile: string | undefined,
): boolean {
  const dynamic = asStrings(at(manifest.pyproject?.value, 'project', 'dynamic'));
  switch (manager) {
    case 'pip':
      return manifest.installsSources || manifest.requirements.length === 0;
    case 'uv':
      return (
        dynamic.includes('dependencies') ||
        (lockfile === undefined && dynamic.includes('version') && versionVariable(manifest) === undefined)
      );
    case 'pdm':
    case 'pipenv':
      return manifest.folders.length > 0;
    case 'poetry':
    case 'none':
      return false;
  }
}

/** The variable that gives a version to a build backend that asks git, which an image build has not. */
export function versionVariable({ pyproject, setup }: PythonManifest): string | undefined {
  const variables: Readonly<Record<string, string>> = data.python.versionVariables;
  const requires = asStrings(at(pyproject?.value, 'build-system', 'requires')).map((text) => parsePackage(text)?.name);
  const usesScm = at(pyproject?.value, 'tool', 'pdm', 'version', 'source') === 'scm';
  const named = requires.find((name) => name !== undefined && Object.hasOwn(variables, name));
  if (named !== undefined && (named !== 'pdm-backend' || usesScm)) return variables[named];
  return setup?.usesScm === true ? variables['setuptools-scm'] : undefined;
}

/** Default groups of uv that hold tools: all but the usual one, which has an option, and those that are meant for the run. */
export function leftOutGroups({ pyproject }: PythonManifest, manager: PythonManager): readonly string[] {
  if (manager !== 'uv') return [];
  const stated = at(pyproject?.value, 'tool', 'uv', 'default-groups');
  const groups =
    stated === 'all' ? Object.keys(asRecord(at(pyproject?.value, 'dependency-groups'))) : asStrings(stated);
  return groups.filter((name) => name !== 'dev' && !/prod|main|server|deploy|runtime/i.test(name));
}

/** Whether the lockfile holds every direct dependency; one that does not cannot be installed from, which is reported. */
export function isInStep(
  repo: Repo,
  manifest: PythonManifest,
  lockfile: string | undefined,
  packages: readonly LockedPackage[],
): boolean {
  if (lockfile === undefined || packages.length === 0) return true;
  const names = new Set(packages.map((each) => each.name));
  const missing = manifest.lockable.find((name) => !names.has(name));
  if (missing === undefined) return true;
  const source = manifest.dependencies[missing];
  repo.report(
    problem(
      'lock-out-of-step',
      { file: lockfile, name: missing, command: lockCommand(lockfile) },
      source?.kind === 'file' ? source : undefined,
    ),
  );
  return false;
}

/** Says what becomes of a conda environment, which pip cannot make. */
export function reportConda(repo: Repo, dir: string, manager: PythonManager): void {
  const file = ['environment.yml', 'environment.yaml', 'conda.yml', 'conda.yaml']
    .map((name) => join(dir, name))
    .find((path) => /^dependencies:/m.test(repo.read(path) ?? ''));
  if (file !== undefined)
    repo.report(problem(manager === 'none' ? 'conda-environment' : 'conda-left-out', { file }, { file }));
}
