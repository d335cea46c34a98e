import type { Process, PythonApp } from '../../model/app.ts';
import { healthWhy, NOTHING_SERVED } from '../serving.ts';
import type { BaseKind, Copy, EnvPair, RuntimeValues } from '../../model/plan.ts';
import { PORT_WORD, VIRTUALENV_WORD } from '../../detect/python/start/servers.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { AssetPlan } from '../assets.ts';
import type { PlanContext } from '../context.ts';
import type { LinksPlan } from '../links.ts';
import { planProject } from './install.ts';
import { CONTEXT, excludedFrom, sourcesOf, workdirOf } from './paths.ts';

/** The variables of the runtime; nothing but /tmp is sure to be writable, so the home stands there. */
export function runtimeEnv(
  { app, preset }: PlanContext<PythonApp>,
  process: Process,
  base: BaseKind,
  port: number | undefined,
): readonly EnvPair[] {
  const { importRoot } = app.python;
  const settlesPort = [...process.command.value, ...Object.values(process.env)].some((word) =>
    word.includes(PORT_WORD),
  );
  const pairs: Record<string, string> = {
    PYTHONUNBUFFERED: '1',
    ...(base === 'distroless' ? { HOME: '/tmp' } : {}),
    ...importPath(app, importRoot),
    ...preset.defaults.env,
    ...process.env,
    ...(port !== undefined && process.readsPort && !settlesPort ? { PORT: String(port) } : {}),
  };
  return envPairs(app, pairs, port);
}

/** Variables as ENV takes them, the port and the virtualenv put in. */
export function envPairs(
  app: PythonApp,
  pairs: Readonly<Record<string, string>>,
  port: number | undefined,
): readonly EnvPair[] {
  return Object.entries(pairs).map(([name, value]) => ({ name, value: settled(app, value, port) }));
}

/** A word of a command or of a variable, the port and the virtualenv put in. */
export function settled(app: PythonApp, word: string, port: number | undefined): string {
  return word.replaceAll(PORT_WORD, String(port ?? '')).replaceAll(VIRTUALENV_WORD, `${workdirOf(app)}/.venv`);
}

/** A folder of modules has to be named unless it is the working directory or is installed. */
export function importPath({ python }: PythonApp, importRoot: string | undefined): Readonly<Record<string, string>> {
  return importRoot === undefined || importRoot === python.root || python.packaged
    ? {}
    : { PYTHONPATH: join(CONTEXT, importRoot) };
}

/**
 * The virtualenv, then what of the repository is not in it.
 * @param from the stage that has the virtualenv, where there is one.
 */
export function copiesFor(
  { app, repo }: PlanContext<PythonApp>,
  from: string | undefined,
  assets: AssetPlan,
  links: LinksPlan,
): readonly Copy[] {
  const virtualenv: readonly Copy[] =
    from === undefined ? [] : [{ from, sources: [`${workdirOf(app)}/.venv`], target: './.venv' }];
  const unneeded = [...testFolders(repo, app.dir), ...assets.folders, ...links.replaced];
  const added = [...assets.copies, ...links.copies];
  const sources = sourcesOf(app);
  if (app.python.prepare.length > 0) {
    const [copied = '.'] = sources.sources;
    const made = { from: 'build', sources: [`${join(CONTEXT, copied.replace(/[./]+$/, ''))}/`] };
    const exclude = excludedFrom(sources, [
      join(app.python.root, '.venv'),
      ...unneeded,
      // What loading the code made there belongs to root.
      ...app.python.databaseFolders.map((folder) => join(app.dir, folder)),
    ]);
    const outside = app.python.prepare.flatMap(({ makes }) =>
      makes === undefined || makes.startsWith(`${CONTEXT}/`)
        ? []
        : [{ from: 'build', sources: [`${makes}/`], target: `${makes}/` }],
    );
    // What assets made is in the stage already, but for what lies in the folders that are left out.
    const isLeftOut = ({ target }: Copy): boolean =>
      assets.folders.some((folder) => target.startsWith(`${join(CONTEXT, folder)}/`));
    return [
      ...virtualenv,
      { ...made, target: sources.target.replace(/^\.$/, './'), exclude },
      ...outside,
      ...assets.copies.filter(isLeftOut),
      ...links.copies,
    ];
  }
  const installed = installedFolders(app, repo);
  const isElsewhere = (path: string): boolean =>
    [...installed, ...unneeded].some((folder) => path.startsWith(`${folder}/`)) ||
    (installed.length > 0 && (app.python.manifests.includes(path) || NOT_FOR_THE_RUN.test(path)));
  if (repo.paths.every(isElsewhere)) return [...virtualenv, ...added];
  return [...virtualenv, { ...sources, exclude: excludedFrom(sources, [...installed, ...unneeded]) }, ...added];
}

