import { NO_PLAN, inContext, refusalOf, type Compiled } from './compile.ts';
import { everyApp } from './detect/index.ts';
import type { App } from './model/app.ts';
import type { AppPlan, ImagePlan } from './model/plan.ts';
import { problem, type Problem } from './model/problem.ts';
import { composeFile } from './plan/compose/file.ts';
import { namesOnce } from './plan/compose/names.ts';
import { planApp } from './plan/index.ts';
import type { Options } from './plan/options.ts';
import type { Library } from './preset/library.ts';
import { renderFiles } from './render/index.ts';
import { join, type Repo } from './repo/repo.ts';
import { subRepo } from './repo/sub.ts';

/**
 * Every app that starts in a folder and below it: an image each, one compose file over them. What keeps one from being
 * planned stands with that app, and the others go on.
 * @param optionsAt the options of an app, whose folder may have a configuration of its own.
 */
export function compileAll(
  repo: Repo,
  dir: string,
  options: Options,
  library: Library,
  optionsAt: (folder: string) => Options,
): Compiled {
  const repository = { apps: everyApp(repo, dir) };
  const nameOf = namesOnce();
  const taken = new Set<string>();
  const outcomes = repository.apps.map((app): Outcome => {
    const folder = folderOf(app);
    const planned = planOne(repo, app, optionsAt(folder), library);
    const { image } = planned;
    if (image === undefined) return planned;
    const isTaken = taken.has(image.dir);
    taken.add(image.dir);
    if (!isTaken)
      return { ...planned, image: { ...image, compose: { ...image.compose, name: nameOf(image.compose.name) } } };
    const clash = problem('same-folder', { name: app.name, folder: image.dir || '.' });
    return { app: { ...planned.app, problems: [...planned.app.problems, clash] } };
  });
  const images = outcomes.flatMap(({ image }) => image ?? []);
  const problems = outcomes.length === 0 ? [problem('nothing-recognised')] : [];
  if (images.length === 0) {
    const errors = outcomes.flatMap(({ app }) => app.problems);
    return { repository, plan: { ...NO_PLAN, problems: [...problems, ...errors] }, files: [] };
  }
  const plan = {
    images,
    decisions: outcomes.flatMap(({ app, image }) => (image === undefined ? [] : app.decisions)),
    problems: outcomes.flatMap(({ app }) => app.problems.filter(({ level }) => level !== 'error')),
    apps: outcomes.map(({ app, image }) => ({
      ...app,
      ...(image === undefined ? {} : { service: image.compose.name }),
    })),
    ...(options.compose ? { compose: composeFile(images, options.output) } : {}),
    ...(options.ca === undefined ? {} : { bundle: options.ca }),
  };
  return { repository, plan, files: renderFiles(plan, options, library.stages) };
}

interface Outcome {
  readonly app: AppPlan;
  readonly image?: ImagePlan;
}

function planOne(repo: Repo, app: App, options: Options, library: Library): Outcome {
  const context = app.context ?? '';
  const folder = folderOf(app);
  const base = { name: app.name, folder, language: app.language };
  const found = inContext(planApp(subRepo(repo, context), app, options, library.presets), context);
  const problems = found.problems.map((each) => located(each, app.name, context));
  const [image] = found.images;
  const [decisions, failed] = [found.decisions.map((each) => ({ ...each, app: app.name })), { ...base, decisions: [] }];
  if (image === undefined) return { app: { ...failed, problems } };
  try {
    // What cannot be quoted is said for this app, before the others are rendered with it.
    renderFiles({ ...found, images: [image] }, { ...options, bake: false, renovate: false }, library.stages);
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    return { app: { ...failed, problems: [...problems, located(refused, app.name, context)] } };
  }
  return { app: { ...base, decisions, problems }, image };
}

function folderOf({ context, dir }: App): string {
  return join(context ?? '', dir);
}

/** A problem of one app, as it is said among those of others: with the app's name and its place in the repository. */
function located({ where, ...rest }: Problem, name: string, context: string): Problem {
  return {
    ...rest,
    what: `${name}: ${rest.what}`,
    ...(where === undefined ? {} : { where: { ...where, file: join(context, where.file) } }),
  };
}
