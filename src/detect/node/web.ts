import { fact, type Fact } from '../../model/fact.ts';
import { findInSources, type Hit } from '../sources.ts';
import type { Repo } from '../../repo/repo.ts';

/** What the sources of a server say about how it is reached and ended. */
export interface WebFacts {
  /** Set where something listens. */
  readonly listens?: Hit;
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  readonly bindAddress?: Fact<string>;
  readonly health: Fact<{ readonly path: string; readonly known: boolean }>;
  readonly handlesSigterm: Fact<boolean>;
}

const LISTENS = /\.listen\(|\bBun\.serve\(|\bserve\(\s*\{|createServer\(|new (?:Elysia|Hono)\(/;
const READS_PORT = /(?:process\.env|Bun\.env|import\.meta\.env)(?:\.PORT\b|\[['"]PORT['"]\])/;
const PORT_DEFAULT = /(?:env\.PORT|env\[['"]PORT['"]\])[^\n;]{0,40}?(?:\|\||\?\?)\s*['"`]?(\d{2,5})\b/;
const PORT_LITERAL = /\.listen\(\s*(?:\{\s*port:\s*)?['"]?(\d{2,5})\b|\bport\s*[:=]\s*['"]?(\d{2,5})\b/i;
const LOOPBACK =
  /\.listen\([^)]*['"](127\.0\.0\.1|localhost|::1)['"]|\b(?:host|hostname)\s*:\s*['"](127\.0\.0\.1|localhost|::1)['"]/;
const HEALTH_ROUTE =
  /['"`](\/(?:api\/|v1\/)?(?:health|healthz|healthcheck|health-check|livez|readyz|live|ready|ping|status)(?:\/(?:live|ready|liveness|readiness))?)['"`]/;
const ROOT_ROUTE = /\.(?:get|all|use)\(\s*['"`]\/['"`]/;
const SIGTERM = /SIGTERM/;

/** Reads ports, addresses, routes and signal handlers from the files. */
export function readWebFacts(repo: Repo, files: readonly string[]): WebFacts {
  const find = (pattern: RegExp): Hit | undefined => findInSources(repo, files, pattern);
  const listens = find(LISTENS);
  const portHit = find(PORT_DEFAULT) ?? find(PORT_LITERAL);
  const portValue = Number(portHit?.match.slice(1).find(Boolean) ?? NaN);
  const loopback = find(LOOPBACK);
  const readsPort = find(READS_PORT);
  return {
    ...(listens ? { listens } : {}),
    ...(portHit && portValue > 0 && portValue < 65536
      ? { port: fact(portValue, `the code says ${portHit.match[0].trim()}`, portHit.source) }
      : {}),
    readsPort: readsPort !== undefined,
    ...(loopback
      ? {
          bindAddress: fact(
            loopback.match.slice(1).find(Boolean) ?? 'localhost',
            'the code names its address',
            loopback.source,
          ),
        }
      : {}),
    health: healthOf(find(HEALTH_ROUTE), find(ROOT_ROUTE)),
    handlesSigterm: sigtermOf(find(SIGTERM)),
  };
}

function healthOf(route: Hit | undefined, root: Hit | undefined): WebFacts['health'] {
  if (route) return fact({ path: route.match[1] ?? '/', known: true }, 'the code serves this route', route.source);
  if (root) return fact({ path: '/', known: true }, 'the code serves /', root.source);
  return fact({ path: '/', known: false }, 'no route is known: any answer below 500 counts', {
    kind: 'absent',
    lookedFor: ['/health', '/healthz', '/ping', '/'],
  });
}

function sigtermOf(hit: Hit | undefined): Fact<boolean> {
  if (hit) return fact(true, 'the code handles SIGTERM', hit.source);
  return fact(false, 'nothing in the code handles SIGTERM', { kind: 'absent', lookedFor: ["process.on('SIGTERM')"] });
}
