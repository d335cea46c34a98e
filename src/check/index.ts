import { isProblem, type Problem } from '../model/problem.ts';
import { isDockerfileName } from '../parse/dockerfile.ts';
import { planApp } from '../plan/index.ts';
import { defaultOptions } from '../plan/options.ts';
import { join, type Repo } from '../repo/repo.ts';
import { withoutAccepted } from './accept.ts';
import { finding, type CheckContext, type Finding, type Place } from './context.ts';
import { rules } from './rules/index.ts';
import { lookAt } from './seen.ts';

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
  const seen = lookAt(repo, path, wanted);
  if (isProblem(seen)) return { dockerfile: path, context: '', findings: [], problem: seen };
  const { dockerfile, final, contextDir, view, compose, ignore, found } = seen;
  const app = isProblem(found) || (found.context ?? '') !== '' ? undefined : found;
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

function unique(found: readonly Finding[]): readonly Finding[] {
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}
