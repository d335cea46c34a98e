import { isProblem } from '../model/problem.ts';
import { inFile, type Source } from '../model/fact.ts';
import { join, within, type Repo } from '../repo/repo.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** A dependency as the POM states it; property references are resolved where the repository holds them. */
export interface PomDependency {
  readonly group: string;
  readonly artifact: string;
  readonly version?: string;
  readonly scope: string;
  readonly source: Source;
}

/** A plugin of `build`, or of `pluginManagement`, which only configures. */
export interface PomPlugin {
  readonly artifact: string;
  readonly version?: string;
  readonly managed: boolean;
  readonly element: XmlElement;
  readonly pom: Pom;
}

/** A pom.xml with its parents that stand in the repository. @see https://maven.apache.org/pom.html */
export interface Pom {
  readonly file: string;
  readonly dir: string;
  readonly root: XmlElement;
  readonly artifact: string;
  readonly packaging: string;
  readonly modules: readonly string[];
  /** The parent's coordinates as stated. */
  readonly parent?: {
    readonly group: string;
    readonly artifact: string;
    readonly version: string;
    readonly source: Source;
  };
  /** The parent's POM, where it stands in the repository. */
  readonly local?: Pom;
  /** The text with `${…}` replaced; what cannot be resolved stays as written. */
  resolve(text: string): string;
  /** A property of this POM or of a parent, unresolved, and where it stands. */
  property(name: string): { readonly value: string; readonly source: Source } | undefined;
  at(element: XmlElement, key?: string): Source;
}

const MAX_PARENTS = 10;
const MAX_DEPTH = 10;

/** Reads the POM of a folder. A malformed one is reported to the repo and counts as missing. */
export function readPom(repo: Repo, dir: string, depth = 0, name = 'pom.xml'): Pom | undefined {
  const file = join(dir, name);
  const text = repo.read(file);
  if (text === undefined || depth > MAX_PARENTS) return undefined;
  const root = parseXml(text, file, 'project');
  if (!isProblem(root)) return toPom(repo, file, dir, root, depth);
  repo.report(root);
  return undefined;
}

function toPom(repo: Repo, file: string, dir: string, root: XmlElement, depth: number): Pom {
  const at = (element: XmlElement, key?: string): Source => inFile(file, element.line, key);
  const parent = parentOf(root, at);
  const local = parent && localParent(repo, dir, root, parent.artifact, depth);
  const artifact = root.child('artifactId')?.text ?? (dir.split('/').at(-1) || 'app');
  const pom: Pom = {
    file,
    dir,
    root,
    at,
    artifact,
    get packaging() {
      return resolveText(pom, root.child('packaging')?.text ?? 'jar', 0);
    },
    modules: modulesOf(root),
    ...(parent ? { parent } : {}),
    ...(local ? { local } : {}),
    property: (name) => {
      const element = root.child('properties', name);
      return element?.text === undefined ? local?.property(name) : { value: element.text, source: at(element, name) };
    },
    resolve: (text) => resolveText(pom, text, 0),
  };
  return pom;
}

/** The modules of a POM, and those of its profiles that are active unless something is said. */
function modulesOf(root: XmlElement): readonly string[] {
  const active = (root.child('profiles')?.all('profile') ?? []).filter(isActiveAlone);
  const listed = [root, ...active].flatMap((element) => element.child('modules')?.all('module') ?? []);
  return [...new Set(listed.flatMap((module) => module.text ?? []))];
}

/** @see https://maven.apache.org/guides/introduction/introduction-to-profiles.html */
function isActiveAlone(profile: XmlElement): boolean {
  const activation = profile.child('activation');
  const isDefault = activation?.child('activeByDefault')?.text === 'true';
  return isDefault || activation?.child('property', 'name')?.text?.startsWith('!') === true;
}

function parentOf(root: XmlElement, at: Pom['at']): Pom['parent'] {
  const element = root.child('parent');
  const artifact = element?.child('artifactId')?.text;
  if (element === undefined || artifact === undefined) return undefined;
  const text = (name: string): string => element.child(name)?.text ?? '';
  return {
    group: text('groupId'),
    artifact,
    version: text('version'),
    source: at(element.child('version') ?? element, 'parent'),
  };
}

