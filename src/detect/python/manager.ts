import { fact, firstOf, inFile, type Candidate, type Fact, type Source } from '../../model/fact.ts';
import type { PythonManager } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import { readDocument } from '../../parse/document.ts';
import { asRecord, asString, asStrings, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { miseVersions, toolVersions, upwards } from '../version-files.ts';
import type { PythonManifest } from './manifest.ts';

/** Lockfiles in order of precedence, whose they are, and what writes them. */
const LOCKFILES: readonly { readonly file: string; readonly manager: PythonManager; readonly command: string }[] = [
  { file: 'uv.lock', manager: 'uv', command: 'uv lock' },
  { file: 'poetry.lock', manager: 'poetry', command: 'poetry lock' },
  { file: 'pdm.lock', manager: 'pdm', command: 'pdm lock' },
  { file: 'Pipfile.lock', manager: 'pipenv', command: 'pipenv lock' },
];

/** What writes a lockfile anew. */
export function lockCommand(lockfile: string): string {
  return LOCKFILES.find(({ file }) => lockfile.endsWith(file))?.command ?? '';
}

/** Files beside the lockfile that an install reads when they are there. */
const INSTALL_INPUTS: Readonly<Record<PythonManager, readonly string[]>> = {
  uv: ['pyproject.toml', 'uv.toml', 'uv.lock'],
  poetry: ['pyproject.toml', 'poetry.toml', 'poetry.lock'],
  pdm: ['pyproject.toml', 'pdm.toml', 'pdm.lock'],
  pipenv: ['Pipfile', 'Pipfile.lock'],
  pip: [],
  none: [],
};

/** What installs the dependencies: a lockfile says it, else the manifest's form. */
export function pythonManager(repo: Repo, manifest: PythonManifest): Fact<PythonManager> {
  const { dir, pyproject, pipfile } = manifest;
  const root = lockFolder(repo, dir);
  const candidates: Candidate<PythonManager>[] = LOCKFILES.filter(({ file }) => repo.has(join(root, file))).map(
    ({ file, manager }) => ({
      value: manager,
      source: inFile(join(root, file)),
      because: `${join(root, file)} is its lockfile`,
    }),
  );
  const add = (value: PythonManager, source: Source, because: string): void =>
    void candidates.push({ value, source, because });
  const [requirements] = manifest.requirements;
  if (requirements !== undefined) add('pip', inFile(requirements), `${requirements} lists the dependencies`);
  const { setup } = manifest;
  if (setup !== undefined) add('pip', inFile(setup.file), `${setup.file} describes the package`);
  if (pipfile !== undefined) add('pipenv', inFile(pipfile.file), `${pipfile.file} lists the dependencies`);
  if (pyproject !== undefined) {
    for (const tool of ['poetry', 'pdm'] as const) {
      if (at(pyproject.value, 'tool', tool, ...(tool === 'poetry' ? ['dependencies'] : [])) !== undefined)
        add(tool, inFile(pyproject.file, pyproject.lineOf('tool', tool)), `${pyproject.file} has a tool.${tool} table`);
    }
    const isPackage = isPackaged(manifest, 'uv');
    if (isPackage || asStrings(at(pyproject.value, 'project', 'dependencies')).length > 0)
      add(
        'uv',
        inFile(pyproject.file, pyproject.lineOf('project', 'dependencies')),
        `${pyproject.file} lists the dependencies`,
      );
  }
  return (
    firstOf(candidates) ??
    fact<PythonManager>('none', 'nothing lists a dependency', {
      kind: 'absent',
      lookedFor: ['requirements.txt', 'pyproject.toml', 'Pipfile', ...LOCKFILES.map((lock) => lock.file)],
    })
  );
}

/** The lockfile that can be installed from; one that is missing or ignored is reported. */
export function pythonLockfile(repo: Repo, manifest: PythonManifest, manager: PythonManager): string | undefined {
  const lock = LOCKFILES.find((entry) => entry.manager === manager);
  if (lock === undefined) return undefined;
  const file = join(lockFolder(repo, manifest.dir), lock.file);
  if (repo.has(file)) return file;
  if (repo.ignoredPaths.includes(file)) repo.report(problem('lockfile-ignored', { file }, { file: '.gitignore' }));
  else
    repo.report(
      problem(
        'lockfile-missing',
        { command: lock.command },
        { file: manifest.pyproject?.file ?? join(manifest.dir, 'Pipfile') },
      ),
    );
  return undefined;
}

/** Every file that an install reads, relative to the context. */
export function installInputs(repo: Repo, manifest: PythonManifest, manager: PythonManager): readonly string[] {
  const folders = [...new Set([lockFolder(repo, manifest.dir), manifest.dir])];
  const own = folders.flatMap((folder) => INSTALL_INPUTS[manager].map((name) => join(folder, name)));
  return [...own, ...workspaceMembers(repo, manifest), ...(manager === 'pip' ? manifest.requirementInputs : [])].filter(
    (path, index, all) => repo.has(path) && all.indexOf(path) === index,
  );
}

/** The pyproject.toml of each member of uv's workspace and of each path dependency. @see https://docs.astral.sh/uv/concepts/projects/workspaces/ */
export function workspaceMembers(repo: Repo, { dir, pyproject }: PythonManifest): readonly string[] {
  const root = lockFolder(repo, dir);
  const text = root === dir ? pyproject?.value : undefined;
  const members = asStrings(at(text, 'tool', 'uv', 'workspace', 'members')).map((glob) =>
    join(root, `${glob.replace(/\/$/, '')}/pyproject.toml`),
  );
  const paths = Object.values(asRecord(at(pyproject?.value, 'tool', 'uv', 'sources'))).flatMap(
    (entry) => within(dir, `${asString(at(entry, 'path')) ?? '.'}/pyproject.toml`) ?? [],
  );
  const siblings = root === dir ? [] : repo.scan([join(root, '**/pyproject.toml')]);
  return [...repo.scan(members), ...paths.filter((path) => repo.has(path)), ...siblings].filter(
    (path) => path !== join(dir, 'pyproject.toml'),
  );
}

/** Whether a folder is a member of uv's workspace above it. */
export function isUvMember(repo: Repo, dir: string): boolean {
  const root = lockFolder(repo, dir);
  if (root === dir) return false;
  const document = readDocument(repo, join(root, 'pyproject.toml'), 'toml');
  const members = asStrings(at(document?.value, 'tool', 'uv', 'workspace', 'members'));
  return repo
    .scan(members.map((glob) => join(root, `${glob.replace(/\/$/, '')}/pyproject.toml`)))
    .includes(join(dir, 'pyproject.toml'));
}

/** Whether the project is installed itself: it has a build backend, and does not say otherwise. */
export function isPackaged({ pyproject }: PythonManifest, manager: PythonManager): boolean {
  const value = pyproject?.value;
  const backend = at(value, 'build-system', 'build-backend') !== undefined;
  if (manager === 'uv')
    return at(value, 'tool', 'uv', 'package') === true || (backend && at(value, 'tool', 'uv', 'package') !== false);
  // Poetry writes the backend into every project: only one that names its packages or scripts means it.
  if (manager === 'poetry')
    return (
      backend &&
      at(value, 'tool', 'poetry', 'package-mode') !== false &&
      (at(value, 'tool', 'poetry', 'packages') !== undefined ||
        at(value, 'tool', 'poetry', 'scripts') !== undefined ||
        at(value, 'project', 'scripts') !== undefined)
    );
  return manager === 'pdm' && backend && at(value, 'tool', 'pdm', 'distribution') !== false;
}

/** The exact version of uv or Poetry, where the repository states one. */
export function managerVersion(
  repo: Repo,
  { dir, pyproject }: PythonManifest,
  manager: PythonManager,
): string | undefined {
  const required = manager === 'uv' ? asString(at(pyproject?.value, 'tool', 'uv', 'required-version')) : undefined;
  const stated = [
    ...upwards(dir, (folder) => toolVersions(repo, folder, [manager])),
    ...upwards(dir, (folder) => miseVersions(repo, folder, [manager])),
  ].map((candidate) => candidate.value);
  return [required, ...stated]
    .map((text) => /^=*\s*(\d+\.\d+\.\d+)$/.exec(text ?? '')?.[1])
    .find((version) => version !== undefined);
}

/** The nearest folder, from the app's upwards, that holds a lockfile; the app's own where none does. */
export function lockFolder(repo: Repo, dir: string): string {
  for (let folder = dir; ; folder = folder.split('/').slice(0, -1).join('/')) {
    if (LOCKFILES.some(({ file }) => repo.has(join(folder, file)))) return folder;
    if (folder === '') return dir;
  }
}
