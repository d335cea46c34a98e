import { fact, type Fact } from '../../model/fact.ts';
import { healthOf } from '../health.ts';
import { findInSources, type Hit } from '../sources.ts';
import type { Repo } from '../../repo/repo.ts';
import { ownServer, type OwnServer } from './start/own-server.ts';

/** What the sources say about how the program is reached and ended. */
export interface WebFacts {
  /** Set where the program itself listens, without a server that is started for it. */
  readonly listens?: Hit;
  /** The library by which it does, where that is a known one. */
  readonly own?: OwnServer;
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
  /\b(?:app|application|server|api|socketio|web|uvicorn|httpd)\.(?:run|run_app|serve_forever|listen)\(|\buvicorn\.run\(|\b\w*HTTPServer\(|\bTCPServer\(|\basyncio\.start_server\(|\bserve\(\s*(?:app|application)\b|\bHTTPServer\b.*\bbind\(/;
const ENVIRONMENT = String.raw`(?:os\.)?(?:environ(?:\.get)?\s*[([]|getenv\s*\()\s*['"]`;
const READS_PORT = new RegExp(`${ENVIRONMENT}PORT['"]`);
const PORT_DEFAULT = new RegExp(`${ENVIRONMENT}PORT['"]\\s*(?:,(?:\\s*default\\s*=)?|\\)\\s*or)\\s*['"]?(\\d{2,5})\\b`);
const PORT_LITERAL =
  /\.run(?:_app|_simple)?\([^)]*\bport\s*=\s*(\d{2,5})\b|(?:Server|bind)\(\s*\(\s*[^,()]*,\s*(\d{2,5})\s*\)|\.listen\(\s*(\d{2,5})\b|^[ \t]*(?:PORT|port)\s*(?::\s*\w+\s*)?=\s*['"]?(\d{2,5})\b/m;
/** Defaults of a command line: argparse's and click's `--port`, Tornado's `define`. */
const PORT_OPTION = /['"](?:--)?port['"][^)\n]*\bdefault\s*=\s*['"]?(\d{2,5})\b/;
const LOOPBACK =
  /\.run(?:_app|_simple)?\([^)]*\bhost\s*=\s*['"](127\.0\.0\.1|localhost|::1)['"]|(?:Server|bind)\(\s*\(\s*['"](127\.0\.0\.1|localhost)['"]|\.launch\([^)]*\bserver_name\s*=\s*['"](127\.0\.0\.1|localhost)['"]/;
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
/** Servers that code starts end on SIGTERM by themselves, as those that are started for an app do. */
const HANDLING_RUNNERS = /\buvicorn\.run\(|\bhypercorn\b.*\bserve\(/;

/** Reads ports, addresses, routes and signal handlers from the files. */
export function readWebFacts(repo: Repo, files: readonly string[]): WebFacts {
  const find = (pattern: RegExp): Hit | undefined => findInSources(repo, files, pattern);
  const own = ownServer(repo, files);
  const [listens, loops, runsPrograms] = [own?.hit ?? find(LISTENS), find(LOOPS), find(RUNS_PROGRAMS)];
  const portHit = find(PORT_DEFAULT) ?? find(PORT_LITERAL) ?? find(PORT_OPTION);
  const portValue = Number(portHit?.match.slice(1).find((group) => group) ?? NaN);
  const loopback = find(LOOPBACK);
  const addressVariable = find(LOOPBACK_VARIABLE)?.match[1];
  return {
    ...(listens ? { listens } : {}),
    ...(own ? { own } : {}),
    ...(loops ? { loops } : {}),
    ...(runsPrograms ? { runsPrograms } : {}),
    ...(portHit && portValue > 0 && portValue < 65536
      ? { port: fact(portValue, `the code says ${portHit.match[0].trim()}`, portHit.source) }
      : {}),
    readsPort: find(READS_PORT) !== undefined,
    ...(loopback
      ? {
          bindAddress: fact(
            loopback.match.slice(1).find((group) => group) ?? 'localhost',
            'the code names its address',
            loopback.source,
          ),
        }
      : {}),
    ...(addressVariable === undefined ? {} : { addressVariable }),
    health: healthOf(find(HEALTH_ROUTE), find(ROOT_ROUTE)),
    handlesSigterm: sigtermOf(find(SIGTERM), own?.ends ? own.hit : find(HANDLING_RUNNERS)),
  };
}

function sigtermOf(hit: Hit | undefined, runner: Hit | undefined): Fact<boolean> {
  if (hit) return fact(true, 'the code handles SIGTERM', hit.source);
  if (runner) return fact(true, 'what it is served by ends on SIGTERM', runner.source);
  return fact(false, 'nothing in the code handles SIGTERM', { kind: 'absent', lookedFor: ['signal.SIGTERM'] });
}
