import data from '../../../data/java-libraries.json' with { type: 'json' };
import type { Process } from '../../model/app.ts';
import { fact, type Fact, type Source } from '../../model/fact.ts';
import type { Repo } from '../../repo/repo.ts';
import { findInSources, type Hit } from '../sources.ts';
import { readSettings, type Settings } from './settings.ts';
import { javaSources, ownSources, usedLibrary, type JavaModule } from './module.ts';

/** Libraries that serve HTTP by themselves. */
const SERVERS = new RegExp(`^(${data.servers.join('|')})$`);
const SERVES_HTTP =
  /\bHttpServer\s*\.\s*create|\bHttpsServer\s*\.\s*create|\bcreateHttpServer\s*\(|\bSimpleFileServer\b/;
const LISTENS =
  /\bnew\s+ServerSocket\s*\(|\bServerSocketChannel\s*\.\s*open|\b(?:Netty)?ServerBuilder\s*\.\s*forPort|\bnewServerBuilderForPort\s*\(/;

const READS_PORT = /getenv\(\s*"PORT"\s*\)|getenv\(\)\s*\.\s*(?:get|getOrDefault)\(\s*"PORT"/;
const PORT_DEFAULTS = [
  /getOrDefault\(\s*"PORT"\s*,\s*"(\d{2,5})"/,
  /getenv\(\s*"PORT"\s*\)[^;]{0,120}?[:(]\s*"?(\d{2,5})\b/,
  /(?:\bnew\s+(?:InetSocketAddress|ServerSocket|Server)|\.start|\.listen|\.port|\.setPort|[fF]orPort|\bport|\bInetSocketAddress|\.asServer\(\s*\w+)\(\s*(?:"[^"]*"\s*,\s*)?(\d{2,5})\b/,
  /\b\w*port\w*(?:\s*:\s*Int)?\s*=\s*(\d{2,5})\s*[;,)\n]/i,
];
const LOOPBACK =
  /(?:\bInetSocketAddress\(|\bhost\s*=|\.(?:setHost|host|ipAddress)\()\s*"(127\.0\.0\.1|localhost|::1)"|\bgetLoopbackAddress\(\)/;
const HEALTH_ROUTE =
  /"(\/(?:api\/|v1\/)?(?:health|healthz|healthcheck|health-check|livez|readyz|live|ready|ping|status))"/;
const ROOT_ROUTE =
  /@(?:Get|Request)Mapping\(\s*(?:(?:value|path)\s*=\s*)?"\/?"|@GetMapping\s*(?:\(\s*\)\s*)?\n|(?:createContext|\.get|\.route)\(\s*"\/"/;

/** What is served, as facts of the process. */
export type WebFacts = Pick<Process, 'kind' | 'port' | 'readsPort' | 'portVariable' | 'bindAddress' | 'health'> & {
  readonly source?: Source;
  /** What has to be set, or said on the command line, so that it is reached. */
  readonly env?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
};

/**
 * Reads the libraries, the settings and the sources for what listens, where, and what it answers.
 * @param container where it is stated that a servlet container serves it: that listens where it is told to.
 */
export function readWebFacts(repo: Repo, module: JavaModule, container?: Source): WebFacts {
  const files = javaSources(repo, module);
  const find = (pattern: RegExp): Hit | undefined => findInSources(repo, files, pattern);
  const own = ownSources(repo, module);
  const findOwn = (pattern: RegExp): Hit | undefined => findInSources(repo, own, pattern);
  const settings = readSettings(repo, module);
  const library = usedLibrary(module, (artifact) => SERVERS.test(artifact));
  const speaksHttp = library?.source ?? find(SERVES_HTTP)?.source;
  if (container)
    return { kind: 'web', source: container, readsPort: false, health: healthOf(module, settings, findOwn) };
  const source = speaksHttp ?? find(LISTENS)?.source;
  if (source === undefined || settings.isNotWeb) return { kind: 'job', readsPort: false };
  const port =
    settings.port ?? portOf(PORT_DEFAULTS.map(findOwn).find((hit) => hit !== undefined)) ?? usualPort(module);
  const reached = settings.address && everywhere(settings.told);
  const bindAddress = reached ? undefined : (settings.address ?? loopbackOf(findOwn(LOOPBACK)));
  const { port: portVariable } = settings.told.variables ?? {};
  return {
    kind: 'web',
    source,
    ...(port ? { port } : {}),
    readsPort: settings.readsPort || findOwn(READS_PORT) !== undefined,
    ...(portVariable === undefined ? {} : { portVariable }),
    ...reached,
    ...(bindAddress ? { bindAddress } : {}),
    ...(speaksHttp && !settings.isEncrypted ? { health: healthOf(module, settings, findOwn) } : {}),
  };
}

/** What makes a framework listen on every address, where it can be told; its settings files say a loopback one. */
function everywhere({
  variables,
  arguments: named,
}: Settings['told']): Pick<WebFacts, 'env' | 'arguments'> | undefined {
  if (variables) return { env: { [variables.address]: '0.0.0.0' } };
  return named && { arguments: [`${named.address}=0.0.0.0`] };
}

/** The port that a library takes where the code says none. */
function usualPort(module: JavaModule): Fact<number> | undefined {
  const ports: Readonly<Record<string, number>> = data.ports;
  const library = usedLibrary(module, (artifact) => Object.hasOwn(ports, artifact));
  return library && fact(ports[library.artifact] ?? 0, `${library.artifact} listens there`, library.source);
}

function portOf(hit: Hit | undefined): Fact<number> | undefined {
  const value = Number(hit?.match[1]);
  return hit && value > 0 && value < 65536
    ? fact(value, `the code says ${hit.match[0].trim()}`, hit.source)
    : undefined;
}

function loopbackOf(hit: Hit | undefined): Fact<string> | undefined {
  return hit && fact(hit.match[1] ?? 'localhost', 'the code names its address', hit.source);
}

/** The actuator's route, else one of the code; behind a login any answer below 500 counts. */
function healthOf(
  module: JavaModule,
  settings: Settings,
  find: (pattern: RegExp) => Hit | undefined,
): NonNullable<Process['health']> {
  const actuator = usedLibrary(module, (artifact) => artifact === 'spring-boot-starter-actuator');
  const login = usedLibrary(module, (artifact) => /^spring-boot-starter-(security|oauth2-.*)$/.test(artifact));
  const known = login === undefined;
  if (actuator && settings.actuator) {
    const { path, port } = settings.actuator;
    const value =
      port === undefined ? { path: `${settings.contextPath}${path}/health` } : { path: `${path}/health`, port };
    return fact({ ...value, known }, 'the actuator serves it', actuator.source);
  }
  const routes: Readonly<Record<string, string>> = data.health;
  const library = usedLibrary(module, (artifact) => Object.hasOwn(routes, artifact));
  if (library)
    return fact(
      { path: `${settings.contextPath}${routes[library.artifact] ?? '/'}`, known },
      `${library.artifact} serves it`,
      library.source,
    );
  const route = find(HEALTH_ROUTE);
  if (route)
    return fact(
      { path: `${settings.contextPath}${route.match[1] ?? '/'}`, known },
      'the code serves this route',
      route.source,
    );
  const root = find(ROOT_ROUTE);
  if (root) return fact({ path: `${settings.contextPath}/`, known }, 'the code serves /', root.source);
  return fact({ path: `${settings.contextPath}/`, known: false }, 'no route is known: any answer below 500 counts', {
    kind: 'absent',
    lookedFor: ['actuator', '/health', '/'],
  });
}