/** `relativePath` is ../pom.xml where it is left out, and nothing where it is empty. */
function localParent(repo: Repo, dir: string, root: XmlElement, artifact: string, depth: number): Pom | undefined {
  const stated = root.child('parent', 'relativePath');
  if (stated !== undefined && stated.text === undefined) return undefined;
  const path = within(dir, stated?.text ?? '..');
  if (path === undefined) return undefined;
  const name = repo.has(path) ? (path.split('/').at(-1) ?? '') : 'pom.xml';
  const folder = repo.has(path) ? path.slice(0, Math.max(0, path.length - name.length - 1)) : path;
  const pom = folder === dir && name === 'pom.xml' ? undefined : readPom(repo, folder, depth + 1, name);
  return pom?.artifact === artifact ? pom : undefined;
}

/** @see https://maven.apache.org/pom.html#Properties */
function resolveText(pom: Pom, text: string, depth: number): string {
  if (depth > MAX_DEPTH || !text.includes('${')) return text;
  const replaced = text.replace(
    /\$\{([^{}$]+)\}/g,
    (whole, name: string) => projectValue(pom, name) ?? pom.property(name)?.value ?? whole,
  );
  return replaced === text || replaced.length > 2_000 ? replaced : resolveText(pom, replaced, depth + 1);
}

function projectValue(pom: Pom, name: string): string | undefined {
  const path = /^(?:project|pom)\.(.+)$/.exec(name)?.[1];
  if (path === undefined) return undefined;
  if (path === 'artifactId') return pom.artifact;
  return (
    path.split('.').reduce<XmlElement | undefined>((element, name) => element?.child(name), pom.root)?.text ??
    (['version', 'groupId'].includes(path) ? pom.root.child('parent', path)?.text : undefined)
  );
}

/** The POM, then its parents in the repository. */
export function lineage(pom: Pom): readonly Pom[] {
  return pom.local === undefined ? [pom] : [pom, ...lineage(pom.local)];
}

/** Dependencies of the POM and its parents, those of tests too; managed ones and those of profiles are not. */
export function dependenciesOf(pom: Pom): readonly PomDependency[] {
  return lineage(pom).flatMap((owner) =>
    (owner.root.child('dependencies')?.all('dependency') ?? []).flatMap((element) => {
      const artifact = element.child('artifactId')?.text;
      if (artifact === undefined) return [];
      const version = element.child('version')?.text;
      return [
        {
          group: pom.resolve(element.child('groupId')?.text ?? ''),
          artifact: pom.resolve(artifact),
          ...(version === undefined ? {} : { version: pom.resolve(version) }),
          scope: element.child('scope')?.text ?? 'compile',
          source: owner.at(element, artifact),
        },
      ];
    }),
  );
}

/** Plugins of the POM and its parents, the POM's own first; those of profiles are not. */
export function pluginsOf(pom: Pom): readonly PomPlugin[] {
  return lineage(pom).flatMap((owner) =>
    [false, true].flatMap((managed) =>
      (
        (managed
          ? owner.root.child('build', 'pluginManagement', 'plugins')
          : owner.root.child('build', 'plugins')
        )?.all('plugin') ?? []
      ).flatMap((element) => {
        const artifact = element.child('artifactId')?.text;
        const version = element.child('version')?.text;
        return artifact === undefined
          ? []
          : [
              {
                artifact,
                ...(version === undefined ? {} : { version: pom.resolve(version) }),
                managed,
                element,
                pom: owner,
              },
            ];
      }),
    ),
  );
}

/** A plugin's configuration elements: its own and those of its executions. */
export function configurationsOf({ element }: PomPlugin): readonly XmlElement[] {
  const executions = element.child('executions')?.all('execution') ?? [];
  return [element, ...executions].flatMap((owner) => owner.child('configuration') ?? []);
}

/** The goals of a plugin's executions. */
export function goalsOf({ element }: PomPlugin): readonly string[] {
  const executions = element.child('executions')?.all('execution') ?? [];
  return executions.flatMap((execution) =>
    (execution.child('goals')?.all('goal') ?? []).flatMap((goal) => goal.text ?? []),
  );
}
