import type { PythonApp } from '../../model/app.ts';
import { fact } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { lockedFor, readPythonLock } from '../../parse/python-lock.ts';
import { asRecord, at } from '../../parse/shape.ts';
import { parsePackage } from '../../parse/requirements.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { findAssets } from '../assets.ts';
import { sourceFiles } from '../sources.ts';
import { findDjango } from './django/index.ts';
import {
  installInputs,
  isPackaged,
  lockFolder,
  managerVersion,
  pythonLockfile,
  pythonManager,
  workspaceMembers,
} from './manager.ts';
import { readPythonManifest, type PythonManifest } from './manifest.ts';
import { debugData, nativeNeeds } from './native.ts';
import { furtherProcesses, processOf, traitsOf } from './processes.ts';
import { programNeeds, statedPackages } from './programs.ts';
import { installNeedsSources, isInStep, leftOutGroups, reportConda, versionVariable } from './project.ts';
import { requiredVariables } from './required.ts';
import { runnableFiles } from './start/convention.ts';
import { findStart } from './start/index.ts';
import type { Start } from './start/model.ts';
import { projectTests } from './tests.ts';
import { inRoot } from './modules.ts';
import { importLimits, missingPartners, type Partner } from './pins.ts';
import { unlistedModules } from './unlisted.ts';
import { pythonVersion } from './version.ts';
import { readWebFacts } from './web.ts';
import { wheelLimits } from './wheels.ts';
import { writtenPaths } from './writable.ts';

/** The Python app of a folder; undefined where no Python stands at its top and nothing lists Python dependencies. */
export function detectPython(repo: Repo, dir: string): PythonApp | undefined {
  const manifest = readPythonManifest(repo, dir);
  const files = sourceFiles(repo, dir, ['py']);
  const isStated =
    manifest.requirements.length > 0 ||
    manifest.pyproject !== undefined ||
    manifest.pipfile !== undefined ||
    manifest.setup !== undefined;
  const [notebook] = repo.scan([join(dir, '*.ipynb'), join(dir, '*/*.ipynb')]);
  const isAtTop = (file: string): boolean => file.split('/').length === (dir === '' ? 1 : dir.split('/').length + 1);
  if (!isStated && !files.some(isAtTop) && (notebook === undefined || files.length > 0)) return undefined;
  // The root of a workspace that is no project itself installs nothing: its members are the apps.
  const { pyproject } = manifest;
  const isRootAlone = at(pyproject?.value, 'tool', 'uv', 'workspace') !== undefined;
  if (isRootAlone && at(pyproject?.value, 'project') === undefined) return undefined;
  const manager = pythonManager(repo, manifest);
  reportConda(repo, dir, manager.value);
  const lock = pythonLockfile(repo, manifest, manager.value);
  const packages = lock === undefined ? [] : readPythonLock(repo, lock);
  const lockfile = isInStep(repo, manifest, lock, packages) ? lock : undefined;
  const locked: ReadonlySet<string> = new Set(packages.map((each) => each.name));
  const installed = lockedFor(packages, Object.keys(manifest.dependencies));
  const limits = [...importLimits(manifest, installed, lockfile), ...wheelLimits(manifest, installed, lockfile)];
  const runtime = pythonVersion(repo, manifest, limits);
  const known = { manifest, locked: installed, lockfile, limits, line: runtime.value.line };
  const debug = debugData(known);
  const root = ['pip', 'none'].includes(manager.value) ? dir : lockFolder(repo, dir);
  const django = findDjango(repo, { dir, start: root, files, dependencies: manifest.dependencies });
  const context = { repo, manifest, root, files, locked, django, manager };
  const start = findStart(context);
  const web = readWebFacts(repo, startedFirst(files, start));
  const version = managerVersion(repo, manifest, manager.value);
  const members = workspaceMembers(repo, manifest);
  const isInstalled = isPackaged(manifest, manager.value);
  const installsFolders = manager.value === 'poetry' && manifest.folders.length > 0;
  const variable = versionVariable(manifest);
  const refusal = manager.value === 'none' && start !== undefined ? unlistedModules(repo, files) : undefined;
  const partners = manager.value === 'pip' && manifest.requirements.length > 0 ? missingPartners(manifest) : [];
  const { databaseFolders, ...written } = writtenPaths(context);
  const assets = findAssets(repo, dir, files);
  const tests = projectTests(repo, manifest, django && inRoot(root, join(django.root, 'manage.py')));
  const development = start?.development ?? (start?.command.value[0] === 'python' ? start.command.value : undefined);
  return {
    language: 'python',
    name: manifest.name ?? (dir.split('/').at(-1) || 'app'),
    dir,
    traits: start === undefined ? [] : traitsOf(start, web, django),
    dependencies: { ...manifest.developmentDependencies, ...manifest.dependencies },
    runtime,
    processes: start === undefined ? [] : [processOf(start, web, django), ...furtherProcesses(context, start)],
    env: django?.env ?? [],
    ...written,
    ...idleProblemOf(start, notebook, runnableFiles(context)),
    idle: 'no Procfile, app object (FastAPI, Flask, Django…), script or package with a __main__ was found',
    nativeNeeds: [...nativeNeeds(known), ...programNeeds(repo, files), ...statedPackages(repo, dir)],
    ...(assets.length === 0 ? {} : { assets }),
    python: {
      manager,
      root,
      ...(version === undefined ? {} : { managerVersion: version }),
      manifests: installInputs(repo, manifest, manager.value).filter((path) => path !== lock || path === lockfile),
      requirements: manifest.requirements,
      developmentRequirements: manifest.developmentRequirements,
      ...(lockfile === undefined ? {} : { lockfile }),
      installsSources: installNeedsSources(manifest, manager.value, lockfile),
      packaged: isInstalled || members.length > 0 || installsFolders,
      ...(installsFolders ? { installsFolders: isInstalled ? 'too' : 'alone' } : {}),
      leftOutGroups: leftOutGroups(manifest, manager.value),
      ...(variable === undefined ? {} : { versionVariable: variable }),
      isWorkspace: members.length > 0,
      ...(lockFolder(repo, dir) !== dir && manifest.name !== undefined ? { member: manifest.name } : {}),
      hasDevelopmentDependencies: Object.keys(manifest.developmentDependencies).length > 0,
      developmentOptions: developmentOptions(manifest, manager.value),
      additions: start?.additions ?? [],
      partners: [...new Set(partners.map(({ requirement }) => requirement))],
      ...(start?.importRoot === undefined ? {} : { importRoot: start.importRoot }),
      tests,
      ...(development ? { development } : {}),
      productionEnv: Object.keys(django?.runEnv ?? {}),
      prepare: django?.prepare ?? [],
      databaseFolders,
      ...(refusal ? { refusal } : {}),
      startProblems:
        start === undefined ? [] : [...requiredVariables(repo, files), ...partnerProblems(partners, manifest)],
      speaksHttp: start?.interface !== undefined || web.own?.isPlain !== true,
      ...(debug ? { debugData: debug } : {}),
      ...(web.runsPrograms
        ? { needsPrograms: fact(web.runsPrograms.match[0], 'the code runs other programs', web.runsPrograms.source) }
        : {}),
    },
  };
}

