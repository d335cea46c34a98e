import { fact, type Fact } from '../../model/fact.ts';
import type { Process } from '../../model/app.ts';
import type { Hit } from '../sources.ts';
import { healthIn } from './health.ts';
import { FRAMEWORKS, type GoFramework } from './frameworks.ts';
import { findInGo, imports, type GoFile } from './packages.ts';
import { constantsOf, settingsOf } from './settings.ts';

/** A call that begins to serve, in a file that imports the module it belongs to. */
interface Server {
  readonly module: string;
  readonly call: RegExp;
  /** Where the address stands when it is left out, as the module says. */
  readonly usual?: { readonly call: RegExp; readonly port: number; readonly readsPort: boolean };
  /** Whether it speaks plain HTTP/1; another protocol can only be connected to. */
  readonly speaksHttp: boolean;
}

/** Each module's own documentation names these calls. */
const SERVERS: readonly Server[] = [
  { module: 'net/http', call: /\.(ListenAndServe|Serve)\(/, speaksHttp: true },
  {
    module: 'github.com/gin-gonic/gin',
    call: /\.Run(Listener)?\(/,
    usual: { call: /\.Run\(\s*\)/, port: 8080, readsPort: true },
    speaksHttp: true,
  },
  { module: 'github.com/labstack/echo', call: /\.Start(Server)?\(/, speaksHttp: true },
  { module: 'github.com/gofiber/fiber', call: /\.Listen(er)?\(/, speaksHttp: true },
  { module: 'github.com/valyala/fasthttp', call: /\.(ListenAndServe|Serve)\(/, speaksHttp: true },
  { module: 'github.com/kataras/iris', call: /\.(Listen|Run)\(/, speaksHttp: true },
  {
    module: 'github.com/beego/beego',
    call: /\b(web|beego)\.Run\(/,
    usual: { call: /\b(web|beego)\.Run\(\s*\)/, port: 8080, readsPort: false },
    speaksHttp: true,
  },
  {
    module: 'github.com/gobuffalo/buffalo',
    call: /\.Serve\(/,
    usual: { call: /\.Serve\(\s*\)/, port: 3000, readsPort: true },
    speaksHttp: true,
  },
  { module: 'github.com/cloudwego/hertz', call: /\.(Spin|Run)\(/, speaksHttp: true },
  { module: 'github.com/zeromicro/go-zero/rest', call: /\.Start(WithOpts)?\(/, speaksHttp: true },
  { module: 'github.com/go-kratos/kratos', call: /\.Run\(/, speaksHttp: true },
  { module: 'github.com/pocketbase/pocketbase', call: /\.Start\(/, speaksHttp: true },
  { module: 'google.golang.org/grpc', call: /\.Serve\(/, speaksHttp: false },
  { module: 'net/http', call: /\.(ListenAndServeTLS|ServeTLS)\(/, speaksHttp: false },
  { module: 'net', call: /\bnet\.Listen\(\s*"tcp/, speaksHttp: false },
];

/** What the sources of a command say about how it is reached. */
export interface ServerFacts {
  /** Set where something serves. */
  readonly serves?: Hit;
  readonly speaksHttp: boolean;
  /** Whether the port stands in the call or is the default of a variable: a configuration file says nothing else then. */
  readonly portIsSure: boolean;
  readonly framework?: GoFramework;
  readonly process: Pick<Process, 'port' | 'readsPort' | 'bindAddress' | 'health'>;
}

/** How many of the places of a port say it for sure: the server's own call, and the default of PORT. */
const SURE = 3;
const HOST_AND_PORT = '"([\\w.\\-\\[\\]:]*?):(\\d{2,5})"';

/** A port, after an optional host; no part of an address. */
const PORT = '"?(?:[\\w.]*:)?(\\d{2,5})(?![\\w.])';
/** Names that speak of the server's own port, not of a database's. */
const OWN = '(?:(?:default|server|http|web|app|api|listen)[._-]?)?(?:port|addr(?:ess)?|listen|bind)';

/** Where a port is written, the surest place first; the last group is the port. */
const PORTS: readonly RegExp[] = [
  new RegExp(`\\.(?:ListenAndServe(?:TLS)?|Run|Start|Listen)\\(\\s*(?:"tcp[46]?",\\s*)?${HOST_AND_PORT}`),
  new RegExp(`"PORT",\\s*${PORT}`),
  new RegExp(`\\bAddr(?:ess)?\\s*(?::|:?=)\\s*${HOST_AND_PORT}`),
  new RegExp(`"${OWN}"\\s*,\\s*${PORT}`, 'i'),
  new RegExp(`\`[^\`\\n]*\\b${OWN}\\b[^\`\\n]*default:${PORT}`, 'i'),
  new RegExp(`\\b${OWN}(?:\\s+\\w+)?\\s*:?=\\s*${PORT}`, 'i'),
  /":(\d{2,5})"/,
];

const READS_PORT = /[eE]nv\w*\(\s*"PORT"|env(?:config)?:"PORT\b|BindEnv\([^)\n]*"PORT"/;
const LOOPBACK =
  /\.(?:ListenAndServe(?:TLS)?|Run|Start|Listen)\(\s*(?:"tcp[46]?",\s*)?"(127\.0\.0\.1|localhost|\[::1\]):|\bAddr\s*(?::|:?=)\s*"(127\.0\.0\.1|localhost|\[::1\]):/;
/** Reads what serves, and where, from the files that a command is made of. */
export function readServerFacts(files: readonly GoFile[]): ServerFacts {
  const found = SERVERS.flatMap((server) => {
    const own = files.filter((file) => imports(file, server.module));
    const hit = findInGo(own, server.call);
    return hit ? [{ server, hit, own }] : [];
  });
  const [first] = found;
  if (first === undefined) return { speaksHttp: false, portIsSure: false, process: { readsPort: false } };
  const usual = found.find(({ server, own }) => server.usual !== undefined && findInGo(own, server.usual.call))?.server
    .usual;
  const loopback = loopbackIn(files);
  const isRpc = found.some(({ server }) => server.module === 'google.golang.org/grpc');
  const gateway = isRpc ? portOf(files, PORTS.slice(0, SURE).map(withoutListen)) : undefined;
  const stated = gateway ?? portOf(files, PORTS);
  const port = stated?.port ?? (usual && fact(usual.port, 'the address is left out', first.hit.source));
  const speaksHttp = found.some(({ server }) => server.speaksHttp) && (!isRpc || gateway !== undefined);
  const framework = found.map(({ server }) => FRAMEWORKS[server.module]).find((each) => each !== undefined);
  return {
    serves: first.hit,
    speaksHttp,
    portIsSure: stated?.isSure ?? false,
    ...(framework ? { framework } : {}),
    process: {
      ...(port ? { port } : {}),
      readsPort: (usual?.readsPort ?? false) || findInGo(files, READS_PORT) !== undefined,
      ...(loopback
        ? {
            bindAddress: fact(
              loopback.match[1] ?? loopback.match[2] ?? 'localhost',
              'the code names its address',
              loopback.source,
            ),
          }
        : {}),
      ...(speaksHttp ? { health: healthIn(files) } : {}),
    },
  };
}

/** Ports of mail, name, shell and database servers, whose client names them, and that of pprof, which stands beside the server. */
const FOREIGN = new Set([
  21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 6060, 993, 995, 1433, 1521, 2379, 3306, 5432, 5672, 6379, 9042,
  9092, 9200, 11211, 27017,
]);

/** A setting of the server's own address or port. */
const OWN_SETTING = /^(?:(?:default|server|http|web|app|api|listen|main)[._-]?)*(?:port|addr(?:ess)?|listen|bind)$/i;
const SETTING_VALUE = /^(?:[\w.\-[\]]*:)?(\d{2,5})$/;

function portOf(
  files: readonly GoFile[],
  patterns: readonly RegExp[],
): { readonly port: Fact<number>; readonly isSure: boolean } | undefined {
  for (const [index, pattern] of patterns.entries()) {
    if (index === SURE) {
      const own = settingsOf(files).find(({ name, value }) => OWN_SETTING.test(name) && SETTING_VALUE.test(value));
      const port = Number(SETTING_VALUE.exec(own?.value ?? '')?.[1]);
      if (own && port > 0)
        return { port: fact(port, `${own.name} is ${own.value} by default`, own.source), isSure: false };
    }
    for (const file of files) {
      const hit = findInGo([file], pattern);
      const port = Number(hit?.match.at(-1) ?? NaN);
      if (hit && port > 0 && port < 65_536 && (index === 0 || !FOREIGN.has(port)))
        return { port: fact(port, `the code says ${hit.match[0].trim()}`, hit.source), isSure: index < SURE };
    }
  }
  return undefined;
}

/** A call that names its address, without what opens a socket for another protocol. */
function withoutListen(pattern: RegExp): RegExp {
  return new RegExp(pattern.source.replace('|Run|Start|Listen)', '|Run|Start)'), pattern.flags);
}

/** What a server's own call listens on, as a text or by a name for one. */
const NAMED_ADDRESS =
  /(?:\.(?:ListenAndServe(?:TLS)?|Run|Start|Listen)\(|\bAddr\s*(?::|:?=)\s*)\s*(?:"tcp[46]?",\s*)?(?:fmt\.Sprintf\(\s*"[^"]*",\s*|net\.JoinHostPort\(\s*)?(?:\w+\.)*(\w*(?:host|addr|address)\w*)\b(?!\()/i;
const LOOPBACK_VALUE = /^(127\.0\.0\.1|localhost|\[::1\])(?::|$)/;

function loopbackIn(files: readonly GoFile[]): Hit | undefined {
  const literal = findInGo(files, LOOPBACK);
  if (literal) return literal;
  const named = findInGo(files, NAMED_ADDRESS);
  const name = named?.match[1] ?? '';
  const value = LOOPBACK_VALUE.exec(constantsOf(files).get(name) ?? '');
  return named && value ? { ...named, match: value } : undefined;
}
