import type { GoApp, Process } from '../../model/app.ts';
import { fact, type Fact } from '../../model/fact.ts';
import type { Problem } from '../../model/problem.ts';
import type { Repo } from '../../repo/repo.ts';
import { existingImages, imageEnv, imagePort, type ExistingImage } from '../existing-image.ts';
import { bindingOf, type Binding } from './bind.ts';
import { missingConfiguration } from './configuration.ts';
import type { Main } from './mains.ts';
import { findInGo } from './packages.ts';
import { configuredPort, ownVariables } from './own-port.ts';
import { settingsOf, type Setting } from './settings.ts';
import { stopSignalOf } from './signals.ts';
import { startCommand } from './start.ts';
import type { GoBuild } from './statements.ts';
import { writesOf } from './writable.ts';

/** Code that goes on until it is told to stop. */
const RUNS_ON = /\bselect\s*\{\s*\}|\bsignal\.Notify(Context)?\(|\btime\.(NewTicker|Tick)\(/;

/** Taken where nothing says one. */
const USUAL_PORT = 8080;

/** Code that asks where the program stands. */
const ASKS_ITS_PLACE = /\bos\.Executable\(\)|\bfilepath\.Dir\(\s*os\.Args\[0\]/;

/** Where a command is looked at. */
export interface CommandContext {
  readonly repo: Repo;
  readonly root: string;
  readonly main: Main;
  /** Name of the built program, and others that the repository gives it. */
  readonly binary: string;
  readonly aliases: readonly string[];
  readonly builds: readonly GoBuild[];
  /** Files of the repository that the image ships. */
  readonly shipped: readonly string[];
}

/** How a command runs, as its sources and the repository's other files say. */
export interface Running {
  readonly processes: readonly Process[];
  readonly writablePaths: GoApp['writablePaths'];
  readonly copies: GoApp['go']['copies'];
  readonly looksBeside: Fact<boolean>;
  readonly problems: readonly Problem[];
}

const STANDS_ANYWHERE = fact(false, 'nothing asks where the program stands', {
  kind: 'absent',
  lookedFor: ['os.Executable', 'os.Args[0]'],
});

/** A library. */
export const NOT_RUNNING: Running = {
  processes: [],
  writablePaths: [],
  copies: [],
  looksBeside: STANDS_ANYWHERE,
  problems: [],
};

export function runningOf(context: CommandContext): Running {
  const { main } = context;
  const settings = settingsOf(main.reached);
  const image = imageOf(context);
  const writes = writesOf(main.reached, settings);
  const place = findInGo(main.reached, ASKS_ITS_PLACE);
  const { framework, serves } = main.server;
  return {
    processes: [processOf(context, settings, writes.env, image)],
    writablePaths: [
      ...writes.folders,
      ...(framework?.writes ?? [])
        .filter((path) => !writes.folders.some(({ value }) => value === path))
        .map((path) => fact(path, `the framework keeps its data in ${path}`, serves?.source ?? main.source)),
      ...(image?.volumes ?? []).map((path) =>
        fact(path, `${image?.file ?? ''} keeps it as a volume`, image?.source('VOLUME') ?? main.source),
      ),
      // Volumes that a person states are where it writes; what the code could do without them does not happen.
      ...(writes.here && !image?.volumes.length ? [{ ...writes.here, value: '' }] : []),
    ],
    // What an image starts by a script of its own is not started here.
    copies: (image?.copies ?? []).filter(({ path }) => !/\.(go|sh)$/.test(path)),
    problems: missingConfiguration(context.repo, context.root, settings),
    looksBeside:
      place || framework?.looksBeside
        ? fact(true, 'the program looks for files beside itself', place?.source ?? serves?.source ?? main.source)
        : STANDS_ANYWHERE,
  };
}

/** The Dockerfile that builds the command, or starts a program of its name. */
function imageOf({ repo, builds, main, binary }: CommandContext): ExistingImage | undefined {
  const builders = builds.flatMap(({ dirs, source }) =>
    dirs.includes(main.dir) && source.kind === 'file' ? [source.file] : [],
  );
  return existingImages(repo).find(
    ({ file, start }) => builders.includes(file) || start.some((word) => word.split('/').at(-1) === binary),
  );
}

/** What is started, with what has to be set so that it can be reached and keeps what it writes. */
function processOf(
  { repo, root, main, binary, aliases, shipped }: CommandContext,
  settings: readonly Setting[],
  written: Readonly<Record<string, string>>,
  image: ExistingImage | undefined,
): Process {
  const { serves, process, framework, portIsSure } = main.server;
  const isWeb = serves !== undefined;
  const command = startCommand({ repo, root, main, binary, aliases, image });
  const binding: Binding = bindingOf(isWeb ? settings : []);
  const own = ownVariables(repo, root, isWeb ? main.reached : [], settings);
  const inCode = portIsSure ? process.port : (own.port ?? configuredPort(repo, isWeb ? shipped : []) ?? process.port);
  const port = binding.port
    ? fact(
        binding.port.value,
        `${binding.port.setting.name} is ${binding.port.setting.value} by default`,
        binding.port.setting.source,
      )
    : ((image && imagePort(image, inCode)) ??
      inCode ??
      (framework?.port ? usualPort(main, framework.port) : undefined));
  const env = {
    ...framework?.env,
    ...own.values(port?.value ?? USUAL_PORT),
    ...binding.env,
    ...written,
    ...(image ? imageEnv(image) : {}),
  };
  const isTold = binding.arguments.length > 0 || Object.keys(binding.env).length > 0;
  const { bindAddress, ...others } = process;
  const stopSignal = stopSignalOf(main.reached);
  return {
    name: isWeb ? 'web' : 'main',
    kind: isWeb ? 'web' : findInGo(main.reached, RUNS_ON) ? 'worker' : 'job',
    needsShell: false,
    ...others,
    ...(bindAddress && !isTold ? { bindAddress } : {}),
    ...(framework?.health && process.health?.value.known !== true
      ? { health: fact({ path: framework.health, known: true }, 'the framework serves it', main.source) }
      : {}),
    ...(port ? { port } : {}),
    command: withArguments(command, binding.arguments),
    env,
    ...(stopSignal ? { stopSignal } : {}),
    handlesSigterm: fact(true, "Go's runtime ends a program on SIGTERM, as process 1 too", main.source),
  };
}

function usualPort(main: Main, port: number): Fact<number> {
  return fact(port, 'the framework listens there', main.server.serves?.source ?? main.source);
}

/** The command with flags that it does not give yet. */
function withArguments(command: Fact<readonly string[]>, added: readonly string[]): Fact<readonly string[]> {
  const isGiven = (flag: string): boolean => {
    const name = /^--([\w.-]+)/.exec(flag)?.[1] ?? '';
    return command.value.some((word) => /^-/.test(word) && word.replace(/^-+/, '').split('=')[0] === name);
  };
  const rest = added.filter((flag) => !isGiven(flag));
  if (rest.length === 0) return command;
  return {
    ...command,
    value: [...command.value, ...rest],
    because: `${command.because}; it listens on loopback unless told otherwise`,
  };
}
