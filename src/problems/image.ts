import type { ProblemTable } from './table.ts';

/** What the image runs, on which base, and how it is reached. */
export const imageProblems = {
  'base-refused': {
    level: 'error',
    exit: 2,
    what: '--base {base} does not fit: {why}.',
    fix: 'Use one of: {allowed}.',
    flag: '--base',
  },
  'debugger-unknown': {
    level: 'warning',
    what: 'It is not known how a debugger gets into the development target of {name}.',
    fix: 'Python needs debugpy among its development dependencies; Node a dev script that is one program: node, tsx, nodemon, ts-node-dev or nest. Of Java, spring-boot:run and quarkus:dev take one.',
    flag: '--debugger',
  },
  'listens-on-loopback': {
    level: 'warning',
    what: 'The app listens on {address}, which cannot be reached from outside its container.',
    fix: 'Listen on 0.0.0.0, or read the address from an environment variable.',
  },
  'port-privileged': {
    level: 'warning',
    what: 'The app listens on port {port}; a non-root user without capabilities may not on every engine.',
    fix: 'Read the port from the environment variable PORT, or use one above 1023.',
  },
  'health-unknown': {
    level: 'hint',
    what: 'No health route was found; the check asks {path} and accepts any answer below 500.',
    fix: 'Serve one (for example /health): it is found by itself.',
  },
  'secret-needed': {
    level: 'hint',
    what: '{file} holds or names a credential: it stays out of the build context and is given to the install as a secret.',
    fix: 'Build with: docker build {options} . (docker compose build passes them by itself).',
  },
  'secret-is-read': {
    level: 'warning',
    what: '{file} looks like a secret, and the build reads it: whoever has the image has it.',
    fix: 'Give it at run time by a volume, an environment variable or a secret; state what the build needs elsewhere.',
  },
  'secret-left-out': {
    level: 'warning',
    what: '{file} looks like a secret and stays out of the image, but {by} names it.',
    fix: 'Give it at run time by a volume or a secret; if it is none, add !{file} at the end of the ignore file.',
  },
  'env-file-not-shipped': {
    level: 'warning',
    what: 'The start command reads {file}, which is not put into an image: the image starts without it.',
    fix: 'Give {names} at run time: docker run --env-file {file} (compose.yaml takes .env by itself).',
  },
  'run-needs-values': {
    level: 'hint',
    what: 'The program ends at its start where it is not given {names}.',
    fix: 'Give them at run time: docker run --env-file .env (compose.yaml reads .env too, and tells of the servers that it starts).',
  },
  'frontend-output-unknown': {
    level: 'warning',
    what: 'The frontend in {folder} is served by the app, but nothing says which folder its build writes: it was left out.',
    fix: 'State it in the configuration of its build tool (outDir in vite.config.js).',
  },
  'start-not-found': {
    level: 'error',
    exit: 4,
    what: 'The start command runs {file}, which git does not track here and no build script makes.',
    fix: 'Add the build script that makes it, or state the command: --start "node path/to/file.js".',
    flag: '--start',
  },
} as const satisfies ProblemTable;
