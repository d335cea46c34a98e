import type { Process, PythonApp } from '../../model/app.ts';
import type { Following } from '../../model/development.ts';
import type { Copy, EnvPair } from '../../model/plan.ts';
import type { AssetPlan } from '../assets.ts';
import type { LinksPlan } from '../links.ts';
import { planDevelopmentInstall, type Step } from './install.ts';
import { inContext, sourcesOf } from './paths.ts';
import { envPairs, importPath, settled } from './runtime.ts';

/** Servers that see edits by themselves, and the words by which they are told to. */
const RELOADS: Readonly<Record<string, readonly string[]>> = {
  // https://docs.chainlit.io/backend/command-line
  chainlit: ['--watch'],
  // https://fastapi.tiangolo.com/fastapi-cli/
  fastapi: ['--reload'],
  // https://flask.palletsprojects.com/en/stable/cli/#debug-mode
  flask: ['--debug'],
  // https://docs.gunicorn.org/en/stable/settings.html#reload
  gunicorn: ['--reload'],
  // https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html
  hypercorn: ['--reload'],
  // https://docs.litestar.dev/latest/usage/cli.html
  litestar: ['--reload'],
  // https://docs.streamlit.io/develop/api-reference/configuration/config.toml
  streamlit: ['--server.runOnSave', 'true'],
  // https://uvicorn.dev/settings/
  uvicorn: ['--reload'],
  // https://uwsgi-docs.readthedocs.io/en/latest/Options.html#py-autoreload
  uwsgi: ['--py-autoreload', '1'],
};

/** Words by which a command says that it reloads. */
const RELOADING = ['--reload', '--debug', '--watch', 'runserver', '--py-autoreload', '--server.runOnSave'];

/** The values of the development stage, and how it follows edits. */
interface PythonDevelopment {
  readonly development: {
    readonly install?: Step;
    readonly project?: Step;
    readonly copies: readonly Copy[];
    readonly env: readonly EnvPair[];
    readonly command: readonly string[];
    readonly port?: number;
  };
  readonly following: Following;
}

/** What of the image's plan the target takes over. */
interface Beside {
  readonly assets: AssetPlan;
  readonly links: LinksPlan;
  /** Whether the commands of the runtime are those of the build image. */
  readonly runsProcesses: boolean;
}

/** The framework's development server, else the start command with what makes it reload; else started again. */
export function planDevelopment(
  app: PythonApp,
  process: Process,
  port: number | undefined,
  { assets, links, runsProcesses }: Beside,
): PythonDevelopment {
  const { value } = process.command;
  const words = app.python.development ?? [...value, ...(RELOADS[value[0] ?? ''] ?? [])];
  const own = Object.entries(process.env).filter(
    ([name]) => app.python.development === undefined || !app.python.productionEnv.includes(name),
  );
  const pairs = { PYTHONUNBUFFERED: '1', ...importPath(app, app.python.importRoot), ...Object.fromEntries(own) };
  const ports = port === undefined ? {} : { port };
  const command = words.map((word) => settled(app, word, port));
  return {
    development: {
      ...planDevelopmentInstall(app),
      copies: [...assets.copies, ...links.copies],
      env: envPairs(app, pairs, port),
      command,
      ...ports,
    },
    following: {
      ...ports,
      debugged: { words: command },
      reloads: words.some((word) => RELOADING.includes(word)),
      path: inContext(sourcesOf(app)),
      ignore: assets.folders,
      rebuilds: [...app.python.manifests, ...assets.folders],
      runsProcesses,
    },
  };
}
