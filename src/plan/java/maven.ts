import type { JavaApp } from '../../model/app.ts';
import type { Mount } from '../../model/plan.ts';
import { join } from '../../repo/repo.ts';
import type { Builder } from './builder.ts';
import { foldersOf } from './made.ts';
import { jdkImage } from './images.ts';

/** Maven's repository and the wrapper's Maven. Maven does not lock it against a second process. */
const CACHE: Mount = { type: 'cache', target: '/root/.m2', sharing: 'locked' };

export function mavenBuilder(app: JavaApp): Builder {
  const { java } = app;
  const libraries = java.hasLibraries
    ? ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=target/lib']
    : [];
  return {
    image: jdkImage(app),
    cache: CACHE,
    fetch: fetchCommand(app),
    build: maven(app, '-DskipTests', ...java.skips, ...ofModule(app), 'package', ...libraries),
    test: maven(app, ...java.skips, ...ofModule(app), 'test'),
    ...(java.developmentGoals.length > 0 && java.module === ''
      ? { development: maven(app, ...java.developmentGoals) }
      : {}),
    ...(java.hasLibraries ? { libraries: `${java.output}/lib` } : {}),
    made: foldersOf(java.manifests, 'pom.xml').map((folder) => join(folder, 'target')),
  };
}

/** `mvn -B`, or the wrapper by `sh`, which needs no executable bit, and by a path with a slash, where it looks for its settings. */
function maven({ java }: JavaApp, ...goals: readonly string[]): readonly string[] {
  const tool = java.tool.value === 'mvnw' ? ['sh', `./${join(java.top, 'mvnw')}`] : ['mvn'];
  return [...tool, '-B', ...(java.top === '' ? [] : ['-f', join(java.top, 'pom.xml')]), ...goals];
}

/**
 * Fetches libraries and plugins. `dependency:go-offline` would also fetch what no build of the app needs: with the
 * repository in a cache mount it took 20 s more after each edit of the POM, and saved nothing after one of a source.
 * It never fails: modules that need each other cannot be resolved before they are built, and a plugin that no build of
 * the image runs may be out of reach. What is missing the build asks for again.
 */
function fetchCommand(app: JavaApp): readonly string[] {
  return maven(app, '--fail-never', ...ofModule(app), 'dependency:resolve', 'dependency:resolve-plugins');
}

/** Chooses the app's module and what it depends on. */
function ofModule({ java: { module, top } }: JavaApp): readonly string[] {
  return module === '' || module === top ? [] : ['-pl', top === '' ? module : module.slice(top.length + 1), '-am'];
}
