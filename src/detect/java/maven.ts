import type { JavaApp } from '../../model/app.ts';
import { dependenciesOf, lineage, readPom, type Pom } from '../../parse/pom.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { javaApp } from './app.ts';
import { startingModules } from './choose.ts';
import { archiveOf, FAST_JAR } from './archive.ts';
import { repackaging } from './boot.ts';
import { fetchesAlone, mavenInputs, mavenTool, skippedPlugins } from './build-tool.ts';
import { frontendInBuild } from './frontend.ts';
import { findMainClass, mainClassesOf, type MainClass } from './main-class.ts';
import type { JavaModule } from './module.ts';
import { lookupOf } from './settings.ts';
import { javaVersion, pomVersions } from './version.ts';
import { servletOf } from './war.ts';

/** The Maven apps of a folder: that of its POM, or those modules of its reactor that start something. */
export function mavenApps(repo: Repo, pom: Pom, dir: string): readonly JavaApp[] {
  const top = lineage(pom).at(-1) ?? pom;
  const reactor = membersOf(repo, top);
  if (pom.packaging !== 'pom') return [appOf(repo, pom, dir, reactor)];
  const members = membersOf(repo, pom).filter(({ packaging }) => packaging !== 'pom');
  const apps = members.map((member) => appOf(repo, member, dir, reactor));
  const starting = startingModules(apps);
  return starting.length > 0 ? starting : apps.slice(0, 1);
}

/** The POM and all modules below it. */
function membersOf(repo: Repo, pom: Pom, depth = 0): readonly Pom[] {
  if (depth > 5) return [pom];
  const folders = pom.modules.flatMap((module) => within(pom.dir, module.replace(/\/pom\.xml$/, '')) ?? []);
  return [
    pom,
    ...folders
      .filter((folder) => folder !== pom.dir)
      .flatMap((folder) => readPom(repo, folder) ?? [])
      .flatMap((member) => membersOf(repo, member, depth + 1)),
  ];
}

function appOf(repo: Repo, pom: Pom, dir: string, reactor: readonly Pom[]): JavaApp {
  const isModule = reactor.length > 1;
  const [top = pom] = isModule ? reactor : [pom];
  const boot = repackaging(pom);
  const module = toModule(pom, reactor);
  const built = new Set(module.siblings.map(({ name }) => name));
  const archive = archiveOf(pom, boot, lookupOf(repo, module));
  const found: MainClass =
    pom.packaging === 'war' || (archive.isExecutable && archive.holdsLibraries)
      ? { candidates: [] }
      : findMainClass(repo, module, mainClassesOf(pom));
  const servlet = pom.packaging === 'war' && !boot ? servletOf(repo, module) : undefined;
  const isWar = pom.packaging === 'war';
  const tool = mavenTool(repo, top.dir);
  const atRun = module.dependencies.filter(({ scope }) => ['compile', 'runtime'].includes(scope));
  return javaApp(repo, module, {
    dir,
    buildsFrontend: frontendInBuild(
      repo,
      [...lineage(pom), ...reactor].map(({ file }) => file),
    ),
    runtime: javaVersion(repo, pom.dir, pomVersions(pom)),
    starts: isWar ? boot !== undefined || servlet !== undefined : archive.isExecutable || found.main !== undefined,
    traits: archive.path.value.endsWith(FAST_JAR)
      ? [{ id: 'fast-jar', because: archive.path.because, sources: archive.path.sources }]
      : [],
    java: {
      tool,
      top: top.dir,
      manifests: mavenInputs(repo, top.dir, isModule ? reactor : lineage(pom), tool.value),
      fetchesAlone: fetchesAlone(pom),
      module: isModule ? pom.dir : '',
      output: join(pom.dir, 'target'),
      archive: archive.path,
      ...(boot?.layered ? { layers: boot.version } : {}),
      isExecutable: archive.isExecutable,
      ...(servlet ? { servlet } : {}),
      ...(found.main ? { mainClass: found.main } : {}),
      mainCandidates: found.candidates,
      hasLibraries: !archive.holdsLibraries && !isWar && atRun.length > 0,
      skips: skippedPlugins([pom, ...reactor.filter(({ artifact }) => built.has(artifact))]),
      developmentGoals: archive.path.value.endsWith(FAST_JAR)
        ? ['quarkus:dev', '-Dquarkus.http.host=0.0.0.0', '-Ddebug=false']
        : boot
          ? ['spring-boot:run']
          : found.main
            ? ['compile', 'exec:java', `-Dexec.mainClass=${found.main.value}`]
            : [],
    },
  });
}

/** The module of a POM, with those of the reactor that it depends on. */
function toModule(pom: Pom, reactor: readonly Pom[]): JavaModule {
  const own = plainModule(pom);
  const seen = new Set([own.name]);
  const queue = [own];
  for (const module of queue)
    for (const { artifact } of module.dependencies) {
      const sibling = seen.has(artifact) ? undefined : reactor.find((member) => member.artifact === artifact);
      if (sibling === undefined) continue;
      seen.add(artifact);
      queue.push(plainModule(sibling));
    }
  return { ...own, siblings: queue.slice(1) };
}

/** @see https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html */
function plainModule(pom: Pom): JavaModule {
  const stated = pom.root.child('build', 'sourceDirectory')?.text;
  const own =
    stated === undefined ? undefined : within(pom.dir, pom.resolve(stated).replace(/^\$\{(project\.)?basedir\}\//, ''));
  return {
    name: pom.artifact,
    dir: pom.dir,
    dependencies: dependenciesOf(pom),
    sourceFolders: [...(own ? [own] : []), join(pom.dir, 'src/main')],
    resourceFolders: [join(pom.dir, 'src/main/resources')],
    siblings: [],
  };
}
