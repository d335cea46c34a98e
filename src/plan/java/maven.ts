import type { JavaApp } from '../../model/app.ts';
import type { Mount } from '../../model/plan.ts';
import type { Repo } from '../../repo/repo.ts';

/** Maven's repository and the wrapper's Maven. Maven does not lock it against a second process. */
export const MAVEN_CACHE: Mount = { type: 'cache', target: '/root/.m2', sharing: 'locked' };

/** The POM that Maven is run on: the reactor's where the app is one of its modules. */
function topPom({ java }: JavaApp): string {
  return java.manifests[0] ?? 'pom.xml';
}

function topDir(app: JavaApp): string {
  return topPom(app).split('/').slice(0, -1).join('/');
}

/** `mvn -B`, or the wrapper by `sh`, which needs no executable bit, and by a path with a slash, where it looks for its settings. */
export function maven(app: JavaApp, ...goals: readonly string[]): readonly string[] {
  const dir = topDir(app);
  const tool = app.java.tool.value === 'mvnw' ? ['sh', `./${dir === '' ? '' : `${dir}/`}mvnw`] : ['mvn'];
  return [...tool, '-B', ...(dir === '' ? [] : ['-f', topPom(app)]), ...goals];
}

/**
 * Fetches libraries and plugins. `dependency:go-offline` would also fetch what no build of the app needs: with the
 * repository in a cache mount it took 20 s more after each edit of the POM, and saved nothing after one of a source.
 */
export function fetchCommand(app: JavaApp): readonly string[] {
  return maven(app, 'dependency:resolve', 'dependency:resolve-plugins');
}

/** Chooses the app's module and what it depends on. */
export function ofModule(app: JavaApp): readonly string[] {
  const { module } = app.java;
  const dir = topDir(app);
  return module === '' || module === dir ? [] : ['-pl', dir === '' ? module : module.slice(dir.length + 1), '-am'];
}

/** The manifests that Maven needs before the sources, mounted for one step. */
export function manifestMounts(app: JavaApp): readonly Mount[] {
  return app.java.manifests.map((path) => ({ type: 'bind', source: path, target: path }));
}

/** Folder of what the build of the app makes, relative to the context. */
export function targetDir({ java }: JavaApp): string {
  return java.archive.value.split('/').slice(0, -1).join('/');
}

/** Paths that the build reads and that a general ignore pattern might drop. */
export function buildReads(repo: Repo, app: JavaApp): readonly string[] {
  const folders = app.java.manifests.filter((path) => path.endsWith('.mvn'));
  return [
    ...app.java.manifests.filter((path) => !folders.includes(path)),
    ...repo.paths.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`))),
  ];
}
