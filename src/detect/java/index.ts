import type { JavaApp, Process, Trait } from '../../model/app.ts';
import { fact, type Fact, type Source } from '../../model/fact.ts';
import { dependenciesOf, lineage, pluginsOf, readPom, type Pom } from '../../parse/pom.ts';
import { problem } from '../../model/problem.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { findInSources } from '../sources.ts';
import { archiveOf } from './archive.ts';
import { repackaging } from './boot.ts';
import { fetchesAlone, mavenInputs, mavenTool, skippedPlugins } from './build-tool.ts';
import { findMainClass, type MainClass } from './main-class.ts';
import { javaSources } from './sources.ts';
import { javaVersion } from './version.ts';
import { readWebFacts, type WebFacts } from './web.ts';

/** The Maven apps of a folder: that of its POM, or those modules of its reactor that start something. */
export function detectJava(repo: Repo, dir: string): readonly JavaApp[] {
  const pom = readPom(repo, dir);
  if (pom === undefined) return noMaven(repo, dir);
  const top = lineage(pom).at(-1) ?? pom;
  const reactor = membersOf(repo, top);
  if (pom.packaging !== 'pom') return [appOf(repo, pom, dir, reactor)];
  const members = membersOf(repo, pom).filter(({ packaging }) => packaging !== 'pom');
  const apps = members.map((member) => appOf(repo, member, dir, reactor));
  const starting = apps.filter((app) => app.processes.length > 0);
  return starting.length > 0 ? starting : apps.slice(0, 1);
}

/** Gradle is recognised, and said not to be planned. */
function noMaven(repo: Repo, dir: string): readonly JavaApp[] {
  const names = ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];
  const file = names.map((name) => join(dir, name)).find((path) => repo.has(path));
  if (file !== undefined) repo.report(problem('gradle-not-planned', { file }, { file }));
  return [];
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
  const archive = archiveOf(pom, boot);
  const found: MainClass =
    archive.isExecutable && archive.holdsLibraries ? { candidates: [] } : findMainClass(repo, pom);
  const web = readWebFacts(repo, pom);
  const tool = mavenTool(repo, top.dir);
  const dependencies = dependenciesOf(pom);
  const atRun = dependencies.filter(({ scope }) => ['compile', 'runtime'].includes(scope));
  const fonts = needsFonts(repo, pom);
  const starts = pom.packaging !== 'pom' && (archive.isExecutable || found.main !== undefined);
  return {
    language: 'java',
    name: pom.artifact,
    dir,
    traits: traitsOf(pom, { starts, layered: boot?.layered === true, web }, archive.path),
    dependencies: Object.fromEntries(dependencies.map(({ artifact, source }) => [artifact, source])),
    runtime: javaVersion(repo, pom),
    processes: starts ? [processOf(archive.path, found.main, web)] : [],
    env: [],
    writablePaths: [],
    nativeNeeds: [],
    java: {
      tool,
      manifests: mavenInputs(repo, top.dir, isModule ? reactor : lineage(pom), tool.value),
      fetchesAlone: fetchesAlone(pom, isModule),
      module: isModule ? pom.dir : '',
      archive: archive.path,
      ...(boot?.layered ? { layers: boot.version } : {}),
      isExecutable: archive.isExecutable,
      ...(found.main ? { mainClass: found.main } : {}),
      mainCandidates: found.candidates,
      hasLibraries: !archive.holdsLibraries && atRun.length > 0,
      hasTests: repo.paths.some((path) => path.startsWith(`${pom.dir === '' ? '' : `${pom.dir}/`}src/test/`)),
      skips: skippedPlugins(pom),
      developmentGoals: boot
        ? ['spring-boot:run']
        : found.main
          ? ['compile', 'exec:java', `-Dexec.mainClass=${found.main.value}`]
          : [],
      ...(fonts ? { needsFonts: fonts } : {}),
    },
  };
}

function processOf(archive: Fact<string>, main: Fact<string> | undefined, web: WebFacts): Process {
  const { kind, port, readsPort, bindAddress, health } = web;
  return {
    name: 'web',
    kind,
    command: main
      ? { ...main, value: ['java', main.value], rejected: [] }
      : { ...archive, value: ['java', '-jar', archive.value], rejected: [] },
    needsShell: false,
    env: {},
    ...(port ? { port } : {}),
    readsPort,
    ...(bindAddress ? { bindAddress } : {}),
    ...(health ? { health } : {}),
    handlesSigterm: fact(true, 'the JVM ends on SIGTERM'),
  };
}

/** Libraries that draw text and so load the system's font libraries. */
const DRAWING = new Set([
  'poi',
  'poi-ooxml',
  'jasperreports',
  'jfreechart',
  'pdfbox',
  'openpdf',
  'batik-transcoder',
  'easyexcel',
  'fastexcel',
  'kaptcha',
  'easy-captcha',
  'zxing-javase',
  'javase',
]);

function needsFonts(repo: Repo, pom: Pom): Fact<string> | undefined {
  const library = dependenciesOf(pom).find(({ artifact, scope }) => scope !== 'test' && DRAWING.has(artifact));
  if (library)
    return fact(library.artifact, `${library.artifact} draws text, which takes font libraries`, library.source);
  const hit = findInSources(repo, javaSources(repo, pom), /^import (?:static )?java\.awt\b/m);
  return hit && fact('java.awt', 'java.awt draws text, which takes font libraries', hit.source);
}

function traitsOf(
  pom: Pom,
  found: { starts: boolean; layered: boolean; web: WebFacts },
  archive: Fact<string>,
): readonly Trait[] {
  const traits: Trait[] = [];
  const add = (id: string, because: string, sources: readonly Source[]): void => {
    traits.push({ id, because, sources });
  };
  if (found.starts) add('starts', `${archive.value} can be started`, archive.sources);
  if (found.layered)
    add(
      'boot-layers',
      'Spring Boot makes an archive with layers',
      pluginsOf(pom)
        .filter(({ artifact }) => artifact === 'spring-boot-maven-plugin')
        .slice(0, 1)
        .map((plugin) => plugin.pom.at(plugin.element, plugin.artifact)),
    );
  if (found.web.source) add('web', 'it listens', [found.web.source]);
  return traits;
}
