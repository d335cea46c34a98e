import { fact, type Candidate, type Fact, firstOf } from '../../model/fact.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { inFile } from '../../model/fact.ts';
import { pluginsOf, type Pom } from '../../parse/pom.ts';
import type { Repo } from '../../repo/repo.ts';
import { mainClassOf } from './archive.ts';
import { ownSources, type JavaModule } from './module.ts';
import { forVersion, knownParent } from './parents.ts';

/** Plugins whose configuration names the main class, and properties that do, in order. */
const PLUGINS = ['maven-jar-plugin', 'maven-shade-plugin', 'maven-assembly-plugin', 'exec-maven-plugin'];
const RUNNER = 'exec-maven-plugin';
const PROPERTIES = ['exec.mainClass', 'start-class', 'mainClass', 'main.class'];

const JAVA_MAIN = /\bstatic\s+(?:final\s+)?void\s+main\s*\(\s*(?:final\s+)?String\b/;
/** Without a class around it, since Java 25. @see https://openjdk.org/jeps/512 */
const COMPACT_MAIN = /^(?:static\s+)?void\s+main\s*\(\s*(?:\)|(?:final\s+)?String\b)/m;
const KOTLIN_MAIN = /^(?:suspend\s+)?fun\s+main\s*\(/m;
/** In an object: the class bears its name. */
const KOTLIN_STATIC_MAIN = /@JvmStatic\s+fun\s+main\s*\(/;
/** Calls by which a server begins to listen. */
const SERVES =
  /\bHttpServer\s*\.\s*create|\bnew\s+ServerSocket\s*\(|\bServerBuilder\s*\.\s*forPort|\bnewServerBuilderForPort\(|\bcreateHttpServer\s*\(|\bembeddedServer\s*\(|\bJavalin\s*\.\s*(?:create|start)|\bSpringApplication\.run\(|\bWebServer\.(?:builder|create)\(|\bMicronaut\.(?:run|build)\(/;
const PACKAGE = /^\s*package\s+([\w.]+)/m;
/** The form of a class name: what else a POM states is not one. */
const CLASS_NAME = /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u;

/** A class that a build file names: that of an archive's manifest may stand in a library, what a plugin runs for the build may be no program of the app. */
export interface NamedClass extends Candidate<string> {
  readonly mayBeForeign: boolean;
}

/** The class that starts the program, and the others that could. */
export interface MainClass {
  readonly main?: Fact<string>;
  /** Set where several classes have a main method and nothing chooses. */
  readonly candidates: readonly string[];
}

/**
 * What the build file names, else the only class of the sources with a main method, else the one of a usual name.
 * @param named the build file's statements, in order; what is no class name is none.
 */
export function findMainClass(repo: Repo, module: JavaModule, named: readonly NamedClass[]): MainClass {
  const isOwn = ownClass(repo, module);
  const stated = firstOf(
    named.filter(({ value, mayBeForeign }) => CLASS_NAME.test(value) && (mayBeForeign || isOwn(value))),
  );
  if (stated) return { main: stated, candidates: [] };
  const found = ownSources(repo, module).flatMap((file) => mainOf(repo, file));
  const usual = found.filter(({ value }) => /(^|\.)(Main|App|Application|\w+Application)(Kt)?$/.test(value));
  const serving = found.filter(({ source }) => source.kind === 'file' && SERVES.test(repo.read(source.file) ?? ''));
  const better = [serving, usual].find((some) => some.length === 1);
  const [only, ...others] = found.length > 1 && better ? better : found;
  if (only === undefined) return { candidates: [] };
  if (others.length > 0) return { candidates: found.map(({ value }) => value) };
  return { main: fact(only.value, only.because, only.source), candidates: [] };
}

/** Whether a class stands in the module's own sources. */
function ownClass(repo: Repo, module: JavaModule): (name: string) => boolean {
  const files = ownSources(repo, module).map((file) => file.replace(/\.\w+$/, '').toLowerCase());
  return (name) => {
    const path = name
      .replace(/Kt$|\$$/, '')
      .split('.')
      .join('/')
      .toLowerCase();
    return files.some((file) => file === path || file.endsWith(`/${path}`));
  };
}

/** What a POM names as the main class, in order. */
export function mainClassesOf(pom: Pom): readonly NamedClass[] {
  return [...statedByPlugins(pom), ...statedByProperties(pom), ...statedByParent(pom)];
}

function statedByParent(pom: Pom): NamedClass[] {
  const parent = knownParent(pom);
  const value = forVersion(parent?.row.mainClass, parent?.version ?? '');
  if (parent === undefined || value === undefined) return [];
  return [{ value, source: parent.source, because: `${parent.name} names it`, mayBeForeign: true }];
}

function statedByPlugins(pom: Pom): NamedClass[] {
  return PLUGINS.flatMap((name) =>
    pluginsOf(pom)
      .filter(({ artifact }) => artifact === name)
      .flatMap((plugin) => {
        const found = mainClassOf(plugin);
        const value = found && pom.resolve(found.value);
        return found && value
          ? [
              {
                value,
                source: inFile(plugin.pom.file, found.line, 'mainClass'),
                because: `${name} names the main class`,
                mayBeForeign: name !== RUNNER,
              },
            ]
          : [];
      }),
  );
}

function statedByProperties(pom: Pom): NamedClass[] {
  return PROPERTIES.flatMap((name) => {
    const found = pom.property(name);
    const value = found && pom.resolve(found.value);
    return found && value
      ? [{ value, source: found.source, because: `the property ${name} names it`, mayBeForeign: true }]
      : [];
  });
}

function mainOf(repo: Repo, file: string): Candidate<string>[] {
  const text = repo.read(file) ?? '';
  if (!/\.(java|kt)$/.test(file)) return [];
  const isKotlin = file.endsWith('.kt');
  const isStatic = isKotlin && KOTLIN_STATIC_MAIN.test(text);
  const pattern = isStatic
    ? KOTLIN_STATIC_MAIN
    : isKotlin
      ? KOTLIN_MAIN
      : JAVA_MAIN.test(text)
        ? JAVA_MAIN
        : COMPACT_MAIN;
  const name = (file.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
  const simple = isKotlin && !isStatic ? `${name.charAt(0).toUpperCase()}${name.slice(1)}Kt` : name;
  const value = [PACKAGE.exec(text)?.[1], simple].filter((part) => part !== undefined).join('.');
  if (!pattern.test(text) || !CLASS_NAME.test(value)) return [];
  return [{ value, source: inFile(file, lineOfMatch(text, pattern)), because: 'it is the class with a main method' }];
}