/** What is said where nothing is started: notebooks alone, or several files that could be. */
function idleProblemOf(
  start: Start | undefined,
  notebook: string | undefined,
  [first, ...others]: readonly string[],
): Pick<PythonApp, 'idleProblem'> {
  if (start !== undefined) return {};
  if (notebook !== undefined) return { idleProblem: problem('notebooks-only', { file: notebook }, { file: notebook }) };
  if (first === undefined || others.length === 0) return {};
  const files = [first, ...others.slice(0, 4), ...(others.length > 4 ? ['…'] : [])].join(', ');
  return { idleProblem: problem('several-programs', { files, first }, { file: first }) };
}

/** Says which pins leave open what they do not run without, once for each pin. */
function partnerProblems(
  partners: readonly Partner[],
  { requirements: [file = ''] }: PythonManifest,
): readonly Problem[] {
  return [...new Set(partners.map(({ pin }) => pin))].map((pin) => {
    const needs = partners.filter((each) => each.pin === pin).map(({ requirement }) => requirement);
    return problem('pin-needs-partners', { pin, needs: needs.join(', '), file }, { file });
  });
}

/** The file that is started says more of its server than the others. */
function startedFirst(files: readonly string[], start: Start | undefined): readonly string[] {
  const words = start?.interface === undefined ? (start?.command.value ?? []) : [];
  const isStarted = (file: string): boolean => words.some((word) => word.endsWith('.py') && file.endsWith(word));
  return [...files.filter(isStarted), ...files.filter((file) => !isStarted(file))];
}

/** Groups and extras that hold development's tools under other names than the default one, as options of uv. */
function developmentOptions({ pyproject }: PythonManifest, manager: string): readonly string[] {
  if (manager !== 'uv') return [];
  const holdsPytest = (list: unknown): boolean =>
    Array.isArray(list) && list.some((text) => typeof text === 'string' && parsePackage(text)?.name === 'pytest');
  const named = (table: unknown, option: string, usual: string): string[] =>
    Object.entries(asRecord(table)).flatMap(([name, list]) =>
      name !== usual && holdsPytest(list) ? [option, name] : [],
    );
  return [
    ...named(at(pyproject?.value, 'dependency-groups'), '--group', 'dev'),
    ...named(at(pyproject?.value, 'project', 'optional-dependencies'), '--extra', ''),
  ];
}
