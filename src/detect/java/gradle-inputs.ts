import type { GradleBuild, GradleProject } from '../../parse/gradle-project.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { GradleTool } from './gradle-tool.ts';

/** Folders that Gradle reads before the sources, and files beside a project's script. */
const FOLDERS = ['gradle', 'buildSrc'];
const BESIDE = ['gradle.properties', 'gradle.lockfile', 'settings-gradle.lockfile', 'buildscript-gradle.lockfile'];

/** Every file and folder that Gradle reads before the sources. */
export function gradleInputs(repo: Repo, build: GradleBuild, { tool, wrapperJar }: GradleTool): readonly string[] {
  const isFolder = (folder: string): boolean => repo.hasFolder(folder);
  const folders = [...FOLDERS.map((name) => join(build.dir, name)), ...build.settings.includedBuilds].filter(isFolder);
  const files = [
    ...(tool.value === 'gradlew' && wrapperJar === undefined ? [join(build.dir, 'gradlew')] : []),
    ...(build.settings.file === undefined ? [] : [build.settings.file]),
    ...build.projects.map(({ file }) => file),
    ...build.files,
    ...[build.dir, ...build.projects.map(({ dir }) => dir)].flatMap((dir) => BESIDE.map((name) => join(dir, name))),
  ].filter((file) => repo.has(file) && !folders.some((folder) => file.startsWith(`${folder}/`)));
  return [...new Set([...files, ...folders])];
}

/** What a script does at its start that takes files or programs which are not there before the sources. */
const READS_MORE =
  /\b(readText|readLines|newReader|withReader|withInputStream|FileInputStream|eachLine|rootProject\.exec|providers\.exec)\b|\.text\b|\bexec\s*[({]/;

/** Whether the scripts alone are enough for Gradle to say what it depends on. */
export function gradleFetchesAlone(repo: Repo, { projects, settings }: GradleBuild): boolean {
  const isWhole = [...settings.projects.values()].every(
    (folder) => folder === '' || projects.some(({ dir }) => `${dir}/`.startsWith(`${folder}/`)),
  );
  const hasDependencies = projects.some(({ statements }) =>
    statements.some(({ path }) => path.includes('dependencies')),
  );
  const reads = projects.some(({ file }) => READS_MORE.test(repo.read(file) ?? ''));
  return isWhole && hasDependencies && settings.includedBuilds.length === 0 && !reads;
}

/** Tasks that need what the context lacks, by the plugin that brings them. @see https://github.com/n0mer/gradle-git-properties */
const SKIPS: Readonly<Record<string, string>> = { 'com.gorylenko.gradle-git-properties': 'generateGitProperties' };

export function skippedTasks({ plugins }: GradleProject): readonly string[] {
  return plugins.flatMap(({ id }) => (Object.hasOwn(SKIPS, id) ? (SKIPS[id] ?? []) : []));
}
