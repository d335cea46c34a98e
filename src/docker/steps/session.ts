import type { LayerSize, HistoryEntry, ImageLayer } from '../../verify/image.ts';
import { layerSizes } from '../../verify/image.ts';
import { causeOf, tellingLines } from '../../verify/causes.ts';
import type { Failure, Measured, StepId } from '../../verify/report.ts';
import type { Subject } from '../../verify/subject.ts';
import { problem, type Problem } from '../../model/problem.ts';
import type { Belongings } from '../belongings.ts';
import type { AskBeside } from '../beside.ts';
import type { ImageConfig } from '../container.ts';
import type { Engine } from '../engine.ts';
import type { ComposeApp } from '../services.ts';

/** What a person asks of a verification. */
export interface VerifyOptions {
  readonly compare: boolean;
  readonly scan: boolean;
  readonly builder?: string;
  /** How long one build may take. */
  readonly buildSeconds: number;
  /** How long the app may take until it answers. */
  readonly waitSeconds: number;
  /** Absolute path of a file of variables for the app. */
  readonly envFile?: string;
}

/** One verification, as its steps see it. */
export interface Session {
  readonly engine: Engine;
  readonly belongings: Belongings;
  readonly subject: Subject;
  readonly options: VerifyOptions;
  /** Absolute paths. */
  readonly dockerfile: string;
  readonly context: string;
  readonly measured: Measured;
  /** What earlier steps found out. */
  readonly found: Found;
  /** Says what a long step is at. */
  readonly progress: (what: string) => void;
}

interface Found {
  compose?: ComposeApp;
  /** Why the compose file cannot be read. */
  composeFault?: string;
  config?: ImageConfig;
  layers?: readonly ImageLayer[];
  ports?: readonly number[];
  network?: string;
  /** How it is asked where the engine's ports are not this machine's. */
  beside?: AskBeside;
  /** The container that runs, and when it was first heard of. */
  container?: string;
  /** Targets that were built. */
  built: string[];
  /** A copy of the context, and what is in it. */
  copy?: { readonly folder: string; readonly paths: readonly string[] };
}

/** What a step came to. */
export type Outcome =
  | { readonly summary: string }
  | { readonly skipped: string }
  | { readonly failure: Failure; readonly summary?: string };

/** One thing that is proven. */
export interface Step {
  readonly id: StepId;
  readonly title: string;
  /** Steps that have to be right before. */
  readonly needs: readonly string[];
  readonly run: (session: Session) => Promise<Outcome>;
}

export function imageTag({ belongings }: Session, target: string): string {
  return `create-dockerfile-verify/${belongings.name}:${target.toLowerCase().replace(/[^\w.-]/g, '-') || 'last'}`;
}

export function productionTag(session: Session): string {
  return imageTag(session, session.subject.targets.at(-1) ?? '');
}

/** A failure with the lines of a log that tell most, and the likely cause. */
export function failure(what: Problem, log = '', isApps = false): { readonly failure: Failure } {
  const cause = causeOf(log, isApps);
  return { failure: { problem: what, lines: tellingLines(log), ...(cause === undefined ? {} : { cause }) } };
}

/** A failure that has neither a log nor a cause behind it: it says all itself. */
export function finding(...args: Parameters<typeof problem>): { readonly failure: Failure } {
  return { failure: { problem: problem(...args), lines: [] } };
}

/** What each instruction of an image added. @param keywords see {@link layerSizes}. */
export async function sizesOf(
  { engine }: Pick<Session, 'engine'>,
  image: string,
  keywords: readonly string[],
): Promise<readonly LayerSize[]> {
  const text = await engine.ask('history', '--no-trunc', '--human=false', '--format', '{{json .}}', image);
  const history = text.split('\n').map((line): HistoryEntry => {
    const { CreatedBy, Size } = JSON.parse(line) as { CreatedBy: string; Size: string };
    return { createdBy: CreatedBy, bytes: Number(Size) };
  });
  return layerSizes(history, keywords);
}

const MOST = 5;

/** Some paths in a sentence. */
export function some(paths: readonly string[]): string {
  const rest = paths.length - MOST;
  return paths.slice(0, MOST).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
