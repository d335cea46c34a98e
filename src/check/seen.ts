import { chooseApp, detect } from '../detect/index.ts';
import type { App } from '../model/app.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { parseDockerfile, type Dockerfile, type Stage } from '../parse/docker-stages.ts';
import { join, type Repo } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';
import { readCompose, type ComposeFile } from './compose.ts';
import type { IgnoreFile } from './context.ts';
import { describeImage } from './images.ts';
import { copyOf, covers, imageOf, mountsOf, stepsOf } from './steps.ts';

/** A Dockerfile, and what it is built from. Paths are relative to the repository. */
export interface Seen {
  readonly dockerfile: Dockerfile;
  /** The stage that a plain build makes. */
  readonly final: Stage;
  /** The build context, and the repository as seen from it. */
  readonly contextDir: string;
  readonly view: Repo;
  readonly compose?: ComposeFile;
  readonly ignore?: IgnoreFile;
  /** The app that the image is for, or why it is not known. */
  readonly found: App | Problem;
}

/** Reads a Dockerfile and finds what belongs to it: context, compose file, ignore file, app. */
export function lookAt(repo: Repo, path: string, wanted?: string): Seen | Problem {
  const dockerfile = parseDockerfile(repo.read(path) ?? '', path);
  if (isProblem(dockerfile)) return dockerfile;
  const folder = path.split('/').slice(0, -1).join('/');
  const final = dockerfile.stages.at(-1);
  if (final === undefined) return problem('malformed-file', { file: path, reason: 'it has no FROM' }, { file: path });
  const compose = readCompose(repo, folder) ?? readCompose(repo, '');
  const stated = compose?.services.find(({ build }) => build?.dockerfile === path)?.build?.context;
  const contextDir = contextOf(repo, dockerfile, folder, stated);
  const view = subRepo(repo, contextDir);
  const ignore = ignoreOf(repo, path, contextDir);
  return {
    dockerfile,
    final,
    contextDir,
    view,
    ...(compose === undefined ? {} : { compose }),
    ...(ignore === undefined ? {} : { ignore }),
    found: appOf(view, folder.slice(contextDir === '' ? 0 : contextDir.length + 1), final, wanted),
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
