import data from '../../../data/node-programs.json' with { type: 'json' };
import files from '../../generated/files.json' with { type: 'json' };
import type { NodeApp, Process } from '../../model/app.ts';
import type { Copy, Mount } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { findInSources, sourceFiles } from '../../detect/sources.ts';
import { join } from '../../repo/repo.ts';
import type { PlanContext } from '../context.ts';
import { installFolder } from './install.ts';
import type { AppCopies } from './copies.ts';
import { MANAGERS } from './managers.ts';

/** Where the stage leaves what it found, with its whole path. */
const TRACED = '/traced';
const TRACER = '/tracer';

/** The first line of Node that the tracer runs on. @see https://github.com/vercel/nft/blob/main/package.json */
const FIRST_LINE = 20;

/** The values of the `trace` stage. */
export interface TraceStage {
  readonly from: string;
  /** Another folder than the one that was installed in. */
  readonly workdir?: string;
  readonly copies: readonly Copy[];
  readonly mounts: readonly Mount[];
  readonly folder: string;
  readonly tracer: string;
  readonly script: string;
  readonly text: string;
  readonly command: readonly string[];
}

/** What of the dependencies goes into the image, and the stage that finds it. */
export interface Trace {
  readonly stage: TraceStage;
  readonly installed: readonly Copy[];
  readonly problems: readonly Problem[];
}

/** What a trace is made from. */
export interface TraceInput {
  readonly copies: AppCopies;
  /** What the image runs, in words that begin with its program. */
  readonly command: readonly string[];
  readonly process: Process;
  /** The stage whose dependencies the run needs, if any. */
  readonly dependencies?: string;
  readonly root: string;
  readonly workdir: string;
}

/**
 * Follows the imports of the start file through the dependencies, on the image's own Node after the build; of the
 * dependencies the image gets what was found. The app's own files are never left out.
 */
export function planTrace(context: PlanContext<NodeApp>, input: TraceInput): Trace | Problem {
  const { app } = context;
  const { copies, dependencies, root, workdir } = input;
  const words = startsOf(input.command);
  const why = refusal(context, input, words);
  if (why !== undefined || dependencies === undefined || words === undefined)
    return problem('trace-refused', { name: app.name, why: why ?? 'nothing is installed for the run' });
  const isWorkspace = app.node.workspace !== undefined;
  return {
    stage: {
      from: dependencies,
      ...(join(root, installFolder(app)) === workdir ? {} : { workdir }),
      copies: copies.own,
      mounts: [{ type: 'cache', target: MANAGERS.npm.cache }],
      folder: TRACER,
      script: `${TRACER}/trace.mjs`,
      tracer: `${data.tracer.package}@${data.tracer.version}`,
      text: files['trace.mjs'],
      command: ['node', '--experimental-import-meta-resolve', `${TRACER}/trace.mjs`, ...words],
    },
    installed: [
      isWorkspace
        ? { from: 'trace', sources: [`${TRACED}${root}/`], target: `${root}/` }
        : { from: 'trace', sources: [`${TRACED}${workdir}/node_modules`], target: './node_modules' },
    ],
    problems: unseen(context),
  };
}

/** Why nothing can be traced, or undefined where it can. */
function refusal(
  { app, preset }: PlanContext<NodeApp>,
  { copies, dependencies, process }: TraceInput,
  words: readonly string[] | undefined,
): string | undefined {
  if (app.node.engine === 'bun') return 'Bun finds modules in a way of its own';
  if (preset.defaults.copies.length > 0)
    return `what the build of ${preset.title} makes holds what it needs, and no more`;
  if (Number(app.runtime.value.line) < FIRST_LINE) return `the tracer needs Node ${FIRST_LINE}`;
  if (dependencies === 'dependencies') return 'it starts by a development dependency';
  if (process.needsShell || words === undefined) return 'its start command is no file that Node runs';
  if (words.some((word) => /\.[cm]?tsx?$/.test(word)))
    return 'it starts TypeScript as it is, which the tracer does not read';
  return copies.generated.length > 0 ? 'a generator writes code among its dependencies' : undefined;
}

const TAKES_MODULE = new Set(['-r', '--require', '--import']);
const TAKES_VALUE = new Set(['-C', '--conditions', '--env-file', '--title', '--loader', '--experimental-loader']);

/**
 * The start file as a relative path, what is loaded before it, and files of code that it is given: a server's program is
 * told what to serve. Undefined where Node starts no file.
 */
function startsOf([program, ...words]: readonly string[]): readonly string[] | undefined {
  const loaded: string[] = [];
  for (let at = 0; program === 'node' && at < words.length; at += 1) {
    const word = words[at] ?? '';
    const next = words[at + 1];
    if (TAKES_MODULE.has(word) && next !== undefined) loaded.push(next);
    if (TAKES_MODULE.has(word) || TAKES_VALUE.has(word)) at += 1;
    else if (!word.startsWith('-'))
      return [word, ...words.slice(at + 1).filter((each) => CODE.test(each))].map(asPath).concat(loaded);
  }
  return undefined;
}

const CODE = /^[^-].*\.[cm]?js$/;

function asPath(word: string): string {
  return word.startsWith('/') || word.startsWith('.') ? word : `./${word}`;
}

/** `import(name)`, `require(plugin)`: a name that only a run knows. */
const BY_VARIABLE = /\b(?:require|import)\(\s*[A-Za-z_$][\w$.]*\s*\)/;

function unseen({ repo, app }: PlanContext<NodeApp>): readonly Problem[] {
  const found = findInSources(repo, sourceFiles(repo, app.dir, ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts']), BY_VARIABLE);
  if (found === undefined) return [];
  const { file, line } = found.source;
  return [problem('trace-cannot-see', { text: found.match[0] }, { file, ...(line === undefined ? {} : { line }) })];
}
