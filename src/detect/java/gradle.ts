import type { JavaApp } from '../../model/app.ts';
import { fact, type Candidate } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { readGradle, type GradleBuild, type GradleProject } from '../../parse/gradle-project.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { javaApp } from './app.ts';
import { startingModules } from './choose.ts';
import {
  gradleBoot,
  dependenciesIn,
  gradleMainClasses,
  gradleVersions,
  jvmArguments,
  projectsIn,
} from './gradle-facts.ts';
import { formOf, type Form } from './gradle-form.ts';
import { gradleInputs, gradleFetchesAlone, skippedTasks } from './gradle-inputs.ts';
import { gradleLimits, gradleTool, type GradleTool } from './gradle-tool.ts';
import { frontendInBuild } from './frontend.ts';
import { findMainClass, type MainClass, type NamedClass } from './main-class.ts';
import type { JavaModule } from './module.ts';
import { servletOf } from './war.ts';
import { bootMinimum, javaVersion, majorOf } from './version.ts';

/** The build that a folder belongs to: its own where it has settings, else one further up that includes it. */
export function findGradle(repo: Repo, dir: string): GradleBuild | undefined {
  const own = readGradle(repo, dir);
  if (dir === '' || own?.settings.file !== undefined) return own;
  const parts = dir.split('/');
  const above = parts.map((_part, index) => parts.slice(0, parts.length - 1 - index).join('/'));
  const outer = above
    .flatMap((folder) => readGradle(repo, folder) ?? [])
    .find((build) => build.projects.some((project) => project.dir === dir));
  return outer ?? own;
}

/** The Gradle apps of a folder: that of its project, or those projects of the build that start something. */
export function gradleApps(repo: Repo, build: GradleBuild, dir: string): readonly JavaApp[] {
  const tool = gradleTool(repo, build.dir);
  const projects = build.dir === dir ? build.projects : build.projects.filter((project) => project.dir === dir);
  const apps = projects.filter(isJava).map((project) => appOf(repo, build, project, dir, tool));
  const starting = startingModules(apps);
  return starting.length > 0 ? starting : apps.slice(0, 1);
}

const JAVA_PLUGIN =
  /^(java|java-library|application|war|groovy|scala|org\.jetbrains\.kotlin\.jvm|kotlin|io\.quarkus|io\.ktor\.plugin|io\.micronaut\..*|org\.springframework\.boot)$/;

function isJava({ plugins }: GradleProject): boolean {
  return plugins.some(({ id }) => JAVA_PLUGIN.test(id));
}

function appOf(repo: Repo, build: GradleBuild, project: GradleProject, dir: string, tool: GradleTool): JavaApp {
  const module = toModule(build, project);
  const boot = gradleBoot(project, module.dependencies);
  const form = formOf(project, boot);
  const isWar = form?.task === 'war';
  const servlet = isWar ? servletOf(repo, module) : undefined;
  const isBundle = isWar || (form?.holdsLibraries === true && form.isExecutable);
  const found: MainClass = isBundle ? { candidates: [] } : findMainClass(repo, module, namedClasses(project));
  const atRun = module.dependencies.filter(({ scope }) => ['compile', 'runtime'].includes(scope));
  const hasLibraries = !form?.holdsLibraries && atRun.length > 0;
  const output = join(project.dir, 'build');
  const below = (path: string): string => `${output}/${path}`;
  const canRun =
    servlet !== undefined || (form !== undefined && (form.isExecutable || found.main !== undefined) && !hasLibraries);
  if (hasLibraries && found.main !== undefined)
    repo.report(
      problem('gradle-without-application', { name: module.name, main: found.main.value }, { file: project.file }),
    );
  const taskOf = (task: string): string =>
    build.projects.length === 1 && project.path === ':' ? task : `${project.path === ':' ? '' : project.path}:${task}`;
  return javaApp(repo, module, {
    dir,
    buildsFrontend: frontendInBuild(
      repo,
      build.projects.map(({ file }) => file),
    ),
    runtime: javaVersion(
      repo,
      project.dir,
      withinLimits(repo, project, gradleVersions(project), bootMinimum(boot), tool),
    ),
    starts: canRun,
    traits: form?.trait ? [form.trait] : [],
    java: {
      tool: tool.tool,
      ...(tool.tool.value === 'gradle' && tool.release ? { gradleRelease: tool.release.value } : {}),
      ...(tool.wrapperJar ? { wrapperJar: tool.wrapperJar } : {}),
      top: build.dir,
      manifests: gradleInputs(repo, build, tool),
      fetchesAlone: gradleFetchesAlone(repo, build),
      module: project.dir === build.dir ? '' : project.dir,
      task: taskOf(form?.task ?? 'jar'),
      ...(form?.install ? { install: below(form.install), jvmArguments: jvmArguments(project) } : {}),
      output,
      archive: fact(
        below(form?.archive ?? 'libs/*.jar'),
        form?.because ?? 'Gradle names it so',
        ...(form ? [form.source] : []),
      ),
      ...(form?.layers ? { layers: form.layers } : {}),
      isExecutable: form?.isExecutable === true,
      ...(servlet ? { servlet } : {}),
      ...(found.main ? { mainClass: found.main } : {}),
      mainCandidates: found.candidates,
      hasLibraries,
      skips: skippedTasks(project).map(taskOf),
      developmentGoals: developmentTask(form, taskOf),
    },
  });
}

