import { PORT_WORD, VIRTUALENV_WORD } from './servers.ts';

/** What a program that a repository starts does by itself, and how it is told to be reachable. */
export interface Program {
  /** Whether it ends on SIGTERM as process 1. */
  readonly handlesSigterm: boolean;
  /** Whether it serves; what does not is a worker or a job. */
  readonly serves: boolean;
  /** Where it listens on the loopback unless it is told otherwise: the words or the variable that change it. */
  readonly reach?: { readonly options: readonly string[]; readonly add: readonly string[] };
  readonly hostVariable?: string;
  /** The variable that it takes its port from where its words name none, and the port without either. */
  readonly portVariable?: string;
  readonly port?: number;
  /** Variables that it needs in an image, whatever its words say. */
  readonly env?: Readonly<Record<string, string>>;
}

const HOST = { options: ['--host'], add: ['--host', '0.0.0.0'] };

/** Programs of stated start commands. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  // Without a bind address it takes PORT, and then listens everywhere. https://docs.gunicorn.org/en/stable/settings.html#bind
  gunicorn: { handlesSigterm: true, serves: true, portVariable: 'PORT', port: 8000 },
  // https://uvicorn.dev/settings/: every option has a variable
  uvicorn: {
    handlesSigterm: true,
    serves: true,
    hostVariable: 'UVICORN_HOST',
    portVariable: 'UVICORN_PORT',
    port: 8000,
  },
  // https://fastapi.tiangolo.com/fastapi-cli/: `run` listens everywhere, `dev` on the loopback
  fastapi: { handlesSigterm: true, serves: true, port: 8000 },
  // https://hypercorn.readthedocs.io/en/latest/how_to_guides/binds.html
  hypercorn: {
    handlesSigterm: true,
    serves: true,
    reach: { options: ['--bind', '-b'], add: ['--bind', `0.0.0.0:${PORT_WORD}`] },
    port: 8000,
  },
  // https://github.com/emmett-framework/granian#options
  granian: {
    handlesSigterm: true,
    serves: true,
    hostVariable: 'GRANIAN_HOST',
    portVariable: 'GRANIAN_PORT',
    port: 8000,
  },
  // https://github.com/django/daphne#running
  daphne: {
    handlesSigterm: true,
    serves: true,
    reach: { options: ['-b', '--bind', '-e', '--endpoint', '-u'], add: ['-b', '0.0.0.0'] },
    port: 8000,
  },
  // https://docs.pylonsproject.org/projects/waitress/en/stable/runner.html
  'waitress-serve': { handlesSigterm: false, serves: true, port: 8080 },
  // https://uwsgi-docs.readthedocs.io/en/latest/ThingsToKnow.html: SIGTERM only reloads it, unless die-on-term says
  // otherwise; workers with threads then hang in their exit until its mercy is over. It embeds Python and looks for no
  // virtualenv by itself. Every option has a variable.
  uwsgi: {
    handlesSigterm: true,
    serves: true,
    env: { VIRTUAL_ENV: VIRTUALENV_WORD, UWSGI_DIE_ON_TERM: 'true', UWSGI_WORKER_RELOAD_MERCY: '1' },
  },
  // https://flask.palletsprojects.com/en/stable/cli/: every option has a variable
  flask: {
    handlesSigterm: false,
    serves: true,
    hostVariable: 'FLASK_RUN_HOST',
    portVariable: 'FLASK_RUN_PORT',
    port: 5000,
  },
  // https://quart.palletsprojects.com/en/latest/reference/cli/
  quart: { handlesSigterm: true, serves: true, reach: HOST, port: 5000 },
  // https://docs.litestar.dev/latest/usage/cli.html
  litestar: {
    handlesSigterm: true,
    serves: true,
    hostVariable: 'LITESTAR_HOST',
    portVariable: 'LITESTAR_PORT',
    port: 8000,
  },
  // https://sanic.dev/en/guide/running/running.html
  sanic: { handlesSigterm: true, serves: true, reach: { options: ['--host', '-H'], add: HOST.add }, port: 8000 },
  // https://docs.streamlit.io/develop/api-reference/configuration/config.toml
  streamlit: {
    handlesSigterm: true,
    serves: true,
    hostVariable: 'STREAMLIT_SERVER_ADDRESS',
    portVariable: 'STREAMLIT_SERVER_PORT',
    port: 8501,
  },
  // https://docs.chainlit.io/backend/command-line
  chainlit: {
    handlesSigterm: true,
    serves: true,
    hostVariable: 'CHAINLIT_HOST',
    portVariable: 'CHAINLIT_PORT',
    port: 8000,
  },
  // https://docs.celeryq.dev/en/stable/userguide/workers.html#stopping-the-worker
  celery: { handlesSigterm: true, serves: false },
  // https://python-rq.org/docs/workers/#signal-handling
  rq: { handlesSigterm: true, serves: false },
  // https://dramatiq.io/guide.html
  dramatiq: { handlesSigterm: true, serves: false },
  // https://huey.readthedocs.io/en/latest/consumer.html
  huey_consumer: { handlesSigterm: true, serves: false },
};

/** What is known of a program by its name. */
export function programOf(name: string): Program | undefined {
  const known = name.replace(/\.py$/, '');
  return Object.hasOwn(PROGRAMS, known) ? PROGRAMS[known] : undefined;
}
