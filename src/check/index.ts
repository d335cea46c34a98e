import { chooseApp, detect } from '../detect/index.ts';
import type { App } from '../model/app.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { parseDockerfile, type Dockerfile, type Stage } from '../parse/docker-stages.ts';
import { isDockerfileName } from '../parse/dockerfile.ts';
import { planApp } from '../plan/index.ts';
import { defaultOptions } from '../plan/options.ts';
import { join, type Repo } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';
import { withoutAccepted } from './accept.ts';
import { readCompose } from './compose.ts';
import { finding, type CheckContext, type Finding, type IgnoreFile, type Place } from './context.ts';
import { rules } from './rules/index.ts';
import { describeImage } from './images.ts';
import { copyOf, covers, imageOf, mountsOf, stepsOf } from './steps.ts';

/** What was found in one Dockerfile. Paths are relative to the repository. */
export interface Checked {
  readonly dockerfile: string;
  readonly context: string;
  readonly app?: string;
  readonly findings: readonly Finding[];
  /** Why it could not be read. */
  readonly problem?: Problem;
}

export interface Clock {
  /** Today, as an ISO date. */
  readonly today: string;
  /** Age of the table of releases, in days. */
  readonly tableAge: number;
}

const NOT_OWN = /(^|\/)(node_modules|vendor|testdata|fixtures)\//;

/** The Dockerfiles of a folder; where it has none, those in the folders below. */
export function dockerfilesOf(repo: Repo, dir: string): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const all = repo.paths.filter((path) => path.startsWith(prefix) && isDockerfileName(path) && !NOT_OWN.test(path));
  const here = all.filter((path) => !path.slice(prefix.length).includes('/'));
  return here.length > 0 ? here : all;
}

/** Holds one Dockerfile against its repository. Nothing is built and no engine is needed. */
export function checkDockerfile(repo: Repo, path: string, clock: Clock, wanted?: string): Checked {
  const dockerfile = parseDockerfile(repo.read(path) ?? '', path);
  if (isProblem(dockerfile)) return { dockerfile: path, context: '', findings: [], problem: dockerfile };
  const folder = path.split('/').slice(0, -1).join('/');
  const final = dockerfile.stages.at(-1);
  if (final === undefined) return { dockerfile: path, context: folder, findings: [] };
  const compose = readCompose(repo, folder) ?? readCompose(repo, '');
  const contextDir = contextOf(
    repo,
    dockerfile,
    folder,
    compose?.services.find(({ build }) => build?.dockerfile === path)?.build?.context,
  );
  const view = subRepo(repo, contextDir);
  const found = appOf(view, folder.slice(contextDir === '' ? 0 : contextDir.length + 1), final, wanted);
  const app = isProblem(found) || (found.context ?? '') !== '' ? undefined : found;
  const ignore = ignoreOf(repo, path, contextDir);
  const context: CheckContext = {
    repo: view,
    dockerfile,
    final,
    ...(compose === undefined ? {} : { compose }),
    ...(ignore === undefined ? {} : { ignore }),
    ...(app === undefined ? {} : { app, plan: planApp(view, app, defaultOptions) }),
    ...clock,
  };
  const isRooted = new Set([path, compose?.file, ignore?.file]);
  const rooted = (place: Place): Place =>
    isRooted.has(place.file) ? place : { ...place, file: join(contextDir, place.file) };
  const all = rules
    .flatMap((rule) => rule(context))
    .map((each) => ({ ...each, ...(each.evidence === undefined ? {} : { evidence: rooted(each.evidence) }) }));
  const unknown = isProblem(found)
    ? [finding('app-unknown', { why: found.what.replace(/[.?]$/, '') }, { file: path })]
    : app === undefined
      ? [finding('app-below', { dir: found.context ?? '' }, { file: path })]
      : [];
  return {
    dockerfile: path,
    context: contextDir,
    ...(app === undefined ? {} : { app: app.name }),
    findings: withoutAccepted(dockerfile, unique([...all, ...unknown])),
  };
}

/** The app in the Dockerfile's folder, else the one of its context; of several, the one of the language that the image has. */
function appOf(view: Repo, dir: string, final: Stage, wanted: string | undefined): App | Problem {
  const image = describeImage(imageOf(final));
  const tried = [...new Set([dir, ''])].map((each) => {
    const repository = detect(view, each, wanted);
    const chosen = chooseApp(repository, wanted);
    return isProblem(chosen) && image.tool !== undefined ? chooseApp(repository, image.tool) : chosen;
  });
  return tried.find((app) => !isProblem(app)) ?? tried.at(-1) ?? problem('nothing-recognised');
}

/** The build context: what compose says, else the folder, of the Dockerfile or of the repository, that has its sources. */
function contextOf(repo: Repo, dockerfile: Dockerfile, folder: string, stated: string | undefined): string {
  if (stated !== undefined) return stated;
  const sources = dockerfile.stages.flatMap((stage) =>
    stepsOf(stage).flatMap((step) => {
      const copy = copyOf(step);
      return copy === undefined ? mountsOf(step) : copy.from === undefined ? copy.sources : [];
    }),
  );
  const missing = (dir: string): number => {
    const { paths } = subRepo(repo, dir);
    return new Set(sources.filter((source) => source !== '' && !paths.some((path) => covers(source, path)))).size;
  };
  const [own, ...others] = [...new Set([folder, ...parents(folder)])];
  return others.reduce((best, dir) => (missing(dir) < missing(best) ? dir : best), own ?? '');
}

function parents(folder: string): readonly string[] {
  return folder === ''
    ? []
    : folder.split('/').map((_, index, parts) => parts.slice(0, parts.length - 1 - index).join('/'));
}

function ignoreOf(repo: Repo, path: string, context: string): IgnoreFile | undefined {
  const file = [`${path}.dockerignore`, join(context, '.dockerignore')].find((each) => repo.has(each));
  return file === undefined ? undefined : { file, lines: (repo.read(file) ?? '').split('\n') };
}

function unique(found: readonly Finding[]): readonly Finding[] {
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}
