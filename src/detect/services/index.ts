import type { App } from '../../model/app.ts';
import type { Fact, Rejected } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import type { ConnectionVariable, ServiceUse } from '../../model/service.ts';
import type { Repo } from '../../repo/repo.ts';
import { embeddedDrivers, SERVICE_NAMES, serviceRow, type ServiceName } from '../../services.ts';
import { alike, clientsOf } from './clients.ts';
import { connectionOf, type Variables } from './connections.ts';
import { chooseDatabases, type Client } from './databases.ts';
import { runningParts, type Running } from './dependencies.ts';
import { statedDialects } from './dialects.ts';
import { imageOf } from './images.ts';
import { librarySecrets } from './library-secrets.ts';
import { variablesNamed, variablesRead } from './reads.ts';
import { isOwnSecret, partOf } from './words.ts';

/** An app with the servers that it talks to when it runs, and the secrets of its own that it needs. Paths are of its context. */
export function withServices(repo: Repo, app: App): App {
  const running = runningParts(repo, app);
  const isWanted = remembered(
    (name) => isOwnSecret(name) || SERVICE_NAMES.some((service) => partOf(name, service, true) !== undefined),
  );
  const read = variablesRead(repo, running.files, isWanted);
  const settings = variablesNamed(repo, running.folders);
  const named = settings.filter(({ name }) => isWanted(name));
  const { services, problems } = servicesOf(repo, app, running, { read, named });
  const hasDatabase = services.some(({ service }) => serviceRow(service).isDatabase === true);
  const own = read.filter(({ name, hasDefault }) => isOwnSecret(name) && !hasDefault);
  const others = librarySecrets(repo, app).filter(({ name }) => read.every((each) => each.name !== name));
  const secrets = [...own.map(({ name, source }) => ({ name, source })), ...others];
  return {
    ...app,
    processes: app.processes.filter(({ needsDatabase }) => needsDatabase !== true || hasDatabase),
    ...(settings.length === 0 ? {} : { settingNames: [...new Set(settings.map(({ name }) => name))] }),
    ...(services.length === 0 ? {} : { services }),
    ...(secrets.length === 0 ? {} : { ownSecrets: secrets }),
    ...(problems.length === 0 ? {} : { serviceProblems: problems }),
  };
}

/** The same names stand in sources again and again. */
function remembered(decide: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const decided = decide(name);
    known.set(name, decided);
    return decided;
  };
}

interface Found {
  readonly services: readonly ServiceUse[];
  readonly problems: readonly Problem[];
}

function servicesOf(repo: Repo, app: App, running: Running, { read, named }: Variables): Found {
  const stated = statedDialects(repo, running.files);
  const clients = clientsOf(app.language, running, stated);
  if (clients.length === 0) return { services: [], problems: [] };
  const [embedded] = embeddedDrivers(app.language).flatMap((name) => running.dependencies[name] ?? []);
  const choosing = [...named, ...read].filter(({ name }) => partOf(name, 'postgres', true) === 'dialect');
  const databases = chooseDatabases(clients, {
    stated,
    chosen: choosing.flatMap(({ forms }) => forms),
    isTold: read.some(({ name }) => leadsTo(name, ['postgres', 'mysql', 'mariadb'])),
    ...(embedded === undefined ? {} : { embedded }),
  });
  const database = databases.clients.find(({ service }) => serviceRow(service).isDatabase === true);
  const taken = new Set<string>();
  const found = databases.clients.map((client) => {
    const isFree = ({ name }: { readonly name: string }): boolean => !taken.has(name);
    const free = { read: read.filter(isFree), named: named.filter(isFree) };
    const variables = connectionOf(repo, app, running, client, free, client === database);
    for (const { name } of variables) taken.add(name);
    return { client, variables };
  });
  const used = found.filter(({ variables }) => variables.length > 0);
  const lost = found.filter(
    ({ client, variables }) => variables.length === 0 && serviceRow(client.service).isOptional !== true,
  );
  return {
    services: used.map(({ client, variables }) =>
      useOf(repo, running, client, variables, client === database ? databases.rejected : []),
    ),
    problems: [...databases.problems, ...lost.map(({ client }) => notTold(client))],
  };
}

function leadsTo(name: string, services: readonly ServiceName[]): boolean {
  return services.some((service) => ['url', 'host', 'address'].includes(partOf(name, service, true) ?? ''));
}

/** The server with its image, and everything that was concluded from. */
function useOf(
  repo: Repo,
  { folders, dependencies }: Running,
  client: Client,
  variables: readonly ConnectionVariable[],
  rejected: readonly Rejected<string>[],
): ServiceUse {
  const { service, image } = imageOf(repo, folders, alike(client.service), Object.keys(dependencies));
  const [first] = variables;
  const names = variables.map(({ name }) => name).join(', ');
  const fact: Fact<string> = {
    ...image,
    because: `production has ${client.dependency}, and ${names} leads there; ${image.because}`,
    sources: [client.source, ...(first ? [first.source] : []), ...image.sources],
    rejected: [...image.rejected, ...rejected],
  };
  return { service, image: fact, variables };
}

function notTold({ service, dependency, source }: Client): Problem {
  const where =
    source.kind === 'file' ? { file: source.file, ...(source.line ? { line: source.line } : {}) } : undefined;
  return problem('service-not-told', { dependency, service: serviceRow(service).title }, where);
}
