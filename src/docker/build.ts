import { ownSteps, readProgress, shortName, type BuildLog } from '../verify/progress.ts';
import type { Engine } from './engine.ts';

export interface BuildRequest {
  readonly dockerfile: string;
  readonly context: string;
  /** The stage; the last one where left out. */
  readonly target?: string;
  readonly tag: string;
  readonly label: string;
  /** `--build-arg`, `--secret` and the like. */
  readonly inputs: readonly string[];
  readonly builder?: string;
  readonly seconds: number;
}

export interface Built {
  readonly ok: boolean;
  readonly timedOut: boolean;
  readonly log: BuildLog;
  /** All that was printed. */
  readonly text: string;
  readonly seconds: number;
}

/**
 * Builds an image with BuildKit and loads it into the engine.
 * @param onStep told what the build is at, again and again.
 */
export async function buildImage(
  engine: Engine,
  request: BuildRequest,
  onStep: (what: string) => void = () => undefined,
): Promise<Built> {
  const { dockerfile, context, target, tag, label, inputs, builder, seconds } = request;
  const begin = performance.now();
  const { ok, all, timedOut } = await engine.try(
    [
      ...['buildx', 'build', '--progress', 'plain', '--load', '--provenance', 'false', '--label', label, '--tag', tag],
      ...(builder === undefined ? [] : ['--builder', builder]),
      ...(target === undefined ? [] : ['--target', target]),
      ...inputs,
      ...['--file', dockerfile, context],
    ],
    { seconds, onOutput: follow(onStep) },
  );
  return { ok, timedOut, text: all, log: readProgress(all), seconds: (performance.now() - begin) / 1000 };
}

/** How many steps of a build were taken from the cache, and which were not. */
export function cacheUse(log: BuildLog): { readonly cached: number; readonly ran: readonly string[] } {
  const own = ownSteps(log);
  return {
    cached: own.filter(({ isCached }) => isCached).length,
    ran: own.filter(({ isCached }) => !isCached).map(({ name }) => shortName(name)),
  };
}

/** Turns the output into what it is about: the step's name and the last line that it printed. */
function follow(onStep: (what: string) => void): (text: string) => void {
  const names = new Map<string, string>();
  return (text) => {
    for (const [, id = '', rest = ''] of text.matchAll(/^#(\d+) (.*)$/gm)) {
      const name = names.get(id);
      if (name === undefined) names.set(id, shortName(rest));
      onStep(name === undefined ? shortName(rest) : `${name} · ${rest.replace(/^[\d.]+ /, '')}`);
    }
  };
}
