import { fact, type Fact } from '../../model/fact.ts';
import { configurationsOf, goalsOf, pluginsOf, type Pom, type PomPlugin } from '../../parse/pom.ts';
import { join } from '../../repo/repo.ts';
import type { Repackaging } from './boot.ts';

/** What `package` leaves in target/. */
export interface Archive {
  /** Relative to the context; `*` stands for the version, so that a release does not change the Dockerfile. */
  readonly path: Fact<string>;
  readonly holdsLibraries: boolean;
  /** Whether its manifest names the class that starts it. */
  readonly isExecutable: boolean;
}

/** The archive that is to run: Boot's, the one that a plugin bundles with its libraries, or the plain one. */
export function archiveOf(pom: Pom, boot: Repackaging | undefined): Archive {
  const named = (suffix: string, because: string, plugin?: PomPlugin): Fact<string> =>
    fact(
      join(pom.dir, `target/${finalName(pom)}${suffix}.${pom.packaging === 'war' ? 'war' : 'jar'}`),
      because,
      plugin
        ? plugin.pom.at(plugin.element, plugin.artifact)
        : pom.at(pom.root.child('artifactId') ?? pom.root, 'artifactId'),
    );
  if (boot)
    return {
      path: named(boot.classifier === undefined ? '' : `-${boot.classifier}`, 'Spring Boot repackages it'),
      holdsLibraries: true,
      isExecutable: true,
    };
  const quarkus = pluginsOf(pom).find(({ artifact, managed }) => artifact === QUARKUS && !managed);
  if (quarkus) return quarkusArchive(pom, quarkus, named);
  for (const bundler of BUNDLERS) {
    const plugin = pluginsOf(pom).find(
      (each) =>
        each.artifact === bundler.artifact &&
        !each.managed &&
        goalsOf(each).some((goal) => bundler.goals.includes(goal)),
    );
    const suffix = plugin && bundler.suffix(plugin);
    if (plugin === undefined || suffix === undefined) continue;
    return {
      path: named(suffix, `${bundler.artifact} puts its libraries into it`, plugin),
      holdsLibraries: true,
      isExecutable: mainClassOf(plugin) !== undefined,
    };
  }
  const isExecutable = pluginsOf(pom).some((plugin) => plugin.artifact === 'maven-jar-plugin' && mainClassOf(plugin));
  return { path: named('', 'Maven names it so'), holdsLibraries: false, isExecutable };
}

const QUARKUS = 'quarkus-maven-plugin';
/** Where Quarkus lays the app out in folders. */
export const FAST_JAR = 'quarkus-app/quarkus-run.jar';

/** The layout in folders, unless one archive is asked for. @see https://quarkus.io/guides/maven-tooling#configuration-reference */
function quarkusArchive(
  pom: Pom,
  plugin: PomPlugin,
  named: (suffix: string, because: string, plugin?: PomPlugin) => Fact<string>,
): Archive {
  const whole = { holdsLibraries: true, isExecutable: true };
  const type = ['quarkus.package.jar.type', 'quarkus.package.type'].map((name) => pom.property(name)?.value);
  if (type.includes('uber-jar')) return { ...whole, path: named('-runner', 'Quarkus makes one archive', plugin) };
  const source = plugin.pom.at(plugin.element, plugin.artifact);
  return { ...whole, path: fact(join(pom.dir, `target/${FAST_JAR}`), 'Quarkus lays the app out in folders', source) };
}

interface Bundler {
  readonly artifact: string;
  readonly goals: readonly string[];
  /** What the plugin appends to the name; undefined where it makes another archive. */
  readonly suffix: (plugin: PomPlugin) => string | undefined;
}

/**
 * Plugins that make one archive with all libraries.
 * @see https://maven.apache.org/plugins/maven-shade-plugin/shade-mojo.html
 * @see https://maven.apache.org/plugins/maven-assembly-plugin/single-mojo.html
 */
const BUNDLERS: readonly Bundler[] = [
  {
    artifact: 'maven-shade-plugin',
    goals: ['shade'],
    suffix: (plugin) =>
      stated(plugin, 'shadedArtifactAttached') === 'true'
        ? `-${stated(plugin, 'shadedClassifierName') ?? 'shaded'}`
        : '',
  },
  {
    artifact: 'maven-assembly-plugin',
    goals: ['single'],
    suffix: (plugin) => {
      const bundles = configurationsOf(plugin).some((element) =>
        element
          .child('descriptorRefs')
          ?.all('descriptorRef')
          .some(({ text }) => text === 'jar-with-dependencies'),
      );
      if (!bundles) return undefined;
      return stated(plugin, 'appendAssemblyId') === 'false' ? '' : '-jar-with-dependencies';
    },
  },
];

function stated(plugin: PomPlugin, name: string): string | undefined {
  return configurationsOf(plugin).flatMap((element) => element.child(name)?.text ?? [])[0];
}

/** The main class in a plugin's configuration, unresolved. */
export function mainClassOf(plugin: PomPlugin): { readonly value: string; readonly line: number } | undefined {
  for (const element of configurationsOf(plugin)) {
    const transformers = element.child('transformers')?.all('transformer') ?? [];
    const places = [
      element.child('mainClass'),
      element.child('archive', 'manifest', 'mainClass'),
      element.child('archive', 'manifestEntries', 'Main-Class'),
      ...transformers.flatMap((each) => [each.child('mainClass'), each.child('manifestEntries', 'Main-Class')]),
    ];
    const found = places.find((place) => place?.text !== undefined);
    if (found?.text !== undefined) return { value: found.text, line: found.line };
  }
  return undefined;
}

/** The archive's name without its ending; a version in it, and what only Maven can know, become `*`. */
function finalName(pom: Pom): string {
  const stated = pom.root.child('build', 'finalName')?.text ?? pom.local?.root.child('build', 'finalName')?.text;
  const text = stated ?? `${pom.artifact}-\${project.version}`;
  return pom
    .resolve(text.replace(/\$\{(project\.|pom\.)?version\}/g, '\0'))
    .replace(/\0|\$\{[^}]*\}/g, '*')
    .replace(/\*+/g, '*');
}
