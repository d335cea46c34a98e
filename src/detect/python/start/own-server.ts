import type { Repo } from '../../../repo/repo.ts';
import { findInSources, type Hit } from '../../sources.ts';

/** A library by which a program listens from its own main, and what it does where the call says nothing. */
interface Library {
  /** The module that the file imports. */
  readonly module: string;
  readonly call: RegExp;
  readonly port?: number;
  /** Whether it takes the loopback where no address is given. */
  readonly isLocal?: boolean;
  /** Variables that it reads where the call names no address or port. */
  readonly hostVariable?: string;
  readonly portVariable?: string;
  /** Whether it ends on SIGTERM. */
  readonly ends?: boolean;
  /** Whether it speaks something else than HTTP. */
  readonly isPlain?: boolean;
}

const LIBRARIES: readonly Library[] = [
  // https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.run_app
  { module: 'aiohttp', call: /\brun_app\(/, port: 8080, ends: true },
  // https://dash.plotly.com/reference#app.run
  {
    module: 'dash',
    call: /\b\w+\.run(?:_server)?\(/,
    port: 8050,
    isLocal: true,
    hostVariable: 'HOST',
    portVariable: 'PORT',
  },
  // https://robyn.tech/documentation/en/api_reference/robyn_env
  {
    module: 'robyn',
    call: /\b\w+\.start\(/,
    port: 8080,
    isLocal: true,
    hostVariable: 'ROBYN_HOST',
    portVariable: 'ROBYN_PORT',
  },
  // https://nicegui.io/documentation/run
  { module: 'nicegui', call: /\bui\.run\(/, port: 8080, ends: true },
  // https://gofastmcp.com/deployment/running-server; without a transport it speaks over its standard input
  {
    module: 'fastmcp',
    call: /\b\w+\.run(?:_async)?\([^)]*\btransport\s*=\s*['"](?:http|streamable-http|sse)['"]/,
    port: 8000,
    isLocal: true,
    hostVariable: 'FASTMCP_HOST',
    portVariable: 'FASTMCP_PORT',
    ends: true,
  },
  // https://github.com/modelcontextprotocol/python-sdk: the address stands where the server is made
  {
    module: 'mcp',
    call: /\bFastMCP\((?=[\s\S]*\btransport\s*=\s*['"](?:streamable-http|sse)['"])/,
    port: 8000,
    isLocal: true,
    ends: true,
  },
  // https://docs.cherrypy.dev/en/latest/config.html
  { module: 'cherrypy', call: /\bquickstart\(|\bengine\.start\(/, port: 8080, isLocal: true, ends: true },
  // https://bottlepy.org/docs/dev/api.html#bottle.run
  { module: 'bottle', call: /^[ \t]*run\(|\b(?:bottle|app|application)\.run\(/m, port: 8080, isLocal: true },
  // https://flask.palletsprojects.com/en/stable/api/#flask.Flask.run
  { module: 'flask', call: /\b(?:app|application|server)\.run\(/, port: 5000, isLocal: true },
  // https://uvicorn.dev/#running-programmatically
  { module: 'uvicorn', call: /\buvicorn\.run\(/, port: 8000, isLocal: true, ends: true },
  // https://docs.slack.dev/tools/bolt-python/
  { module: 'slack_bolt', call: /\bapp\.start\(/, port: 3000 },
  // https://www.tornadoweb.org/en/stable/httpserver.html
  { module: 'tornado', call: /\.(?:listen|bind)\(/ },
  // https://websockets.readthedocs.io/en/stable/reference/asyncio/server.html
  { module: 'websockets', call: /\bserve\(/ },
  // https://docs.pylonsproject.org/projects/waitress/en/stable/arguments.html
  { module: 'waitress', call: /\bserve\(/, port: 8080 },
  // https://docs.python.org/3/library/wsgiref.html#wsgiref.simple_server.make_server
  { module: 'wsgiref', call: /\bmake_server\(/ },
  // https://grpc.github.io/grpc/python/grpc.html#grpc.Server.add_insecure_port
  { module: 'grpc', call: /\.add_(?:in)?secure_port\(/, isPlain: true },
  // https://docs.python.org/3/library/asyncio-stream.html#asyncio.start_server
  { module: 'asyncio', call: /\basyncio\.start_server\(/, isPlain: true },
];

/** What a program's own main says of where it listens. */
export interface OwnServer {
  readonly library: string;
  readonly hit: Hit;
  readonly port?: number;
  /** The loopback, as the call names it or as it is where nothing is named. */
  readonly loopback?: string;
  /** Variables by which it is told where to listen. */
  readonly env: Readonly<Record<string, 'address' | 'port'>>;
  readonly ends: boolean;
  readonly isPlain: boolean;
}

const LOOPBACK = /['"](127\.0\.0\.1|localhost|::1|\[::1\])(?::\d*)?['"]/;
const NAMES_ADDRESS =
  /\b(?:host|hostname|address|interface)\s*=|socket_host|\*\*\w|['"](?:[\d.]+|[\w.-]*:|\[::\]:?)\d*['"]/;
const NAMES_PORT = /\bport\s*=|:\d{2,5}['"]|[(,]\s*\d{2,5}\s*[,)]/;
const PORT =
  /\b(?:server_)?port\s*=\s*(?:int\(\s*)?['"]?(\d{2,5})\b|['"][\w.:[\]]*:(\d{2,5})['"]|[(,]\s*(\d{2,5})\s*[,)]/;

/** The first call by which one of the files listens, the libraries in their order within a file. */
export function ownServer(repo: Repo, files: readonly string[]): OwnServer | undefined {
  for (const file of files) {
    const text = repo.read(file) ?? '';
    for (const library of LIBRARIES) {
      if (!new RegExp(`^[ \\t]*(?:import|from)[ \\t]+${library.module}\\b`, 'm').test(text)) continue;
      const hit = findInSources(repo, [file], library.call);
      if (hit !== undefined) return read(library, hit, text);
    }
  }
  return undefined;
}

function read(library: Library, hit: Hit, text: string): OwnServer {
  const call = callAt(text, hit.match.index);
  const found = PORT.exec(call);
  const port = Number(found?.[1] ?? found?.[2] ?? found?.[3] ?? (NAMES_PORT.test(call) ? NaN : library.port));
  const namesAddress = NAMES_ADDRESS.test(call) || /socket_host/.test(text);
  const loopback = LOOPBACK.exec(call)?.[1] ?? (library.isLocal && !namesAddress ? '127.0.0.1' : undefined);
  const { hostVariable, portVariable } = library;
  const isTold = hostVariable !== undefined && !namesAddress;
  return {
    library: library.module,
    hit,
    ...(port > 0 && port < 65536 ? { port } : {}),
    ...(loopback === undefined || isTold ? {} : { loopback }),
    env: {
      ...(isTold ? { [hostVariable]: 'address' as const } : {}),
      ...(portVariable !== undefined && !NAMES_PORT.test(call) ? { [portVariable]: 'port' as const } : {}),
    },
    ends: library.ends === true,
    isPlain: library.isPlain === true,
  };
}

/** The text of a call from its name to the bracket that closes it. */
function callAt(text: string, index: number): string {
  let depth = 0;
  for (let at = text.indexOf('(', index); at !== -1 && at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(index, at + 1);
  }
  return text.slice(index, index + 200);
}
