import data from '../../../data/java-settings.json' with { type: 'json' };
import { fact, type Fact } from '../../model/fact.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { usedLibrary, type JavaModule } from './module.ts';
import { settingsIn, type Lookup, type Setting } from './settings-files.ts';

/** What the settings of a framework say about how the app is reached. */
export interface Settings {
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  /** A loopback address. */
  readonly address?: Fact<string>;
  /** How the framework is told another port or address when it starts. */
  readonly told: Told;
  readonly isNotWeb: boolean;
  /** Whether it speaks TLS. */
  readonly isEncrypted: boolean;
  /** '' or a path without its last slash. */
  readonly contextPath: string;
  /** Where the actuator answers; undefined where its health is not served. */
  readonly actuator?: { readonly path: string; readonly port?: number };
  /** The database's URL. */
  readonly database?: Setting;
}

/** A row of the table: the keys of a framework, and what overrides them. */
interface Framework {
  readonly name: string;
  /** Form of the libraries that it consists of. */
  readonly library: string;
  readonly port: readonly string[];
  readonly address?: readonly string[];
  readonly path?: readonly string[];
  readonly management?: { readonly port: string; readonly path: string };
  readonly variables?: Names;
  readonly arguments?: Names;
}

interface Names {
  readonly port: string;
  readonly address: string;
}

interface Told {
  readonly variables?: Names;
  readonly arguments?: Names;
}

const FRAMEWORKS: readonly Framework[] = data.frameworks;
const LOOPBACK = /^(\$\{[^:}]+:)?(localhost|127\.|::1)/;

/** Reads the settings files of a module and of what it is built from. @see https://docs.spring.io/spring-boot/reference/features/external-config.html */
export function readSettings(repo: Repo, module: JavaModule): Settings {
  const get = lookupOf(repo, module);
  const framework = FRAMEWORKS.find(({ library }) => usedLibrary(module, (name) => new RegExp(library).test(name)));
  const first = (keys: (row: Framework) => readonly string[] = () => []): Setting | undefined =>
    (framework ? [framework] : FRAMEWORKS)
      .flatMap(keys)
      .map(get)
      .find((setting) => setting !== undefined);
  const port = first((row) => row.port);
  const number = portIn(port?.value);
  const address = first((row) => row.address ?? []);
  const database = get('spring.datasource.url');
  const actuator = actuatorOf(get, framework, number);
  return {
    ...(database ? { database } : {}),
    ...(port && number !== undefined
      ? { port: fact(number, `the settings say the port ${port.value}`, port.source) }
      : {}),
    readsPort: /^\$\{PORT\b/.test(port?.value ?? ''),
    ...(address && LOOPBACK.test(address.value)
      ? { address: fact(address.value, 'the settings say so', address.source) }
      : {}),
    told: framework ?? {},
    isNotWeb: get('spring.main.web-application-type')?.value.toLowerCase() === 'none',
    isEncrypted:
      get('server.ssl.enabled')?.value !== 'false' &&
      ['server.ssl.key-store', 'server.ssl.bundle', 'server.ssl.certificate'].some((key) => get(key) !== undefined),
    contextPath: pathOf(
      first((row) => row.path ?? []),
      '',
    ),
    ...(actuator ? { actuator } : {}),
  };
}

/** A key in the files of all modules; those of the profiles that the settings make active go first, the last one before all. */
export function lookupOf(repo: Repo, module: JavaModule): Lookup {
  const folders = [module, ...module.siblings].flatMap(({ resourceFolders }) => resourceFolders);
  const lookups = (names: readonly string[]): Lookup => {
    const all = folders.flatMap((folder) => names.map((name) => settingsIn(repo, join(folder, name))));
    return (key) => all.map((look) => look(key)).find((setting) => setting !== undefined);
  };
  const usual = lookups(data.files);
  const active =
    usual('spring.profiles.active')
      ?.value.split(',')
      .map((name) => name.trim()) ?? [];
  const profiles = active
    .filter((name) => /^[\w-]+$/.test(name))
    .reverse()
    .map((name) => lookups(data.files.map((file) => file.replace(/(?=\.\w+$)/, `-${name}`))));
  return (key) => [...profiles, usual].map((look) => look(key)).find((setting) => setting !== undefined);
}

/**
 * Where health is asked: not where the web exposure leaves it out.
 * @see https://docs.spring.io/spring-boot/reference/actuator/endpoints.html
 */
function actuatorOf(get: Lookup, framework: Framework | undefined, port: number | undefined): Settings['actuator'] {
  const list = (key: string): readonly string[] | undefined =>
    get(`management.endpoints.web.exposure.${key}`)
      ?.value.split(',')
      .map((item) => item.trim());
  const included = list('include');
  const names = ['health', '*'];
  const isHidden =
    (included !== undefined && !included.some((name) => names.includes(name))) ||
    list('exclude')?.some((name) => names.includes(name)) === true;
  const stated = framework?.management && get(framework.management.port);
  const own = portIn(stated?.value);
  if (isHidden || (stated && own === undefined)) return undefined;
  const base =
    own === undefined || own === port ? '' : pathOf(framework?.management && get(framework.management.path), '');
  const path = base + pathOf(get('management.endpoints.web.base-path'), '/actuator');
  return { path, ...(own === undefined || own === port ? {} : { port: own }) };
}

/** A port, or the default of a variable that gives it. */
function portIn(value: string | undefined): number | undefined {
  const number = Number(/^(?:\$\{[^:}]+:)?(\d{2,5})\}?$/.exec(value ?? '')?.[1]);
  return number > 0 && number < 65_536 ? number : undefined;
}

function pathOf(setting: Setting | undefined, usual: string): string {
  const value = setting?.value.replace(/\/$/, '');
  return value !== undefined && /^(\/[\w.~-]+)*$/.test(value) ? value : usual;
}
