import type { EnvVariable, Preparation } from '../../../model/app.ts';
import { inFile, type Source } from '../../../model/fact.ts';
import { join, type Repo } from '../../../repo/repo.ts';
import { findInSources } from '../../sources.ts';
import { inRoot } from '../modules.ts';
import type { AppObject } from '../start/app-object.ts';
import { configuredSettings, settingsOf, settingsVariables, statedSettings } from './settings.ts';
import { hostProblems, staticFiles } from './static-files.ts';
import { placeholders, readVariables } from './variables.ts';

export interface DjangoProject {
  /** Folder of manage.py, relative to the context. */
  readonly root: string;
  readonly source: Source & { readonly kind: 'file' };
  readonly wsgi?: AppObject;
  readonly asgi?: AppObject;
  /** Django's own way to the app, where the project has no module for it. */
  readonly fallback: AppObject;
  /** Whether the ASGI module routes more than HTTP, so that nothing else will do. */
  readonly routesProtocols: boolean;
  /** Variables that the served module does not set by itself. */
  readonly runEnv: Readonly<Record<string, string>>;
  readonly prepare: readonly Preparation[];
  readonly env: readonly EnvVariable[];
  /** Files of the settings that are served. */
  readonly settings: readonly string[];
}

/** What is known of the project around Django. */
interface Surroundings {
  /** Folder of the app, and the one that commands run in. */
  readonly dir: string;
  readonly start: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, unknown>>;
}

/** The Django project of a folder, found by its manage.py there or one folder below. */
export function findDjango(repo: Repo, { dir, start, files, dependencies }: Surroundings): DjangoProject | undefined {
  const manage = files.find(
    (file) =>
      /(^|\/)manage\.py$/.test(file) &&
      file.split('/').length <= (dir === '' ? 2 : dir.split('/').length + 2) &&
      /DJANGO_SETTINGS_MODULE/.test(repo.read(file) ?? ''),
  );
  if (manage === undefined) return undefined;
  const root = manage.split('/').slice(0, -1).join('/');
  const source = { ...inFile(manage), kind: 'file', file: manage } as const;
  const sources = files.filter((file) => root === '' || file.startsWith(`${root}/`));
  const [wsgi, asgi] = [application(repo, root, sources, 'wsgi'), application(repo, root, sources, 'asgi')];
  const managed = statedSettings(repo, manage);
  const module = moduleFile(wsgi, root, sources) ?? moduleFile(asgi, root, sources);
  const own = statedSettings(repo, module);
  const served = configuredSettings(repo, dir) ?? own ?? managed;
  const settings = settingsOf(repo, root, sources, served);
  const variables = settings.files.flatMap((file) => readVariables(repo, file));
  const told = settingsVariables(repo, sources, served, module);
  const { collect, outside, problems } = staticFiles(repo, settings.files, sources, dependencies);
  for (const each of [...problems, ...hostProblems(repo, settings.files)]) repo.report(each);
  return {
    root,
    source,
    ...(wsgi ? { wsgi } : {}),
    ...(asgi ? { asgi } : {}),
    fallback: {
      interface: 'wsgi',
      module: 'django.core.wsgi',
      object: 'get_wsgi_application',
      isFactory: true,
      importRoot: root,
      source,
    },
    routesProtocols: findInSources(repo, sources, /\bProtocolTypeRouter\(/) !== undefined,
    runEnv: told,
    settings: settings.files,
    env: variables.map(({ name, source: place }) => ({
      name,
      when: 'run',
      secret: /SECRET|PASSWORD|TOKEN|KEY|DATABASE_URL/.test(name),
      source: place,
    })),
    prepare: collect
      ? [
          {
            command: ['python', inRoot(start, join(root, 'manage.py')), 'collectstatic', '--noinput'],
            env: {
              // What serves the files has other settings than manage.py takes by itself.
              ...(served === undefined || served === managed ? {} : { DJANGO_SETTINGS_MODULE: served }),
              ...(told['DJANGO_CONFIGURATION'] === undefined
                ? {}
                : { DJANGO_CONFIGURATION: told['DJANGO_CONFIGURATION'] }),
              ...placeholders(variables),
            },
            ...(outside === undefined ? {} : { makes: outside }),
            because: 'Settings are loaded to collect the static files; nothing is connected to, so placeholders do.',
          },
        ]
      : [],
  };
}

/** The module that the settings name, else wsgi.py or asgi.py itself. */
function application(repo: Repo, root: string, files: readonly string[], kind: 'wsgi' | 'asgi'): AppObject | undefined {
  const stated = findInSources(
    repo,
    files,
    new RegExp(`^\\s*${kind.toUpperCase()}_APPLICATION\\s*=\\s*['"]([A-Za-z_][\\w.]*)\\.(\\w+)['"]`, 'm'),
  );
  const file = files.find((path) => path.endsWith(`/${kind}.py`));
  const source =
    stated?.source ?? (file === undefined ? undefined : ({ ...inFile(file), kind: 'file', file } as const));
  if (source === undefined) return undefined;
  const module = stated?.match[1] ?? file?.slice(root === '' ? 0 : root.length + 1, -'.py'.length).replaceAll('/', '.');
  return {
    interface: kind,
    module: module ?? kind,
    object: stated?.match[2] ?? 'application',
    isFactory: false,
    importRoot: root,
    source,
  };
}

/** The file of an app object's module, where it is one of the project. */
function moduleFile(target: AppObject | undefined, root: string, files: readonly string[]): string | undefined {
  const path = target === undefined ? undefined : join(root, `${target.module.replaceAll('.', '/')}.py`);
  return files.find((file) => file === path);
}
