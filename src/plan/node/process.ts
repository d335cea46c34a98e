import { startOfText } from '../../detect/node/start.ts';
import type { NodeApp, Process } from '../../model/app.ts';
import { fact } from '../../model/fact.ts';
import type { BaseKind } from '../../model/plan.ts';
import type { PlanContext } from '../context.ts';

/**
 * The process that the image runs: the person's words, the repository's own where the image holds what it needs, else
 * what the framework's build makes.
 * @param output folder that the build writes, relative to the app.
 */
export function processOf({ app, preset, options }: PlanContext<NodeApp>, output: string | undefined): Process {
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
  if (options.start !== undefined) return { ...base, ...startOfText(options.start, { kind: 'flag', name: '--start' }) };
  const { start, copies } = preset.defaults;
  if (start === undefined || (detected !== undefined && copies.length === 0)) return base;
  const words = start.map((word) => word.replaceAll('{output}', () => output ?? '.'));
  const command = fact(
    words[0] === 'node' ? [app.node.engine, ...words.slice(1)] : words,
    `${preset.title} is started so after its build`,
    { kind: 'preset', id: preset.id },
  );
  return { ...base, kind: 'web', command, needsShell: false, env: base.env };
}

/** A program of node_modules/.bin, which starts through `#!/usr/bin/env node`; undefined for node, bun, a shell or a path. */
export function localBin(process: Process): string | undefined {
  const [first] = process.command.value;
  return first === undefined || ['node', 'bun', 'sh'].includes(first) || first.includes('/') ? undefined : first;
}

/** The words of CMD, and what has to stand in NODE_OPTIONS because they leave no place for it. */
export interface Command {
  readonly words: readonly string[];
  readonly nodeOptions?: string;
}

/**
 * Distroless has node as its entrypoint, so that its CMD begins with the options.
 * @param bins the folder of the dependencies' programs.
 * @param stopFile a script to load first, which ends the process on a signal; undefined where none is needed.
 */
export function commandOf(process: Process, base: BaseKind, stopFile: string | undefined, bins: string): Command {
  const [first, ...rest] = process.command.value;
  if (first !== 'node' && first !== 'bun') {
    const bin = localBin(process);
    const words = bin === undefined ? process.command.value : [`${bins}/${bin}`, ...rest];
    return { words, ...(stopFile === undefined ? {} : { nodeOptions: `--require ${stopFile}` }) };
  }
  const preload = stopFile === undefined ? [] : [first === 'bun' ? '--preload' : '--require', stopFile];
  const words = first === 'bun' && rest[0] === 'run' ? ['run', ...preload, ...rest.slice(1)] : [...preload, ...rest];
  return { words: base === 'distroless' ? words : [first, ...words] };
}
