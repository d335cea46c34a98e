import { composeFileIn } from '../check/compose.ts';
import { lookAt } from '../check/seen.ts';
import { imageOf, stepsOf } from '../check/steps.ts';
import { isProblem, type Problem } from '../model/problem.ts';
import type { Plan } from '../model/plan.ts';
import type { Dockerfile, Stage } from '../parse/docker-stages.ts';
import { planApp } from '../plan/index.ts';
import { defaultOptions } from '../plan/options.ts';
import { within, type Repo } from '../repo/repo.ts';

/** What is verified: a Dockerfile of ours or of a person, with what belongs to it. Paths are relative to the repository. */
export interface Subject {
  /** The app's name, or the folder's. */
  readonly name: string;
  readonly path: string;
  readonly dockerfile: Dockerfile;
  readonly contextDir: string;
  /** The repository as seen from the context, and the app's folder in it. */
  readonly view: Repo;
  readonly appDir: string;
  readonly ignoreLines: readonly string[];
  readonly composeFile?: string;
  /**
   * The stages that a person would name, production last: every stage is on the way to one of them. '' is a last stage
   * without a name.
   */
  readonly targets: readonly string[];
  /** The instructions that made the last stage, from its base image on. */
  readonly keywords: readonly string[];
  readonly base: string;
  /** What would be planned for the app; missing where the repository was not recognised. */
  readonly plan?: Plan;
}

/** Reads what is to be verified. @returns a problem where the Dockerfile cannot be read. */
export function subjectOf(repo: Repo, path: string, name: string, wanted?: string): Subject | Problem {
  const seen = lookAt(repo, path, wanted);
  if (isProblem(seen)) return seen;
  const { dockerfile, final, contextDir, view, compose, ignore, found } = seen;
  const app = isProblem(found) ? undefined : found;
  const folder = path.split('/').slice(0, -1).join('/');
  // One that cannot be read is a finding too: compose itself says why.
  const composeFile = compose?.file ?? composeFileIn(repo, folder) ?? composeFileIn(repo, '');
  return {
    name: app?.name ?? name,
    path,
    dockerfile,
    contextDir,
    view,
    appDir: within('', folder.slice(contextDir === '' ? 0 : contextDir.length)) ?? '',
    ignoreLines: ignore?.lines ?? [],
    ...(composeFile === undefined ? {} : { composeFile }),
    targets: targetsOf(dockerfile),
    keywords: stepsOf(final).map(({ instruction }) => instruction.keyword),
    base: imageOf(final),
    ...(app === undefined ? {} : { plan: planApp(view, app, defaultOptions) }),
  };
}

/** The last stage, and the named ones that no other stage is made from. */
function targetsOf({ stages }: Dockerfile): readonly string[] {
  const used = new Set(stages.flatMap((stage) => usedBy(stage)));
  const named = stages
    .slice(0, -1)
    .flatMap(({ name, instructions }) =>
      name !== undefined && instructions.length > 0 && !used.has(name.toLowerCase()) ? [name] : [],
    );
  return [...named, stages.at(-1)?.name ?? ''];
}

/** Names of the stages that a stage is made from, and the numbers by which COPY may call them. */
function usedBy({ parent, instructions }: Stage): readonly string[] {
  const copied = instructions.flatMap(({ flags }) =>
    flags.flatMap(({ name, value }) => {
      if (name === 'from') return [value];
      return name === 'mount' ? [/(?:^|,)from=([^,]+)/.exec(value)?.[1] ?? ''] : [];
    }),
  );
  return [parent?.name ?? '', ...copied].map((each) => each.toLowerCase());
}

/** The port that the app listens on: what the health check asks, what the image exposes, what the code says. */
export function portsOf(
  health: readonly string[],
  exposed: readonly number[],
  { plan }: Pick<Subject, 'plan'>,
): readonly number[] {
  const planned = plan?.images[0]?.values.runtime.port;
  const asked = checkAddress(health)?.port;
  const known = asked !== undefined && exposed.includes(asked) ? [asked] : [];
  const ports = [...known, ...exposed, ...(planned === undefined || exposed.length > 0 ? [] : [planned])];
  return [...new Set(ports)];
}

/** The path that the image's own check asks; the root where it asks none. */
export function pathOf(health: readonly string[]): string {
  return checkAddress(health)?.path ?? '/';
}

function checkAddress(health: readonly string[]): { readonly port: number; readonly path: string } | undefined {
  const text = health.join(' ');
  const url = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d+)(\/[^\s"'`)]*)?/.exec(text);
  if (url !== null) return { port: Number(url[1]), path: url[2] ?? '/' };
  const client =
    /HTTPConnection\('[^']*', (\d+)[\s\S]*?request\('GET', '([^']+)'/.exec(text) ??
    /(?:^|\/)healthcheck (\d+) (\/\S*)/.exec(text);
  return client === null ? undefined : { port: Number(client[1]), path: client[2] ?? '/' };
}
