import { fact, type Fact } from '../../model/fact.ts';
import { healthOf } from '../health.ts';
import { findInSources, type Hit } from '../sources.ts';
import type { Repo } from '../../repo/repo.ts';

/** What the sources say about how the program is reached and ended. */
export interface WebFacts {
  /** Set where the program itself listens, without a server that is started for it. */
  readonly listens?: Hit;
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  readonly bindAddress?: Fact<string>;
  /** A variable that the code reads its address from, where its default is the loopback. */
  readonly addressVariable?: string;
  readonly health: Fact<{ readonly path: string; readonly known: boolean }>;
  readonly handlesSigterm: Fact<boolean>;
  /** Set where the program works until it is stopped. */
  readonly loops?: Hit;
  readonly runsPrograms?: Hit;
}

const LISTENS =
  /\b(?:app|application|server|api|socketio|web|uvicorn|mcp|httpd)\.(?:run|run_app|serve_forever|listen)\(|\buvicorn\.run\(|\b\w*HTTPServer\(|\bTCPServer\(|\basyncio\.start_server\(|\bserve\(\s*(?:app|application)\b|\bHTTPServer\b.*\bbind\(/;
const ENVIRONMENT = String.raw`(?:os\.)?(?:environ(?:\.get)?\s*[([]|getenv\s*\()\s*['"]`;
const READS_PORT = new RegExp(`${ENVIRONMENT}PORT['"]`);
const PORT_DEFAULT = new RegExp(`${ENVIRONMENT}PORT['"]\\s*(?:,|\\)\\s*or)\\s*['"]?(\\d{2,5})\\b`);
const PORT_LITERAL =
  /\.run(?:_app|_simple)?\([^)]*\bport\s*=\s*(\d{2,5})\b|(?:Server|bind)\(\s*\(\s*[^,()]*,\s*(\d{2,5})\s*\)|\.listen\(\s*(\d{2,5})\b|^PORT\s*(?::\s*int\s*)?=\s*(\d{2,5})\b/m;
const LOOPBACK =
  /\.run(?:_app|_simple)?\([^)]*\bhost\s*=\s*['"](127\.0\.0\.1|localhost|::1)['"]|(?:Server|bind)\(\s*\(\s*['"](127\.0\.0\.1|localhost)['"]/;
const LOOPBACK_VARIABLE = new RegExp(
  `${ENVIRONMENT}((?:BIND|LISTEN|SERVER|APP|HTTP|WEB)?_?(?:HOST|ADDRESS|ADDR))['"]\\s*,\\s*['"](?:127\\.0\\.0\\.1|localhost)['"]`,
);
const HEALTH_ROUTE =
  /@(?:app|application|api|rt)(?:\.(?:get|route|api_route))?\(\s*['"](\/(?:api\/|v1\/)?(?:health|healthz|healthcheck|health-check|livez|readyz|live|ready|ping|status)\/?)['"]/;
const ROOT_ROUTE = /@(?:app|application|api|rt)(?:\.(?:get|route|api_route))?\(\s*['"]\/['"]/;
const SIGTERM = /\bSIGTERM\b/;
const LOOPS =
  /\bwhile\s+(?:True|1|not\s+\w+)\s*:|\.run_forever\(|\b(?:bot|client)\.(?:run|start)\(|\.start_polling\(|\.run_polling\(|\.infinity_polling\(|\bscheduler\.start\(|\.start_consuming\(/;
const RUNS_PROGRAMS =
  /\bos\.(?:system|popen|exec[lv]\w*|spawn\w+)\(|\bsubprocess\.(?:run|Popen|call|check_call|check_output|getoutput)\b|\bcreate_subprocess_(?:exec|shell)\(/;
/** aiohttp ends on SIGTERM by itself, as the servers that are started for an app do. */
const HANDLING_RUNNERS = /\bweb\.run_app\(|\buvicorn\.run\(|\bhypercorn\b.*\bserve\(/;

/** Reads ports, addresses, routes and signal handlers from the files. */
export function readWebFacts(repo: Repo, files: readonly string[]): WebFacts {
  const find = (pattern: RegExp): Hit | undefined => findInSources(repo, files, pattern);
  const [listens, loops, runsPrograms] = [find(LISTENS), find(LOOPS), find(RUNS_PROGRAMS)];
  const portHit = find(PORT_DEFAULT) ?? find(PORT_LITERAL);
  const portValue = Number(portHit?.match.slice(1).find((group) => group) ?? NaN);
  const loopback = find(LOOPBACK);
  const addressVariable = find(LOOPBACK_VARIABLE)?.match[1];
  return {
    ...(listens ? { listens } : {}),
    ...(loops ? { loops } : {}),
    ...(runsPrograms ? { runsPrograms } : {}),
    ...(portHit && portValue > 0 && portValue < 65536
      ? { port: fact(portValue, `the code says ${portHit.match[0].trim()}`, portHit.source) }
      : {}),
    readsPort: find(READS_PORT) !== undefined,
    ...(loopback
      ? {
          bindAddress: fact(
            loopback.match[1] ?? loopback.match[2] ?? 'localhost',
            'the code names its address',
            loopback.source,
          ),
        }
      : {}),
    ...(addressVariable === undefined ? {} : { addressVariable }),
    health: healthOf(find(HEALTH_ROUTE), find(ROOT_ROUTE)),
    handlesSigterm: sigtermOf(find(SIGTERM), find(HANDLING_RUNNERS)),
  };
}

function sigtermOf(hit: Hit | undefined, runner: Hit | undefined): Fact<boolean> {
  if (hit) return fact(true, 'the code handles SIGTERM', hit.source);
  if (runner) return fact(true, 'what it is served by ends on SIGTERM', runner.source);
  return fact(false, 'nothing in the code handles SIGTERM', { kind: 'absent', lookedFor: ['signal.SIGTERM'] });
}
