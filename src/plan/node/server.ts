import type { NodeApp } from '../../model/app.ts';
import type { RuntimeValues } from '../../model/plan.ts';
import { isProblem, type Problem } from '../../model/problem.ts';
import type { PlanContext } from '../context.ts';
import { appCopies } from './copies.ts';
import { commandIn, serverRuntime, type RuntimeInput } from './runtime.ts';
import { planStripped, type Stripped } from './stripped.ts';
import { planTrace, type TraceStage } from './trace.ts';

/** The runtime of a server, and the stages that make it smaller where that is asked for. */
export interface Server {
  readonly runtime: RuntimeValues;
  readonly stages: { readonly trace?: TraceStage; readonly stripped?: Stripped['stage'] };
  readonly problems: readonly Problem[];
}

export function planServer(context: PlanContext<NodeApp>, input: Omit<RuntimeInput, 'copies'>): Server | Problem {
  const { app, options } = context;
  const { process, base, assets } = input;
  const stripped = options.strip === true ? planStripped(app, base) : undefined;
  if (isProblem(stripped)) return stripped;
  const copies = appCopies(context, input);
  const { words: command } = commandIn(context, process, 'slim');
  const trace = options.trace === true ? planTrace(context, { ...input, copies, command }) : undefined;
  if (isProblem(trace)) return trace;
  const runtime = serverRuntime(context, {
    ...input,
    images: stripped === undefined ? input.images : { ...input.images, runtime: stripped.image },
    copies: [...(trace?.installed ?? copies.installed), ...copies.generated, ...copies.own, ...assets.copies],
  });
  return {
    runtime: stripped
      ? { ...runtime, copies: [stripped.copy, ...runtime.copies], entrypoint: stripped.entrypoint }
      : runtime,
    stages: { ...(trace ? { trace: trace.stage } : {}), ...(stripped ? { stripped: stripped.stage } : {}) },
    problems: trace?.problems ?? [],
  };
}