function developmentTask(form: Form | undefined, taskOf: (task: string) => string): readonly string[] {
  const tasks: Readonly<Record<string, string>> = {
    bootJar: 'bootRun',
    bootWar: 'bootRun',
    installDist: 'run',
    quarkusBuild: 'quarkusDev',
  };
  const task = tasks[form?.task ?? ''];
  return task === undefined ? [] : [taskOf(task)];
}

function namedClasses(project: GradleProject): readonly NamedClass[] {
  return gradleMainClasses(project).map((candidate) => ({ ...candidate, mayBeForeign: true }));
}

/** What is stated of Java's release, and what Gradle itself can run on where that says otherwise. */
function withinLimits(
  repo: Repo,
  project: GradleProject,
  stated: readonly Candidate<string>[],
  framework: readonly Candidate<string>[],
  { release }: GradleTool,
): readonly Candidate<string>[] {
  const { newest, oldest } = gradleLimits(release?.value);
  const [first] = [...stated, ...framework].map(({ value }) => majorOf(value) ?? 0);
  const source = release?.source ?? { kind: 'file' as const, file: project.file };
  const limit = (java: number, what: string): Candidate<string> => ({
    value: String(java),
    source,
    because: `Gradle ${release?.value ?? ''} runs on Java ${java} at the ${what}`,
  });
  if (first !== undefined && first > 0 && first < oldest) return [limit(oldest, 'least'), ...stated];
  if (first === undefined && release !== undefined && newest < 21) return [limit(newest, 'most')];
  if (first !== undefined && first > newest && release !== undefined)
    repo.report(problem('gradle-too-old', { release: release.value, java: first, newest }, { file: project.file }));
  return [...stated, ...framework];
}

/** A project as its code is looked at, with those of the build that it is made from. */
function toModule(build: GradleBuild, project: GradleProject): JavaModule {
  const queue = [project];
  for (const each of queue)
    for (const path of projectsIn(each)) {
      const sibling = build.projects.find((other) => other.path === path);
      if (sibling !== undefined && !queue.includes(sibling)) queue.push(sibling);
    }
  const [own, ...siblings] = queue.map((each): JavaModule => ({
    name: each.name,
    dir: each.dir,
    dependencies: dependenciesIn(each, build),
    sourceFolders: [join(each.dir, 'src/main')],
    resourceFolders: [join(each.dir, 'src/main/resources')],
    siblings: [],
  }));
  return {
    ...(own ?? { name: project.name, dir: project.dir, dependencies: [], sourceFolders: [], resourceFolders: [] }),
    siblings,
  };
}
