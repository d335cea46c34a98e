import { isProblem } from '../../model/problem.ts';
import { fact, inFile, type Fact, type Source } from '../../model/fact.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { at } from '../../parse/shape.ts';
import { parseYaml } from '../../parse/yaml.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { JavaModule } from './module.ts';

/** What Spring's settings say about how the app is reached. */
export interface Settings {
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  readonly address?: Fact<string>;
  readonly isNotWeb: boolean;
  /** '' or a path without its last slash. */
  readonly contextPath: string;
  readonly actuatorPath: string;
  readonly hasManagementPort: boolean;
  /** The database's URL. */
  readonly database?: Setting;
}

/** A stated value. */
export interface Setting {
  readonly value: string;
  readonly source: Source;
}

/** Where each framework's settings say it; `%prod.` is Quarkus' way to say it for production. */
const KEYS = {
  port: ['server.port', '%prod.quarkus.http.port', 'quarkus.http.port', 'micronaut.server.port'],
  address: ['server.address', 'micronaut.server.host'],
  path: [
    'server.servlet.context-path',
    'spring.webflux.base-path',
    'quarkus.http.root-path',
    'micronaut.server.context-path',
  ],
} as const;

type Lookup = (key: string) => Setting | undefined;

/** Reads application.properties and application.yml, in Spring's order; Quarkus and Micronaut have the same files. @see https://docs.spring.io/spring-boot/reference/features/external-config.html */
export function readSettings(repo: Repo, module: JavaModule): Settings {
  const folders = [module, ...module.siblings]
    .flatMap(({ resourceFolders }) => resourceFolders)
    .flatMap((folder) => [`${folder}/config`, folder]);
  const lookups = folders.flatMap((folder) => [
    properties(repo, join(folder, 'application.properties')),
    ...['application.yml', 'application.yaml'].map((name) => yaml(repo, join(folder, name))),
  ]);
  const get: Lookup = (key) => lookups.map((look) => look(key)).find((setting) => setting !== undefined);
  const first = (keys: readonly string[]): Setting | undefined =>
    keys.map(get).find((setting) => setting !== undefined);
  const port = first(KEYS.port);
  const number = Number(/^(?:\$\{[^:}]+:)?(\d{2,5})\}?$/.exec(port?.value ?? '')?.[1]);
  const address = first(KEYS.address);
  const database = get('spring.datasource.url');
  return {
    ...(database ? { database } : {}),
    ...(port && number > 0 && number < 65536
      ? { port: fact(number, `the settings say the port ${port.value}`, port.source) }
      : {}),
    readsPort: /^\$\{PORT\b/.test(port?.value ?? ''),
    ...(address && /^(localhost|127\.|::1)/.test(address.value)
      ? { address: fact(address.value, 'the settings say so', address.source) }
      : {}),
    isNotWeb: get('spring.main.web-application-type')?.value.toLowerCase() === 'none',
    contextPath: pathOf(first(KEYS.path), ''),
    actuatorPath: pathOf(get('management.endpoints.web.base-path'), '/actuator'),
    hasManagementPort: get('management.server.port') !== undefined,
  };
}

function pathOf(setting: Setting | undefined, usual: string): string {
  const value = setting?.value.replace(/\/$/, '');
  return value !== undefined && /^(\/[\w.~-]+)*$/.test(value) ? value : usual;
}

function properties(repo: Repo, file: string): Lookup {
  const text = repo.read(file) ?? '';
  return (key) => {
    const pattern = new RegExp(`^[ \\t]*${key.replaceAll('.', '\\.')}[ \\t]*[=:][ \\t]*(.*)$`, 'm');
    const value = pattern.exec(text)?.[1]?.trim();
    return value ? { value, source: inFile(file, lineOfMatch(text, pattern), key) } : undefined;
  };
}

/**
 * Keys nest, or stand in one with dots. Only the first document of a file counts: the others belong to profiles.
 * Before Maven fills in its `@…@` the file need not be YAML yet, so what cannot be parsed says nothing.
 */
function yaml(repo: Repo, file: string): Lookup {
  const [first = ''] = (repo.read(file) ?? '').replace(/^---.*\n/, '\n').split(/^---/m);
  const document = parseYaml(first.replace(/@[\w.-]+@/g, 'filtered'), file);
  if (isProblem(document)) return () => undefined;
  return (key) => {
    const parts = key.split('.');
    for (let split = 0; split < parts.length; split += 1) {
      const path = [...parts.slice(0, split), parts.slice(split).join('.')];
      const value = at(document.value, ...path) ?? at(document.value, ...parts);
      if (typeof value === 'string' || typeof value === 'number')
        return {
          value: String(value),
          source: inFile(file, document.lineOf(...path) ?? document.lineOf(...parts), key),
        };
    }
    return undefined;
  };
}
