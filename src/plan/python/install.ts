import data from '../../../data/package-managers.json' with { type: 'json' };
import type { PythonApp, PythonManager } from '../../model/app.ts';
import type { EnvPair, Mount } from '../../model/plan.ts';
import { inWorkdir } from './paths.ts';

/** One argv, or several joined by `&&`. */
type Commands = readonly (readonly string[])[];

export interface Step {
  readonly mounts: readonly Mount[];
  readonly commands: Commands;
}

/** How a package manager is told to do things, and where it keeps its cache in a build of root's. */
interface ManagerCommands {
  readonly env: Readonly<Record<string, string>>;
  readonly cache: string;
  /** Production's dependencies, without the project. */
  readonly dependencies: (app: PythonApp) => Commands;
  /** Development's dependencies, without the project. */
  readonly development: (app: PythonApp) => Commands;
  /** Whether an installed project stands in the virtualenv, not only a link to its sources. */
  readonly copiesModules: boolean;
  /** The project itself, once its sources are there; `editable` for development. */
  readonly project: (app: PythonApp, editable: boolean) => Commands;
}

const newest: Readonly<Record<string, string>> = data.python.newest;
/** The last releases that an older Python can run. */
const lastFor: Readonly<Record<string, Readonly<Record<string, string>>>> = data.python.lastFor;
const servers: Readonly<Record<string, string>> = data.python.servers;

const requirementOptions = (app: PythonApp, files: readonly string[]): string[] =>
  files.flatMap((file) => ['--requirement', inWorkdir(app, file)]);
const pipInstall = (...words: readonly string[]): readonly string[] => [
  'pip',
  '--python',
  '.venv',
  'install',
  ...words,
];

const uvSync = ({ python }: PythonApp, ...options: readonly string[]): readonly string[] => [
  'uv',
  'sync',
  ...(python.lockfile === undefined ? [] : ['--locked']),
  // An exact sync would take the added server away again.
  ...(python.additions.length > 0 ? ['--inexact'] : []),
  ...(python.member === undefined ? [] : ['--package', python.member]),
  ...options,
];
const withoutGroups = ({ python }: PythonApp): readonly string[] => [
  '--no-dev',
  ...python.leftOutGroups.flatMap((group) => ['--no-group', group]),
];

/** Folders that are no members are left out by an option of newer releases alone. */
function withoutSources({ python: { isWorkspace, managerVersion } }: PythonApp): string {
  const isOld = /^0\.[0-8]\./.test(managerVersion ?? '');
  if (!isWorkspace) return '--no-install-project';
  return isOld ? '--no-install-workspace' : '--no-install-local';
}

/** A folder that Poetry's project depends on comes with the sources. */
const withoutFolders = ({ python }: PythonApp): readonly string[] => (python.installsFolders ? ['--no-directory'] : []);

/** Pipenv looks for the exact Python that the Pipfile names; the image has the right one. */
const pipenvSync = ({ python }: PythonApp): readonly string[] => [
  'pipenv',
  ...(python.lockfile === undefined ? ['install', '--skip-lock'] : ['sync']),
  '--python',
  '/usr/local/bin/python3',
];

/**
 * Bytecode that is valid by what its source holds, not by its time: an image whose times are rewritten would compile
 * everything anew at each start. Any date makes py_compile do so; this is the first that a wheel's archive can hold.
 * @see https://docs.python.org/3/library/py_compile.html#py_compile.PycInvalidationMode
 */
const BY_CONTENT = { SOURCE_DATE_EPOCH: '315532800' };

