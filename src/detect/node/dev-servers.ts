import data from '../../../data/dev-servers.json' with { type: 'json' };
import { parseCommandLine } from '../../parse/command-line.ts';
import { unwrap } from './launchers.ts';

/** What is known of a development server. */
interface Row {
  /** Its subcommands that serve; '' where it serves without one. */
  readonly verbs: readonly string[];
  /** Those that serve what is already built. */
  readonly built: readonly string[];
  /** Options that take it off the loopback address; none where it is not on it. */
  readonly host: readonly string[];
  readonly port: number;
}

/** A development server as a script starts it. */
export interface DevServer {
  /** Options to add, so that it can be reached from outside its container. */
  readonly host: readonly string[];
  readonly port: number;
}

const SERVERS: Readonly<Record<string, Row>> = data.servers;

/** Programs that serve what is already built. */
const FOLDER_SERVERS: ReadonlySet<string> = new Set(data.folderServers);
/** The row of a command that serves a development build, or by `built` what is already built. */
function rowOf([program = '', ...rest]: readonly string[], kind: 'verbs' | 'built'): Row | undefined {
  const row = Object.hasOwn(SERVERS, program) ? SERVERS[program] : undefined;
  const isAlone = rest[0] === undefined || rest[0].startsWith('-');
  const fits = row?.[kind].some((verb) => (verb === '' ? isAlone : rest.includes(verb))) === true;
  return fits ? row : undefined;
}

/** Whether a command only serves a folder or a development build: in production a web server does that. */
export function isDevelopmentServer(words: readonly string[]): boolean {
  return FOLDER_SERVERS.has(words[0] ?? '') || servesSources(words) || rowOf(words, 'built') !== undefined;
}

/** The folder that a command serves, '' for the one that it stands in; undefined where it serves no folder. */
export function folderOf([program = '', ...rest]: readonly string[]): string | undefined {
  if (!FOLDER_SERVERS.has(program)) return undefined;
  // A number is the value of an option, most often a port.
  return rest.find((word) => !word.startsWith('-') && !/^\d+$/.test(word) && !/^(?:start|localhost)$/.test(word)) ?? '';
}

/** Whether it serves a development build, not what is already built. */
export function servesSources(words: readonly string[]): boolean {
  return rowOf(words, 'verbs') !== undefined;
}

/** The development server that a script is; undefined where it starts something else, or more than that. */
export function devServerOf(script: string): DevServer | undefined {
  const { commands, needsShell } = parseCommandLine(script);
  const [only, ...more] = commands;
  if (only === undefined || needsShell || more.length > 0) return undefined;
  const { words } = unwrap(only, { alone: [], isShipped: () => false, configured: () => undefined }).command;
  const row = rowOf(words, 'verbs');
  if (row === undefined) return undefined;
  const port = /(?:^| )(?:-p|--port)[ =](\d{2,5})(?: |$)/.exec(words.join(' '))?.[1];
  const isStated = words.some((word) => /^(?:-H|--host|--hostname|--ip)(?:=|$)/.test(word));
  return { host: isStated ? [] : row.host, port: port === undefined ? row.port : Number(port) };
}
