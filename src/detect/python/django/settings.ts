import { join, within, type Repo } from '../../../repo/repo.ts';

/** The settings that an app is served with. */
export interface Settings {
  /** `package.settings`, as DJANGO_SETTINGS_MODULE names it. */
  readonly module?: string;
  /** The module's file and those that it takes over by `import *`, the nearest first. */
  readonly files: readonly string[];
}

const STATES = /DJANGO_SETTINGS_MODULE['"]\s*(?:,|\]\s*=)\s*['"]([A-Za-z_][\w.]*)['"]/;
const CONFIGURATION = /DJANGO_CONFIGURATION['"]\s*(?:,|\]\s*=)\s*['"](\w+)['"]/;
const LOOKS_LIKE_SETTINGS = /(^|\/)settings(\/\w+)?\.py$|(^|\/)(config|conf)\/\w*settings\w*\.py$/;

/** The settings module that the server's configuration names. @see https://uwsgi-docs.readthedocs.io/en/latest/Options.html#env */
export function configuredSettings(repo: Repo, dir: string): string | undefined {
  const text = repo.read(join(dir, 'uwsgi.ini')) ?? '';
  return /^[ \t]*env[ \t]*=[ \t]*DJANGO_SETTINGS_MODULE=([A-Za-z_][\w.]*)/m.exec(text)?.[1];
}

/** The settings module that a file sets for itself. */
export function statedSettings(repo: Repo, file: string | undefined): string | undefined {
  return file === undefined ? undefined : STATES.exec(repo.read(file) ?? '')?.[1];
}

/**
 * The variables by which every process of the image takes the settings that are served: none where each file that starts
 * one sets them by itself.
 * @param own the module that the served file sets.
 * @see https://django-configurations.readthedocs.io/en/stable/patterns/
 */
export function settingsVariables(
  repo: Repo,
  files: readonly string[],
  served: string | undefined,
  module: string | undefined,
): Readonly<Record<string, string>> {
  const starters = files.filter((file) => /(^|\/)(manage|asgi|wsgi|celery\w*)\.py$/.test(file));
  const differs = starters.some((file) => ![undefined, served].includes(statedSettings(repo, file)));
  const isSet = served === undefined || (served === statedSettings(repo, module) && !differs);
  const configuration = CONFIGURATION.exec(repo.read(module ?? '') ?? '')?.[1];
  return {
    ...(isSet ? {} : { DJANGO_SETTINGS_MODULE: served }),
    ...(configuration === undefined ? {} : { DJANGO_CONFIGURATION: configuration }),
  };
}

/**
 * The files of a settings module; where it cannot be resolved, every file that looks like settings.
 * @param root the folder of manage.py, from which modules are imported.
 */
export function settingsOf(repo: Repo, root: string, files: readonly string[], module: string | undefined): Settings {
  const first = module === undefined ? undefined : fileOf(repo, root, module);
  if (first === undefined)
    return {
      ...(module === undefined ? {} : { module }),
      files: files.filter((file) => LOOKS_LIKE_SETTINGS.test(file)),
    };
  const chain = [first];
  for (const file of chain) {
    for (const found of (repo.read(file) ?? '').matchAll(/^[ \t]*from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\*/gm)) {
      const next = imported(repo, root, file, found[1] ?? '');
      if (next !== undefined && !chain.includes(next)) chain.push(next);
    }
  }
  return { ...(module === undefined ? {} : { module }), files: chain };
}

function fileOf(repo: Repo, root: string, module: string): string | undefined {
  const path = module.replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`].map((name) => join(root, name)).find((file) => repo.has(file));
}

function imported(repo: Repo, root: string, file: string, module: string): string | undefined {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  if (dots === 0) return fileOf(repo, root, module);
  const folder = within(file.split('/').slice(0, -1).join('/'), '../'.repeat(dots - 1));
  return folder === undefined ? undefined : fileOf(repo, folder, module.slice(dots));
}
