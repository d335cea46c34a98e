import { compileAll } from './compile-all.ts';
import { chooseApp, detect, isRunnable } from './detect/index.ts';
import { otherLanguage } from './detect/languages.ts';
import type { App, Repository } from './model/app.ts';
import type { Plan } from './model/plan.ts';
import { isProblem, problem, type Problem } from './model/problem.ts';
import { composeFile } from './plan/compose/file.ts';
import { planApp } from './plan/index.ts';
import type { Options } from './plan/options.ts';
import { builtInLibrary } from './preset/library.ts';
import { UnquotableError } from './quote.ts';
import { OwnTemplateError, renderFiles, type RenderedFile } from './render/index.ts';
import { join, type Repo } from './repo/repo.ts';
import { subRepo } from './repo/sub.ts';

/** What the pure middle makes of a Repo. */
export interface Compiled {
  readonly repository: Repository;
  readonly plan: Plan;
  readonly files: readonly RenderedFile[];
}

export const NO_PLAN: Plan = { images: [], decisions: [], problems: [] };

/** The pure middle: Repo to files. Errors stand among the problems of the repo and of the plan; then there are no files. */
export function compile(
  repo: Repo,
  dir: string,
  options: Options,
  library = builtInLibrary,
  optionsAt: (folder: string) => Options = () => options,
): Compiled {
  if (options.all && options.app === undefined) return compileAll(repo, dir, options, library, optionsAt);
  let found: Omit<Compiled, 'files'> = { repository: { apps: [] }, plan: NO_PLAN };
  try {
    found = planned(repo, dir, options, library);
    if (repo.problems.some((p) => p.level === 'error')) return { ...found, files: [] };
    return { ...found, files: renderFiles(found.plan, options, library.stages) };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    const { repository, plan } = found;
    return { repository, plan: { ...plan, images: [], problems: [...plan.problems, refused] }, files: [] };
  }
}

function planned(repo: Repo, dir: string, options: Options, library: typeof builtInLibrary): Omit<Compiled, 'files'> {
  const repository = detect(repo, dir, options.app);
  if (repo.problems.some((p) => p.level === 'error')) return { repository, plan: NO_PLAN };
  const chosen = chooseApp(repository, options.app);
  if (isProblem(chosen)) return { repository, plan: { ...NO_PLAN, problems: [namingLanguage(repo, dir, chosen)] } };
  const app = options.app === undefined ? atHome(chosen, dir) : chosen;
  const plan = inContext(planApp(subRepo(repo, app.context ?? ''), app, options, library.presets), app.context ?? '');
  const compose = options.compose && plan.images.length > 0 ? composeFile(plan.images, options.output) : undefined;
  for (const hint of leftOut(repository, app, options.app)) repo.report(hint);
  return {
    repository,
    plan: {
      ...plan,
      ...(compose === undefined ? {} : { compose }),
      ...(options.ca === undefined ? {} : { bundle: options.ca }),
    },
  };
}

/** What kept the files from being rendered, where it is not our fault. */
export function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof UnquotableError) return problem('unquotable-path', { path: error.value });
  if (error instanceof OwnTemplateError) return problem('template-value', { kind: error.kind, reason: error.message });
  return undefined;
}

/** Where nothing is recognised, a language that is known by name is said. */
function namingLanguage(repo: Repo, dir: string, chosen: Problem): Problem {
  const other = chosen.id === 'nothing-recognised' ? otherLanguage(repo, dir) : undefined;
  return other === undefined ? chosen : problem('language-unsupported', other, { file: other.file });
}

/** The only app of a workspace gets its files where the command was given, so that `docker build .` works there. */
function atHome(app: App, dir: string): App {
  const isMember = app.language === 'node' && app.node.workspace !== undefined && app.context === undefined;
  return isMember && app.home === undefined && app.dir !== dir ? { ...app, home: dir } : app;
}

/** A plan was made in its context: here its folders get their place in the repository. */
export function inContext(plan: Plan, context: string): Plan {
  return {
    ...plan,
    images: plan.images.map((image) => ({
      ...image,
      dir: join(context, image.dir),
      context: join(context, image.context),
    })),
  };
}

/** What stands beside the app and gets no files: its folder's other languages, and other apps that nobody ruled out. */
function leftOut({ apps }: Repository, chosen: App, wanted: string | undefined): readonly Problem[] {
  const isBeside = (app: App): boolean => app.dir === chosen.dir && app.context === chosen.context;
  const frontends = (chosen.assets ?? []).map(({ root, app }) => join(chosen.context ?? '', join(root, app.dir)));
  return (
    apps
      // Go and Java say themselves which of several programs they left out.
      .filter((app) => app !== chosen && (app.onlyByName === undefined || app.language === 'node'))
      .filter((app) => app.language !== 'node' || !frontends.includes(join(app.context ?? '', app.dir)))
      .filter((app) => (isBeside(app) ? app.language !== chosen.language : wanted === undefined && isRunnable(app)))
      .map((app) => {
        const where = [app.language, app.context ?? app.dir].filter((part) => part !== '').join(', ');
        const why =
          app.onlyByName ??
          (isBeside(app) && app.processes.length === 0
            ? (app.idle ?? 'it starts nothing')
            : 'it gets files of its own');
        return problem('left-out', { what: `${app.name} (${where})`, why });
      })
  );
}
