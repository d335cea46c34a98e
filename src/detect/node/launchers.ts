import { parseCommandLine, type SimpleCommand } from '../../parse/command-line.ts';

/** How a launcher's own words are told from the command that it starts. */
interface Launcher {
  /** Options that take the next word as their value. */
  readonly values?: readonly string[];
  /** Subcommands that come before the command. */
  readonly verbs?: readonly string[];
  /** Options that name a file of variables, where it has any. */
  readonly envFiles?: readonly string[];
  /** Whether it starts a file with Node by itself. */
  readonly startsFiles?: boolean;
}

/** Programs that only set variables, watch or restart: what follows them is the process. */
const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  'cross-env': {},
  'cross-env-shell': {},
  env: { values: ['-u', '--unset'] },
  exec: {},
  npx: { values: ['-p', '--package'] },
  bunx: {},
  dotenv: { values: ['-e', '-v', '-c', '-p'], envFiles: ['-e'] },
  dotenvx: { verbs: ['run'], values: ['-f', '--env-file', '-e', '--env'], envFiles: ['-f', '--env-file'] },
  'env-cmd': { values: ['-f', '--file', '-e', '--environments', '-r', '--rc-file'], envFiles: ['-f', '--file'] },
  nodemon: {
    values: ['-w', '--watch', '-e', '--ext', '-i', '--ignore', '-d', '--delay', '-x', '--exec', '--signal', '--config'],
    startsFiles: true,
  },
  'node-dev': { startsFiles: true },
  supervisor: { values: ['-w', '--watch', '-i', '--ignore', '-e', '--extensions'], startsFiles: true },
  forever: {
    verbs: ['start'],
    values: ['-l', '-o', '-e', '-c', '--uid', '--minUptime', '--spinSleepTime'],
    startsFiles: true,
  },
  pm2: { verbs: ['start'], values: ['-n', '--name', '-i', '--instances', '--env'], startsFiles: true },
  'pm2-runtime': { verbs: ['start'], values: ['-n', '--name', '-i', '--instances', '--env'], startsFiles: true },
};

/** A command without its launchers, and the files of variables that they read. */
export interface Unwrapped {
  readonly command: SimpleCommand;
  readonly envFiles: readonly string[];
}

/** What reading a launcher needs to know of the files beside it. */
export interface Surroundings {
  /** What nodemon starts when it is given no file. */
  readonly alone: readonly string[];
  /** Whether a file of variables is put into the image; a launcher that reads one stays. */
  readonly isShipped: (file: string) => boolean;
  /** The only program that a configuration of pm2 names. */
  readonly configured: (file: string) => readonly string[] | undefined;
}

/** Takes launchers away: `cross-env A=1 node x` is `node x` with A=1. */
export function unwrap(command: SimpleCommand, around: Surroundings): Unwrapped {
  const [name, ...rest] = command.words;
  const launcher = name !== undefined && Object.hasOwn(LAUNCHERS, name) ? LAUNCHERS[name] : undefined;
  if (name === undefined || launcher === undefined) return { command, envFiles: [] };
  const { options, words: after } = splitOptions(launcher, rest);
  const legacy = name === 'env-cmd' && /^\.\/?\.?env/.test(after[0] ?? '') ? after.slice(0, 1) : [];
  const named = [...(launcher.envFiles ?? []).flatMap((option) => options.get(option) ?? []), ...legacy];
  const envFiles = launcher.envFiles === undefined ? [] : named.length > 0 ? named : ['.env'];
  if (envFiles.some(around.isShipped)) return { command, envFiles: [] };
  const { env, words } = parseAssignments(after.slice(legacy.length));
  const started = launcher.startsFiles ? startOfFile(name, options, words, around) : withProgram(name, words);
  if (started.length === 0) return { command, envFiles: [] };
  const inner = unwrap({ env: { ...command.env, ...env }, words: started }, around);
  return { command: inner.command, envFiles: [...envFiles, ...inner.envFiles] };
}

/** `npx @scope/name@1` runs the program that bears the package's last name. @see https://docs.npmjs.com/cli/commands/npx */
function withProgram(launcher: string, [first = '', ...rest]: readonly string[]): readonly string[] {
  if (!['npx', 'bunx'].includes(launcher)) return [first, ...rest].filter(Boolean);
  const program = first.replace(/^@[\w.-]+\//, '').replace(/@[^@/]*$/, '');
  return [program, ...rest].filter(Boolean);
}

/** nodemon's way: --exec starts the file, else what its ending says; without a file, what package.json names. */
function startOfFile(
  name: string,
  options: ReadonlyMap<string, string>,
  words: readonly string[],
  { alone, configured }: Surroundings,
): readonly string[] {
  const exec = name === 'nodemon' ? (options.get('--exec') ?? options.get('-x')) : undefined;
  if (exec !== undefined) return [...(parseCommandLine(exec).commands[0]?.words ?? []), ...words];
  const [file] = words;
  if (file === undefined) return name === 'nodemon' ? alone : [];
  if (/(^|\/)ecosystem\.|\.json$|\.config\.[cm]?js$/.test(file)) return configured(file) ?? [];
  if (name.startsWith('pm2') && !/\.[cm]?[jt]s$|\//.test(file)) return [];
  return /\.[cm]?tsx?$/.test(file) ? ['ts-node', ...words] : ['node', ...words];
}

function splitOptions(
  { values = [], verbs = [] }: Launcher,
  rest: readonly string[],
): { options: ReadonlyMap<string, string>; words: readonly string[] } {
  const options = new Map<string, string>();
  let i = 0;
  for (; i < rest.length; i += 1) {
    const word = rest[i] ?? '';
    if (word === '--') return { options, words: rest.slice(i + 1) };
    if (!word.startsWith('-') && !verbs.includes(word)) break;
    const [option = '', value] = word.split(/=([\s\S]*)/, 2);
    if (value !== undefined) options.set(option, value);
    else if (values.includes(option) && rest[i + 1] !== '--') {
      options.set(option, rest[i + 1] ?? '');
      i += 1;
    }
  }
  return { options, words: rest.slice(i) };
}

function parseAssignments(words: readonly string[]): SimpleCommand {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const count = first === -1 ? words.length : first;
  return {
    env: Object.fromEntries(words.slice(0, count).map((word) => word.split(/=([\s\S]*)/, 2) as [string, string])),
    words: words.slice(count),
  };
}
