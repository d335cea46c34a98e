import { coerce } from 'semver';
import data from '../../../data/node-programs.json' with { type: 'json' };
import { startOfText } from '../../detect/node/start.ts';
import type { NodeApp, Process } from '../../model/app.ts';
import { fact, inFile } from '../../model/fact.ts';
import type { BaseKind } from '../../model/plan.ts';
import type { PlanContext } from '../context.ts';
import { withOutput } from './stated.ts';

/** The process that the image runs. */
export interface Chosen {
  readonly process: Process;
  /** Whether it is the repository's own start command. */
  readonly isOwn: boolean;
}

/**
 * The process that the image runs: the person's words, the repository's own where the image holds what it needs, else
 * what the framework's build makes.
 * @param output folder that the build writes, relative to the app.
 * @param basePath the path below which it serves.
 */
export function processOf(context: PlanContext<NodeApp>, output: string | undefined, basePath: string): Chosen {
  const { app, preset, options } = context;
  const [detected] = app.processes;
  const base: Process = detected ?? {
    name: 'web',
    kind: preset.defaults.port === undefined ? 'job' : 'web',
    command: fact([], 'nothing is started'),
    needsShell: false,
    env: {},
    readsPort: preset.defaults.port !== undefined,
    handlesSigterm: fact(preset.defaults.handlesSigterm, preset.title, { kind: 'preset', id: preset.id }),
  };
  if (options.start !== undefined)
    return {
      process: { ...base, ...startOfText(options.start, { kind: 'flag', name: '--start' }) },
      isOwn: false,
    };
  const { start, copies } = preset.defaults;
  if (start === undefined) return { process: base, isOwn: true };
  const isOwn = detected !== undefined && copies.length === 0;
  const words = start.map((word) => withOutput(word, output));
  const command = fact(
    words[0] === 'node' ? [app.node.engine, ...words.slice(1)] : words,
    `${preset.title} is started so after its build`,
    { kind: 'preset', id: preset.id },
  );
  // What the sources say of ports, addresses and routes is of other servers than the framework's.
  const port = detected && portOption(detected.command);
  const process: Process = {
    name: base.name,
    kind: 'web',
    command: isOwn ? base.command : command,
    needsShell: isOwn && base.needsShell,
    env: base.env,
    readsPort: base.readsPort,
    handlesSigterm: base.handlesSigterm,
    ...(port ? { port } : {}),
    health: fileRoute(context, basePath),
  };
  return { process, isOwn };
}

/** `next start -p 4000`: the port that a start command names. */
function portOption({ value, sources }: Process['command']): Process['port'] {
  const found = /(?:^| )(?:-p|--port)[ =](\d{2,5})(?: |$)/.exec(value.join(' '))?.[1];
  return found === undefined ? undefined : fact(Number(found), 'the start command names it', ...sources);
}

/** The last part of a route that is asked for health. */
const HEALTH_NAME = /^_?(?:health|healthz|healthcheck|health-check|livez|readyz|live|ready|ping|status)$/;

/** A health route among the files that are routes, as the shortest one; else the base path as a guess. */
function fileRoute({ app, repo, preset }: PlanContext<NodeApp>, basePath: string): NonNullable<Process['health']> {
  const routes = preset.defaults.routes.map((pattern) => new RegExp(pattern));
  const prefix = app.dir === '' ? '' : `${app.dir}/`;
  const found = repo
    .below(app.dir)
    .flatMap((file) => {
      const route = routes.map((pattern) => pattern.exec(file.slice(prefix.length))?.[1]).find((path) => path);
      // A folder in round brackets only groups; one in square brackets is no fixed route.
      const path = route?.replace(/\([^)]*\)\//g, '').replaceAll('.', '/');
      return path === undefined || !HEALTH_NAME.test(path.split('/').at(-1) ?? '') ? [] : [{ path, file }];
    })
    .sort((a, b) => a.path.length - b.path.length)[0];
  if (found === undefined || /[^\w./-]/.test(found.path))
    return fact({ path: basePath, known: false }, 'no route is known: any answer below 500 counts', {
      kind: 'absent',
      lookedFor: ['a health route'],
    });
  return fact({ path: `${basePath}${found.path}`, known: true }, 'a file is this route', inFile(found.file));
}

/** Programs of dependencies that are a file for Node, by their package's own words: newer majors first. */
const FILES: Readonly<
  Record<
    string,
    { readonly package: string; readonly files: readonly { readonly since: number; readonly file: string }[] }
  >
> = data.files;

/** The version of a dependency as it is stated; undefined where it is not. */
export type VersionOf = (dependency: string) => string | undefined;

/** The file of a program in node_modules; of a version that nobody states, the newest one's. */
function fileOf(program: string, versionOf: VersionOf): string | undefined {
  const known = Object.hasOwn(FILES, program) ? FILES[program] : undefined;
  const version = known && coerce(versionOf(known.package) ?? '');
  const found = known?.files.find(({ since }) => !version || version.major >= since);
  return known && found && `${known.package}/${found.file}`;
}

/** Programs of the image itself. */
const NOT_INSTALLED = new Set(['node', 'bun', 'sh', 'bash', 'dash', 'ash', 'zsh']);

/** A program of node_modules/.bin, which starts through `#!/usr/bin/env node`; undefined for node, bun, a shell or a path. */
export function localBin(process: Process): string | undefined {
  const [first] = process.command.value;
  if (first === undefined || NOT_INSTALLED.has(first) || first.includes('/')) return undefined;
  return Object.hasOwn(FILES, first) ? undefined : first;
}

/** A program whose file is known is started by Node itself, without a shell or /usr/bin/env. */
function nodeWords(words: readonly string[], bins: string, versionOf: VersionOf): readonly string[] {
  const [first = '', ...rest] = words;
  const file = fileOf(first, versionOf);
  const modules = bins.replace(/\.bin$/, '');
  const inModules = rest.map((word) => word.replace(/^node_modules\//, () => modules));
  return file === undefined ? [first, ...inModules] : ['node', `${modules}${file}`, ...rest];
}

/** The words of CMD, and what has to stand in NODE_OPTIONS because they leave no place for it. */
export interface Command {
  readonly words: readonly string[];
  readonly nodeOptions?: string;
}

/**
 * Distroless has node as its entrypoint, so that its CMD begins with the options.
 * @param bins the folder of the dependencies' programs.
 * @param versionOf which version of a dependency is stated: the file of a program may have moved between two.
 * @param stopFile a script to load first, which ends the process on a signal; undefined where none is needed.
 */
export function commandOf(
  process: Process,
  base: BaseKind,
  stopFile: string | undefined,
  bins: string,
  versionOf: VersionOf,
): Command {
  const [first, ...rest] = nodeWords(process.command.value, bins, versionOf);
  if (first !== 'node' && first !== 'bun') {
    const bin = localBin(process);
    const words = bin === undefined ? process.command.value : [`${bins}/${bin}`, ...rest];
    return { words, ...(stopFile === undefined ? {} : { nodeOptions: `--require ${stopFile}` }) };
  }
  const preload = stopFile === undefined ? [] : [first === 'bun' ? '--preload' : '--require', stopFile];
  const words = first === 'bun' && rest[0] === 'run' ? ['run', ...preload, ...rest.slice(1)] : [...preload, ...rest];
  return { words: base === 'distroless' ? words : [first, ...words] };
}