/** Files at the top that a program does not read. */
const NOT_FOR_THE_RUN =
  /^(\.|README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|Dockerfile|(docker-)?compose[^/]*\.ya?ml$|docs\/)/i;

/** Folders whose modules stand in the virtualenv: `src` of an installed project, and the other members of its workspace. */
function installedFolders(app: PythonApp, repo: Repo): readonly string[] {
  if (!planProject(app)?.copiesModules) return [];
  const folders = app.python.manifests
    .filter((path) => path.endsWith('pyproject.toml'))
    .map((path) => path.split('/').slice(0, -1).join('/'));
  return folders
    .map((folder) => (folder === app.dir ? join(folder, 'src') : folder))
    .filter((folder) => folder !== '' && repo.hasFolder(folder));
}

/** Folders of tests at the top, as COPY --exclude patterns. */
function testFolders(repo: Repo, dir: string): readonly string[] {
  return ['test', 'tests'].map((name) => join(dir, name)).filter((folder) => repo.hasFolder(folder));
}

/**
 * Asks the program over HTTP with what Python brings along.
 * @param speaksHttp whether it can be asked; else it is connected to.
 */
export function healthFor(
  process: Process,
  port: number | undefined,
  python: string,
  speaksHttp: boolean,
): Pick<RuntimeValues, 'health' | 'healthWhy'> {
  if (port === undefined) return { healthWhy: NOTHING_SERVED };
  if (!speaksHttp)
    return {
      health: [python, '-c', `import socket; socket.create_connection(('127.0.0.1', ${port}), 2)`],
      healthWhy: 'It speaks no HTTP: a connection is all that can be asked for.',
    };
  const health = process.health?.value ?? { path: '/', known: false };
  const [limit, path] = [health.known ? 400 : 500, JSON.stringify(health.path).slice(1, -1).replaceAll("'", '%27')];
  return {
    health: [
      python,
      '-c',
      `import http.client as h; c = h.HTTPConnection('127.0.0.1', ${port}, timeout=2); c.request('GET', '${path}'); exit(c.getresponse().status >= ${limit})`,
    ],
    healthWhy: healthWhy(health.known),
  };
}

/**
 * Documents that the project's metadata names: building it fails without them. A setup.py may read any file that it names.
 * @see https://packaging.python.org/en/latest/specifications/pyproject-toml/
 */
export function documentsOf({ dir, python }: PythonApp, repo: Repo): readonly string[] {
  if (!python.packaged && !python.installsSources) return [];
  const own = ['pyproject.toml', 'setup.py', 'setup.cfg', 'MANIFEST.in'].map((name) => join(dir, name));
  const stating = [...python.manifests.filter((path) => path.endsWith('pyproject.toml')), ...own];
  return [...new Set(stating)].flatMap((path) => {
    const text = repo.read(path) ?? '';
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const globs = [...text.matchAll(/^license-files\s*=\s*(.+)$/gm)].flatMap((found) =>
      [...(found[1] ?? '').matchAll(/["']([^"']+)["']/g)].map((name) => `${folder}${name[1] ?? ''}`),
    );
    const named = repo.paths.filter(
      (file) => file.startsWith(folder) && DOCUMENT.test(file) && text.includes(file.slice(folder.length)),
    );
    return [...named, ...repo.scan(globs)];
  });
}

const DOCUMENT = /(^|\/)[^/]*(\.(md|rst|txt)|LICEN[CS]E|COPYING|NOTICE|AUTHORS|VERSION)$/i;
