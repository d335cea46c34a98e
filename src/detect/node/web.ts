import data from '../../../data/node-programs.json' with { type: 'json' };
import { fact, type Fact, type Source } from '../../model/fact.ts';
import { nodeHealth } from './health.ts';
import { findInSources, type Hit } from '../sources.ts';
import type { Repo } from '../../repo/repo.ts';

/** What the sources of a server say about how it is reached and ended. */
export interface WebFacts {
  /** Set where something listens. */
  readonly listens?: { readonly source: Source };
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  readonly bindAddress?: Fact<string>;
  /** The variable that moves the address away from the loopback that it defaults to. */
  readonly hostVariable?: string;
  readonly health: Fact<{ readonly path: string; readonly known: boolean }>;
  readonly handlesSigterm: Fact<boolean>;
}

const LISTENS =
  /\.listen\(|\bBun\.serve\(|\bserve\(\s*\{|createServer\(|new (?:Elysia|Hono)\(|\bstartStandaloneServer\(|\bHapi\.(?:server|Server)\(|new (?:WebSocket\.?)?Server\(\s*(?:\d|\{\s*port\b)/;
const READS_PORT = /(?:process\.env|Bun\.env|import\.meta\.env)(?:\.PORT\b|\[['"]PORT['"]\])/;
const PORT_DEFAULT = /(?:env\.PORT|env\[['"]PORT['"]\])[^\n;]{0,40}?(?:\|\||\?\?)\s*['"`]?(\d{2,5})\b/;
const PORT_LITERAL = /\.listen\(\s*(?:\{\s*port:\s*)?['"]?(\d{2,5})\b|\bport\s*[:=]\s*['"]?(\d{2,5})\b/i;
const LOOPBACK =
  /(?:\.listen|\bserve|\bHapi\.[sS]erver)\([^)]*['"](127\.0\.0\.1|localhost|::1)['"]|\b(?:const|let|var)\s+host(?:name)?\s*=\s*['"](127\.0\.0\.1|localhost|::1)['"]/i;
/** A variable for the server's own address: DB_HOST and its like are of others. */
const HOST_VARIABLE =
  /env(?:\.|\[['"])(HOST|HOSTNAME|ADDRESS|BIND|BIND_HOST|BIND_ADDRESS|LISTEN_HOST|LISTEN_ADDRESS|SERVER_HOST|APP_HOST)\b(?:['"]\])?\s*(?:\|\||\?\?)\s*['"](?:127\.0\.0\.1|localhost|::1)['"]/;
/** Servers that listen on the loopback unless they are told otherwise, and how they look when they are not told. */
const LOOPBACK_BY_DEFAULT: Readonly<Record<string, RegExp>> = {
  fastify: /\.listen\(\s*\{(?![^}]*\bhost\b)[^}]*\}/,
  '@nestjs/platform-fastify': /\.listen\(\s*[^,(){}]+\)/,
};
/** Frameworks whose own program or bootstrap listens, so that no source does. */
const SERVERS: Readonly<Record<string, { readonly port: number; readonly host?: string }>> = data.servers;
/** Where the configuration libraries keep a port. */
const CONFIGURED_PORT = /"port"\s*:\s*"?(\d{2,5})\b/i;
const SIGTERM = /SIGTERM/;
/** Libraries that end the program on SIGTERM once they are called. */
const SHUTDOWN = new RegExp(
  `(?:\\bfrom\\s*|\\brequire\\(\\s*|\\bimport\\s*)['"\`](?:${Object.keys(data.signalHandlers).join('|')})['"\`]`,
);

/**
 * Reads ports, addresses, routes and signal handlers from the files.
 * @param configurations files that hold a port where the code does not.
 */
export function readWebFacts(
  repo: Repo,
  files: readonly string[],
  dependencies: Readonly<Record<string, string>>,
  configurations: readonly string[],
): WebFacts {
  const framework = Object.keys(dependencies).find((name) => Object.hasOwn(SERVERS, name));
  const server = framework === undefined ? undefined : SERVERS[framework];
  const find = (pattern: RegExp): Hit | undefined => findInSources(repo, files, pattern);
  const listens = find(LISTENS);
  const portHit = find(PORT_DEFAULT) ?? find(PORT_LITERAL) ?? findInSources(repo, configurations, CONFIGURED_PORT);
  const portValue = Number(portHit?.match.slice(1).find(Boolean) ?? NaN);
  const hostVariable = find(HOST_VARIABLE)?.match[1] ?? server?.host;
  const silent = Object.entries(LOOPBACK_BY_DEFAULT).find(([name]) => Object.hasOwn(dependencies, name))?.[1];
  const loopback = hostVariable === undefined ? (find(LOOPBACK) ?? (silent && find(silent))) : undefined;
  const readsPort = find(READS_PORT);
  const bySource: Source = { kind: 'table', name: `data/node-programs.json: ${framework ?? ''}`, date: data.date };
  return {
    ...(listens ? { listens } : server ? { listens: { source: bySource } } : {}),
    ...(portHit && portValue > 0 && portValue < 65536
      ? { port: fact(portValue, `the code says ${portHit.match[0].trim()}`, portHit.source) }
      : server
        ? { port: fact(server.port, `${framework ?? ''} listens there`, bySource) }
        : {}),
    readsPort: readsPort !== undefined || server !== undefined,
    ...(hostVariable === undefined ? {} : { hostVariable }),
    ...(loopback
      ? {
          bindAddress: fact(
            loopback.match.slice(1).find(Boolean) ?? 'localhost',
            'the code names its address',
            loopback.source,
          ),
        }
      : {}),
    health: nodeHealth(repo, files),
    handlesSigterm: sigtermOf(find(SIGTERM), find(SHUTDOWN)),
  };
}

function sigtermOf(hit: Hit | undefined, library: Hit | undefined): Fact<boolean> {
  if (hit) return fact(true, 'the code handles SIGTERM', hit.source);
  if (library) return fact(true, 'a library of the code handles SIGTERM', library.source);
  return fact(false, 'nothing in the code handles SIGTERM', { kind: 'absent', lookedFor: ["process.on('SIGTERM')"] });
}
