import { coerce, gte } from 'semver';
import { fact, type Fact } from '../../model/fact.ts';
import { configurationsOf, goalsOf, lineage, pluginsOf, type Pom } from '../../parse/pom.ts';

const PARENT = 'spring-boot-starter-parent';
const PLUGIN = 'spring-boot-maven-plugin';
const BOM = 'spring-boot-dependencies';

/** The version of Spring Boot: the parent's, the imported BOM's, or the plugin's. */
export function bootVersion(pom: Pom): Fact<string> | undefined {
  for (const owner of lineage(pom)) {
    if (owner.parent?.artifact === PARENT)
      return fact(pom.resolve(owner.parent.version), 'the parent is Spring Boot', owner.parent.source);
    const managed = owner.root.child('dependencyManagement', 'dependencies')?.all('dependency') ?? [];
    const bom = managed.find((element) => element.child('artifactId')?.text === BOM);
    const version = bom?.child('version');
    if (bom && version?.text)
      return fact(pom.resolve(version.text), 'it imports the dependencies of Spring Boot', owner.at(version, BOM));
  }
  const plugin = pluginsOf(pom).find(({ artifact, version }) => artifact === PLUGIN && version !== undefined);
  if (plugin?.version === undefined) return undefined;
  return fact(plugin.version, `${PLUGIN} has this version`, plugin.pom.at(plugin.element, PLUGIN));
}

/** How Spring Boot's plugin repackages the archive. */
export interface Repackaging {
  readonly version: Fact<string>;
  /** Since 2.4 every archive has layers by default; a war's own layers and layers of another plan are left whole. */
  readonly layered: boolean;
  readonly classifier?: string;
}

/**
 * Whether the plugin makes an executable archive: its `repackage` goal comes with Boot's parent, else with an execution.
 * @see https://docs.spring.io/spring-boot/maven-plugin/packaging.html
 */
export function repackaging(pom: Pom): Repackaging | undefined {
  const plugins = pluginsOf(pom).filter(({ artifact }) => artifact === PLUGIN);
  const version = bootVersion(pom);
  const isUsed = plugins.some(({ managed }) => !managed);
  const hasGoal =
    lineage(pom).some(({ parent }) => parent?.artifact === PARENT) ||
    plugins.some((plugin) => goalsOf(plugin).includes('repackage'));
  const configurations = plugins.flatMap(configurationsOf);
  const stated = (first: string, ...rest: string[]): string | undefined =>
    configurations.flatMap((element) => element.child(first, ...rest)?.text ?? [])[0];
  if (!isUsed || !hasGoal || version === undefined || stated('skip') === 'true') return undefined;
  const release = coerce(version.value);
  const ownLayers = stated('layers', 'enabled') === 'false' || stated('layers', 'configuration') !== undefined;
  const classifier = stated('classifier');
  return {
    version,
    layered: pom.packaging === 'jar' && !ownLayers && release !== null && gte(release, '2.4.0'),
    ...(classifier === undefined ? {} : { classifier: pom.resolve(classifier) }),
  };
}
