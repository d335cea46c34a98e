import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asRecord, asString, asStrings, asTextMap, at, type JsonRecord } from '../parse/shape.ts';
import { lastWords } from './container.ts';
import type { Engine } from './engine.ts';

/** What a compose file says of the app, resolved by compose itself. */
export interface ComposeApp {
  /** `--build-arg` and `--secret` of its build. */
  readonly buildInputs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Options of `docker create`: volumes, temporary folders, an init. */
  readonly options: readonly string[];
  readonly command: readonly string[];
  /** Services that have to be there before it. */
  readonly services: readonly string[];
  /** Those of them that run once, from the app's image. */
  readonly releases: readonly string[];
  readonly project: JsonRecord;
}

/**
 * Reads a compose file through compose, which knows its includes, its variables and its .env files.
 * @param project the name under which everything is started.
 * @returns undefined where no service is built from the Dockerfile; the engine's words where it cannot be read.
 */
export async function readComposeApp(
  engine: Engine,
  file: string,
  dockerfile: string,
  project: string,
): Promise<ComposeApp | undefined | { readonly fault: string }> {
  const { ok, stdout, all } = await engine.try(
    ['compose', '--project-name', project, '--file', file, 'config', '--format', 'json'],
    { cwd: dirname(file) },
  );
  if (!ok) return { fault: all };
  return composeApp(JSON.parse(stdout) as JsonRecord, dockerfile);
}

/** The app's service is the one that is built from the Dockerfile; of several, one that publishes a port. */
export function composeApp(config: JsonRecord, dockerfile: string): ComposeApp | undefined {
  const services = Object.entries(asRecord(config['services']));
  const isOurs = (service: unknown): boolean => builtFrom(service) === dockerfile;
  const ours = services.filter(([, service]) => isOurs(service) && at(service, 'build', 'target') !== 'development');
  const [name, app] = ours.find(([, service]) => at(service, 'ports') !== undefined) ?? ours[0] ?? [];
  if (name === undefined) return undefined;
  const stated = dependenciesOf(config, name);
  const needed =
    stated.length > 0 ? stated : services.filter(([, each]) => at(each, 'build') === undefined).map(([each]) => each);
  const releases = needed.filter((each) => isOurs(at(config, 'services', each)));
  return {
    buildInputs: buildInputs(at(app, 'build'), config),
    env: Object.fromEntries(
      Object.entries(asTextMap(at(app, 'environment'))).map(([key, value]) => [key, plain(value)]),
    ),
    options: runOptions(app),
    command: asStrings(at(app, 'command')).map(plain),
    services: needed.filter((each) => !releases.includes(each)),
    releases,
    project: config,
  };
}

function builtFrom(service: unknown): string | undefined {
  const context = asString(at(service, 'build', 'context'));
  return context === undefined
    ? undefined
    : resolve(context, asString(at(service, 'build', 'dockerfile')) ?? 'Dockerfile');
}

/** What a service depends on, and what that depends on, the first to start first. */
function dependenciesOf(config: JsonRecord, name: string, seen: readonly string[] = []): readonly string[] {
  const direct = Object.keys(asRecord(at(config, 'services', name, 'depends_on'))).filter(
    (each) => !seen.includes(each),
  );
  return [...new Set(direct.flatMap((each) => [...dependenciesOf(config, each, [...seen, name]), each]))];
}

function buildInputs(build: unknown, config: JsonRecord): readonly string[] {
  const args = Object.entries(asTextMap(at(build, 'args'))).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${plain(value)}`,
  ]);
  const secrets = at(build, 'secrets');
  const mounted = (Array.isArray(secrets) ? (secrets as unknown[]) : []).flatMap((secret) => {
    const source = asString(secret) ?? asString(at(secret, 'source')) ?? '';
    const file = asString(at(config, 'secrets', source, 'file'));
    const variable = asString(at(config, 'secrets', source, 'environment'));
    const id = asString(at(secret, 'target')) ?? source;
    if (file !== undefined) return ['--secret', `id=${id},src=${file}`];
    return variable === undefined ? [] : ['--secret', `id=${id},env=${variable}`];
  });
  return [...args, ...mounted];
}

/** Volumes are fresh ones. What is mounted from this machine is left out: the image has to be whole without it. */
function runOptions(app: unknown): readonly string[] {
  const volumes = at(app, 'volumes');
  const mounts = (Array.isArray(volumes) ? (volumes as unknown[]) : []).flatMap((volume) => {
    const target = asString(at(volume, 'target')) ?? '';
    return at(volume, 'type') === 'volume' ? ['--volume', target] : [];
  });
  const tmpfs = asStrings(at(app, 'tmpfs')).filter((path) => path.split(':')[0] !== '/tmp');
  return [...mounts, ...tmpfs.flatMap((path) => ['--tmpfs', path]), ...(at(app, 'init') === true ? ['--init'] : [])];
}

/** Compose writes a `$` twice. */
function plain(value: string): string {
  return value.replaceAll('$$', '$');
}

/** What came of starting the services. */
export interface StartedServices {
  readonly ok: boolean;
  /** The network that they are in. */
  readonly network?: string;
  /** Why not, in compose's words, and what the services printed. */
  readonly reason: string;
  readonly log: string;
}

/**
 * Starts the services that the app needs, without ports on this machine and with fresh volumes, waits until they are
 * healthy, and runs the releases.
 * @param image the app's image, for the releases.
 */
export async function startServices(
  engine: Engine,
  { project, services, releases }: ComposeApp,
  {
    folder,
    name,
    image,
    seconds,
  }: { readonly folder: string; readonly name: string; readonly image: string; readonly seconds: number },
): Promise<StartedServices> {
  const file = join(folder, 'compose.json');
  writeFileSync(file, JSON.stringify(aloneProject(project, [...services, ...releases], image)));
  const compose = ['compose', '--project-name', name, '--file', file];
  if (services.length > 0) {
    const up = await engine.try([...compose, 'up', '--detach', '--wait', '--quiet-pull', ...services], { seconds });
    if (!up.ok) {
      const printed = await engine.try([...compose, 'logs', '--tail', '40', '--no-color', '--no-log-prefix']);
      return { ok: false, reason: lastWords(up.all.replaceAll(`${name}-`, '')), log: printed.all || up.all };
    }
  }
  for (const release of releases) {
    const { ok, all } = await engine.try(
      [...compose, 'run', '--rm', '--no-deps', '--interactive=false', '-T', release],
      { seconds },
    );
    if (!ok) return { ok: false, reason: `${release} failed`, log: all };
  }
  return { ok: true, network: `${name}_default`, reason: '', log: '' };
}

/** What a service has that belongs to one machine, and would be in the way of another run. */
const PRIVATE = ['ports', 'container_name', 'restart', 'networks', 'profiles', 'build'];

/** The services by themselves: fresh volumes and networks, no published ports, no names of their own. */
function aloneProject(config: JsonRecord, names: readonly string[], image: string): JsonRecord {
  const services = names.map((name): [string, JsonRecord] => {
    const service = asRecord(at(config, 'services', name));
    return [name, { ...without(service, PRIVATE), ...(service['build'] === undefined ? {} : { image }) }];
  });
  const volumes = Object.keys(asRecord(config['volumes'])).map((name): [string, JsonRecord] => [name, {}]);
  return {
    ...without(config, ['name', 'networks']),
    services: Object.fromEntries(services),
    volumes: Object.fromEntries(volumes),
  };
}

function without(record: JsonRecord, keys: readonly string[]): JsonRecord {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
