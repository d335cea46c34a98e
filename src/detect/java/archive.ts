import { fact, type Fact } from '../../model/fact.ts';
import { configurationsOf, goalsOf, pluginsOf, type Pom, type PomPlugin } from '../../parse/pom.ts';
import { join } from '../../repo/repo.ts';
import type { Repackaging } from './boot.ts';
import { knownParent } from './parents.ts';
import type { Lookup } from './settings-files.ts';

/** What `package` leaves in target/. */
export interface Archive {
  /** Relative to the context; `*` stands for the version, so that a release does not change the Dockerfile. */
  readonly path: Fact<string>;
  readonly holdsLibraries: boolean;
  /** Whether its manifest names the class that starts it. */
  readonly isExecutable: boolean;
}

/**
 * The archive that is to run: Boot's, the one that a plugin bundles with its libraries, or the plain one.
 * @param setting looks a key up in the app's settings files.
 */
export function archiveOf(pom: Pom, boot: Repackaging | undefined, setting: Lookup): Archive {
  const named = (suffix: string, because: string, plugin?: PomPlugin, name = finalName(pom)): Fact<string> =>
    fact(
      join(pom.dir, `target/${name}${suffix}.${pom.packaging === 'war' ? 'war' : 'jar'}`),
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
  if (quarkus) {
    const packaging = PACKAGE_TYPES.flatMap((name) => [pom.property(name)?.value, setting(name)?.value]);
    return quarkusArchive(pom, quarkus, packaging, named);
  }
  for (const bundler of BUNDLERS) {
    const plugin = pluginsOf(pom).find(
      (each) =>
        each.artifact === bundler.artifact &&
        !each.managed &&
        goalsOf(each).some((goal) => bundler.goals.includes(goal)),
    );
    const suffix = plugin && bundler.suffix(plugin);
    if (plugin === undefined || suffix === undefined) continue;
    const own = ownName(pom, plugin);
    return {
      path: named(own?.isWhole ? '' : suffix, `${bundler.artifact} puts its libraries into it`, plugin, own?.name),
      holdsLibraries: true,
      isExecutable: mainClassOf(plugin) !== undefined,
    };
  }
  const parent = knownParent(pom);
  if (parent?.row.bundles === true && pom.packaging === 'jar')
    return {
      path: named('', `${parent.name} puts its libraries into it`),
      holdsLibraries: true,
      isExecutable: pom.property(parent.row.mainClassProperty ?? '') !== undefined,
    };
  const isExecutable = pluginsOf(pom).some((plugin) => plugin.artifact === 'maven-jar-plugin' && mainClassOf(plugin));
  return { path: named('', 'Maven names it so'), holdsLibraries: false, isExecutable };
}

const QUARKUS = 'quarkus-maven-plugin';
/** Where Quarkus is told the form of what it makes, in the POM or in its settings. */
const PACKAGE_TYPES = ['quarkus.package.jar.type', 'quarkus.package.type'];
/** Where Quarkus lays the app out in folders. */
export const FAST_JAR = 'quarkus-app/quarkus-run.jar';

/** The layout in folders, unless one archive is asked for. @see https://quarkus.io/guides/maven-tooling#configuration-reference */
function quarkusArchive(
  pom: Pom,
  plugin: PomPlugin,
  packaging: readonly (string | undefined)[],
  named: (suffix: string, because: string, plugin?: PomPlugin) => Fact<string>,
): Archive {
  const whole = { holdsLibraries: true, isExecutable: true };
  if (packaging.includes('uber-jar')) return { ...whole, path: named('-runner', 'Quarkus makes one archive', plugin) };
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

/** The name that a bundler's configuration gives the archive, below target: with its ending cut off, `outputFile` is the whole of it. */
function ownName(pom: Pom, plugin: PomPlugin): { readonly name: string; readonly isWhole: boolean } | undefined {
  const file = stated(plugin, 'outputFile')
    ?.replace(/^(?:\$\{(?:project\.)?(?:build\.directory|basedir)\}\/)?(?:target\/)?/, '')
    .replace(/\.jar$/, '');
  const text = file ?? stated(plugin, 'finalName');
  return text === undefined || /^\.{0,2}\//.test(text)
    ? undefined
    : { name: withoutVersion(pom, text), isWhole: file !== undefined };
}

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
  return withoutVersion(pom, stated ?? knownParent(pom)?.row.finalName ?? `${pom.artifact}-\${project.version}`);
}

function withoutVersion(pom: Pom, text: string): string {
  return pom
    .resolve(text.replace(/\$\{(project\.|pom\.)?version\}/g, '\0'))
    .replace(/\0|\$\{[^}]*\}/g, '*')
    .replace(/\*+/g, '*');
}