const MANAGERS: Readonly<Record<Exclude<PythonManager, 'none'>, ManagerCommands>> = {
  pip: {
    copiesModules: false,
    env: { ...BY_CONTENT, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore' },
    cache: '/root/.cache/pip',
    dependencies: (app) => [
      ['python', '-m', 'venv', '--without-pip', '.venv'],
      pipInstall(
        ...(app.python.requirements.length === 0 ? ['.'] : requirementOptions(app, app.python.requirements)),
        ...app.python.partners,
      ),
    ],
    development: (app) =>
      app.python.developmentRequirements.length === 0
        ? []
        : [pipInstall(...requirementOptions(app, app.python.developmentRequirements))],
    project: () => [],
  },
  // @see https://docs.astral.sh/uv/guides/integration/docker/
  uv: {
    copiesModules: true,
    env: {
      PYC_INVALIDATION_MODE: 'UNCHECKED_HASH',
      // When it installed the project, and from where, is nothing that a run reads.
      UV_NO_INSTALLER_METADATA: '1',
      UV_COMPILE_BYTECODE: '1',
      UV_LINK_MODE: 'copy',
      UV_PYTHON_DOWNLOADS: 'never',
    },
    cache: '/root/.cache/uv',
    dependencies: (app) => [uvSync(app, ...withoutGroups(app), withoutSources(app))],
    development: (app) => [uvSync(app, withoutSources(app), ...app.python.developmentOptions)],
    project: (app, editable) => [
      uvSync(app, ...(editable ? app.python.developmentOptions : [...withoutGroups(app), '--no-editable'])),
    ],
  },
  poetry: {
    copiesModules: false,
    env: {
      ...BY_CONTENT,
      PIP_ROOT_USER_ACTION: 'ignore',
      POETRY_NO_INTERACTION: '1',
      POETRY_VIRTUALENVS_IN_PROJECT: 'true',
      POETRY_VIRTUALENVS_OPTIONS_NO_PIP: 'true',
    },
    cache: '/root/.cache/pypoetry',
    dependencies: (app) => [['poetry', 'install', '--only', 'main', '--no-root', ...withoutFolders(app), '--compile']],
    development: (app) => [['poetry', 'install', '--no-root', ...withoutFolders(app)]],
    project: ({ python }, editable) => [
      [
        'poetry',
        'install',
        ...(editable ? [] : ['--only', 'main']),
        ...(python.installsFolders === 'alone' ? ['--no-root'] : []),
      ],
    ],
  },
  pdm: {
    copiesModules: true,
    env: { ...BY_CONTENT, PDM_CHECK_UPDATE: 'false', PIP_ROOT_USER_ACTION: 'ignore' },
    cache: '/root/.cache/pdm',
    dependencies: () => [['pdm', 'install', '--prod', '--no-self', '--no-editable']],
    development: () => [['pdm', 'install', '--no-self']],
    project: (_app, editable) => [['pdm', 'install', ...(editable ? [] : ['--prod', '--no-editable'])]],
  },
  pipenv: {
    copiesModules: false,
    env: { ...BY_CONTENT, PIPENV_VENV_IN_PROJECT: '1', PIP_ROOT_USER_ACTION: 'ignore', VIRTUALENV_NO_PIP: '1' },
    cache: '/root/.cache/pip',
    dependencies: (app) => [pipenvSync(app)],
    development: (app) => [[...pipenvSync(app), '--dev']],
    project: () => [],
  },
};

/** The step that installs production's dependencies, and what the comment above it calls its inputs. */
export function planInstall(
  app: PythonApp,
): (Step & { readonly inputs: string; readonly sources: boolean }) | undefined {
  const manager = managerOf(app);
  if (manager === undefined) return undefined;
  const fitting = { ...servers, ...lastFor[app.runtime.value.line] };
  const added = app.python.additions.map((name) => (fitting[name] === undefined ? name : `${name}==${fitting[name]}`));
  const name = app.python.manager.value;
  // The step's cache mount is the manager's: pip's own cache would stay in the layer.
  const byPip = name === 'pip' ? pipInstall(...added) : pipInstall('--no-cache-dir', ...added);
  return {
    mounts: [...(app.python.installsSources ? [] : binds(app, productionInputs(app))), cacheOf(manager)],
    commands: [
      ...manager.dependencies(app),
      ...(added.length === 0 ? [] : [name === 'uv' ? ['uv', 'pip', 'install', ...added] : byPip]),
    ],
    inputs: app.python.lockfile === undefined ? 'a requirement changes' : 'a manifest or the lockfile changes',
    sources: app.python.installsSources,
  };
}

/** The steps that add what development needs: its dependencies, then the project in place. */
export function planDevelopmentInstall(app: PythonApp): { readonly install?: Step; readonly project?: Step } {
  const manager = managerOf(app);
  if (manager === undefined) return {};
  const install = app.python.hasDevelopmentDependencies ? manager.development(app) : [];
  const project = app.python.packaged ? manager.project(app, true) : [];
  return {
    ...(install.length === 0
      ? {}
      : { install: { mounts: [...binds(app, app.python.manifests), cacheOf(manager)], commands: install } }),
    ...(project.length === 0 ? {} : { project: { mounts: [cacheOf(manager)], commands: project } }),
  };
}

/** The step that installs the project itself into the virtualenv. */
export function planProject(app: PythonApp): (Step & { readonly copiesModules: boolean }) | undefined {
  const manager = managerOf(app);
  const commands = app.python.packaged && manager ? manager.project(app, false) : [];
  return manager === undefined || commands.length === 0
    ? undefined
    : { mounts: [cacheOf(manager)], commands, copiesModules: manager.copiesModules };
}

/** PDM's own dependencies as it was released with them. @see https://pdm-project.org/latest/#installation */
const EXTRAS: Readonly<Partial<Record<PythonManager, string>>> = { pdm: '[locked]' };

/** How the manager comes into the base stage: uv from its own image, the others by pip. */
export function planSetup(app: PythonApp): {
  readonly uv?: string;
  readonly setup?: Step;
  readonly env: readonly EnvPair[];
} {
  const name = app.python.manager.value;
  const manager = managerOf(app);
  const version = app.python.managerVersion ?? lastFor[app.runtime.value.line]?.[name] ?? newest[name] ?? '';
  const { versionVariable } = app.python;
  // Bytecode of the project's own modules would hold the times of this build, and belong to root where sources are mounted.
  const written = { PYTHONDONTWRITEBYTECODE: '1' };
  const variables = {
    ...written,
    ...manager?.env,
    ...(versionVariable === undefined ? {} : { [versionVariable]: '0.0.0' }),
  };
  const env = Object.entries(variables).map(([key, value]) => ({ name: key, value }));
  if (name === 'uv') return { uv: `ghcr.io/astral-sh/uv:${version}`, env };
  if (name === 'pip' || name === 'none') return { env };
  return {
    setup: {
      mounts: [{ type: 'cache', target: '/root/.cache/pip' }],
      commands: [['pip', 'install', `${name}${EXTRAS[name] ?? ''}==${version}`]],
    },
    env,
  };
}

function managerOf({ python }: PythonApp): ManagerCommands | undefined {
  return python.manager.value === 'none' ? undefined : MANAGERS[python.manager.value];
}

/** What only development's requirements include is no input of production's install. */
function productionInputs({ python }: PythonApp): readonly string[] {
  return python.manifests.filter((path) => !python.developmentRequirements.includes(path));
}

function binds(app: PythonApp, paths: readonly string[]): readonly Mount[] {
  return paths.map((path) => ({ type: 'bind', source: path, target: inWorkdir(app, path) }));
}

function cacheOf({ cache }: ManagerCommands): Mount {
  return { type: 'cache', target: cache };
}
