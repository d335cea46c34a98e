import { coerce, gte } from 'semver';
import type { Trait } from '../../model/app.ts';
import type { Fact, Source } from '../../model/fact.ts';
import type { GradlePlugin, GradleProject } from '../../parse/gradle-project.ts';
import { FAST_JAR } from './archive.ts';
import { gradleMainClasses, saysOf } from './gradle-facts.ts';

/** What a build makes that can be run. */
export interface Form {
  readonly task: string;
  /** Below the project's build folder. */
  readonly archive: string;
  readonly because: string;
  readonly source: Source;
  readonly holdsLibraries: boolean;
  readonly isExecutable: boolean;
  readonly layers?: Fact<string>;
  readonly install?: string;
  readonly trait?: Trait;
}

const APPLICATION = /^(application|io\.micronaut\.(application|minimal\.application)|io\.ktor\.plugin)$/;
const SHADOW = /^(com\.github\.johnrengelman\.shadow|com\.gradleup\.shadow|io\.github\.goooler\.shadow)$/;

/** The form that a project's plugins give it, the one with the best layers first. @see https://docs.spring.io/spring-boot/gradle-plugin/packaging.html */
export function formOf(project: GradleProject, boot: Fact<string> | undefined): Form | undefined {
  const has = (pattern: RegExp): GradlePlugin | undefined => project.plugins.find(({ id }) => pattern.test(id));
  const bundle = { holdsLibraries: true, isExecutable: true };
  const quarkus = has(/^io\.quarkus$/);
  if (quarkus) {
    const because = 'Quarkus lays the app out in folders';
    const trait = { id: 'fast-jar', because, sources: [quarkus.source] };
    return {
      ...bundle,
      task: 'quarkusBuild',
      archive: FAST_JAR,
      because,
      source: quarkus.source,
      trait,
    };
  }
  const war = has(/^war$/);
  const spring = has(/^org\.springframework\.boot$/);
  const task = war ? 'bootWar' : 'bootJar';
  if (spring && !saysOf(project, task, /\benabled\s*(=|\.set\()?\s*\(?false/)) {
    const release = coerce(boot?.value ?? '');
    const ownLayers = saysOf(project, task, /\b(enabled\s*=?\s*\(?false|intoLayer\b|layerOrder\b)/);
    const layered = !war && !ownLayers && boot && release !== null && gte(release, '2.4.0');
    return {
      ...bundle,
      task,
      archive: war ? 'libs/*.war' : 'libs/*.jar',
      because: 'Spring Boot makes an archive that starts',
      source: spring.source,
      ...(layered ? { layers: boot } : {}),
    };
  }
  if (war)
    return {
      task: 'war',
      archive: 'libs/*.war',
      because: 'it makes a war',
      source: war.source,
      holdsLibraries: true,
      isExecutable: false,
    };
  const application = has(APPLICATION);
  const shadow = has(SHADOW);
  // What is told in the bundle's manifest alone, as Vert.x' own launcher is.
  const isOnlyBundle = shadow && saysOf(project, 'shadowJar', /\battributes\b/);
  if (application && !isOnlyBundle)
    return {
      task: 'installDist',
      archive: 'libs/*.jar',
      install: 'install/*/lib',
      because: 'the application plugin puts its libraries beside it',
      source: application.source,
      holdsLibraries: true,
      isExecutable: false,
    };
  if (shadow) {
    const classifier = saysOf(project, 'shadowJar', /\barchiveClassifier\b/)?.text;
    const suffix = classifier === undefined ? '-all' : /['"]([\w.-]*)['"]/.exec(classifier)?.[1];
    return {
      ...bundle,
      task: 'shadowJar',
      archive: `libs/*${suffix ? `-${suffix.replace(/^-/, '')}` : ''}.jar`,
      because: 'the shadow plugin puts its libraries into it',
      source: shadow.source,
      isExecutable: gradleMainClasses(project).length > 0,
    };
  }
  const bundled = saysOf(project, 'jar', /\bzipTree\b/);
  const [main] = gradleMainClasses(project);
  const jar = {
    task: 'jar',
    archive: 'libs/*.jar',
    source: project.plugins[0]?.source ?? { kind: 'file', file: project.file },
  } as const;
  if (bundled) return { ...jar, ...bundle, because: 'it puts its libraries into the jar', source: bundled.source };
  return { ...jar, because: 'Gradle names it so', holdsLibraries: false, isExecutable: main !== undefined };
}
