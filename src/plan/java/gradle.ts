import type { JavaApp } from '../../model/app.ts';
import { join } from '../../repo/repo.ts';
import type { Builder } from './builder.ts';
import { foldersOf } from './made.ts';
import { gradleImage, jdkImage } from './images.ts';

/** Gradle's home: libraries, plugins and the wrapper's Gradle. */
const HOME = '/root/.gradle';
const WRAPPER_MAIN = 'org.gradle.wrapper.GradleWrapperMain';

/** @see https://docs.gradle.org/current/userguide/command_line_interface.html */
export function gradleBuilder(app: JavaApp): Builder {
  const { java } = app;
  const task = java.task ?? 'jar';
  const sibling = (name: string): string => task.replace(/[^:]*$/, name);
  const skips = java.skips.flatMap((each) => ['-x', each]);
  return {
    image: java.tool.value === 'gradlew' ? jdkImage(app) : gradleImage(app),
    cache: { type: 'cache', target: HOME, sharing: 'locked' },
    fetch: gradle(app, '--quiet', sibling('dependencies'), '--configuration', 'runtimeClasspath'),
    build: gradle(app, task, ...skips),
    test: gradle(app, sibling('test'), ...skips),
    ...(java.developmentGoals.length > 0 ? { development: gradle(app, ...java.developmentGoals) } : {}),
    ...(java.install === undefined ? {} : { libraries: java.install }),
    made: [
      ...foldersOf(java.manifests, 'build.gradle', 'build.gradle.kts').map((folder) => join(folder, 'build')),
      '**/.gradle',
    ],
  };
}

/** Without the daemon, which would end with the step; the wrapper by `sh`, which needs no executable bit. */
function gradle({ java }: JavaApp, ...words: readonly string[]): readonly string[] {
  const { tool, top, wrapperJar } = java;
  const wrapper = wrapperJar ? ['java', '-cp', wrapperJar, WRAPPER_MAIN] : ['sh', `./${join(top, 'gradlew')}`];
  const command = tool.value === 'gradlew' ? wrapper : ['gradle', '--gradle-user-home', HOME];
  return [...command, '--no-daemon', '--console=plain', ...(top === '' ? [] : ['--project-dir', top]), ...words];
}
