import type { App, BuildSecret } from '../model/app.ts';
import { fact, type Fact, type Source } from '../model/fact.ts';
import type { ComposeProcess } from '../model/compose.ts';
import type { Decision, IgnoreSection, RuntimeValues } from '../model/plan.ts';
import type { Following } from '../model/development.ts';
import type { Preset } from '../model/preset.ts';
import type { Problem } from '../model/problem.ts';
import type { Repo } from '../repo/repo.ts';
import type { Options } from './options.ts';

/** What a language's planner is given. */
export interface PlanContext<A extends App = App> {
  readonly repo: Repo;
  readonly app: A;
  readonly preset: Preset;
  readonly options: Options;
}

/** What a language's planner gives back. */
export interface LanguagePlan {
  /** Values that the stage templates read, beside `runtime`. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly runtime: RuntimeValues;
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  /** Ignore-file sections of the language. */
  readonly ignore: readonly IgnoreSection[];
  /** Paths of the context that the build reads: no ignore pattern may drop them. */
  readonly reads: readonly string[];
  /** What the build is given by secret mounts. */
  readonly secrets?: readonly BuildSecret[];
  /** What else runs from the image, for compose. */
  readonly processes?: readonly ComposeProcess[];
  /** Names of its build arguments. */
  readonly args?: readonly string[];
  /** How its development target follows edits, where it has one. */
  readonly following?: Following;
}

export type Planner<A extends App = App> = (context: PlanContext<A>) => LanguagePlan | Problem;

export function decide(subject: string, from: Fact<unknown>, value: string, flag?: string): Decision {
  const rejected = from.rejected.map((loser) => ({ value: show(loser.value), source: loser.source, why: loser.why }));
  return {
    subject,
    value,
    sources: from.sources,
    because: from.because,
    rejected,
    ...(flag === undefined ? {} : { flag }),
  };
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  const record = value as { readonly tag?: string; readonly id?: string; readonly name?: string };
  return record.tag ?? record.id ?? record.name ?? JSON.stringify(value);
}

/** The port that the image is asked on: what a person says, what the code says, what the framework does, else `usual`. */
export function choosePort({ app, preset, options }: PlanContext, usual: number): Fact<number> | undefined {
  if (options.port !== undefined) return fact(options.port, 'you chose it', { kind: 'flag', name: '--port' });
  const [process] = app.processes;
  const presetSource: Source = { kind: 'preset', id: preset.id };
  const isWeb = process?.kind === 'web' || preset.defaults.port !== undefined;
  if (!isWeb) return undefined;
  const stated = process?.port;
  if (stated !== undefined) {
    const variable = process?.readsPort ? 'PORT' : (process?.portVariable ?? preset.defaults.portVariable);
    if (stated.value >= 1024 || variable === undefined) return stated;
    return {
      ...fact(8080, `${stated.value} is privileged, and the port can be set by ${variable}`, ...stated.sources),
      rejected: [
        { value: stated.value, source: stated.sources[0] ?? presetSource, why: 'a non-root user may not listen there' },
      ],
    };
  }
  if (preset.defaults.port !== undefined)
    return fact(preset.defaults.port, `${preset.title} listens there`, presetSource);
  return fact(usual, process?.readsPort ? 'the code reads PORT' : 'the code does not say it', {
    kind: 'absent',
    lookedFor: ['a port in the sources'],
  });
}
