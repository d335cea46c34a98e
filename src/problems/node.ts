import type { ProblemTable } from './table.ts';

/** Node apps. */
export const nodeProblems = {
  'trace-refused': {
    level: 'error',
    exit: 2,
    what: '--trace does not fit {name}: {why}.',
    fix: 'Leave it out.',
    flag: '--trace',
  },
  'trace-cannot-see': {
    level: 'warning',
    what: '{text} loads what only a run knows: if that is a dependency, the traced image lacks it.',
    fix: 'Name the dependency where nothing runs it, if (false) import("its-name"), or leave --trace out; verify starts the image.',
    flag: '--trace',
  },
  'strip-refused': {
    level: 'error',
    exit: 2,
    what: '--strip does not fit {name}: {why}.',
    fix: 'Leave it out.',
    flag: '--strip',
  },
  'lockfile-missing': {
    level: 'warning',
    what: 'There is no lockfile: every build may install other versions.',
    fix: 'Run {command} and commit what it writes.',
  },
  'test-needs-browser': {
    level: 'warning',
    what: 'The {script} script drives a browser by {driver}, which the test target has not: it is left out there.',
    fix: 'Give the tests that need none a script of their own, test:unit; run the others against docker compose up.',
  },
  'lockfile-ignored': {
    level: 'warning',
    what: '{file} is ignored by git, so an image built from a fresh clone would not have it.',
    fix: 'Take it out of .gitignore and commit it.',
  },
  'lockfile-out-of-sync': {
    level: 'warning',
    what: '{file} does not match package.json ({name}), so it cannot be installed as locked.',
    fix: 'Run {command} and commit {file}; until then the image installs what package.json asks for beside what is locked.',
  },
  'lockfile-lacks-linux': {
    level: 'warning',
    what: '{file} lacks what {names} needs on Linux: npm wrote it on another system, beside a node_modules folder.',
    fix: 'Run rm -rf node_modules {file} && npm install and commit {file}; until then the image installs without the lock.',
  },
  'lockfiles-several': {
    level: 'warning',
    what: 'Lockfiles of several package managers are there: {file} is used, {others} is not.',
    fix: 'Remove those that are not kept, and state the manager: "packageManager" in package.json.',
  },
  'lockfile-of-another': {
    level: 'warning',
    what: '{file} is of another package manager than {manager}, which package.json states: it is not used.',
    fix: 'Run {command}, commit what it writes and remove {file}; until then the image installs without a lock.',
  },
  'manager-version-guessed': {
    level: 'hint',
    what: 'The version of {manager} is not stated; {version} was concluded from {evidence}.',
    fix: 'State it: "packageManager": "{manager}@{version}" in package.json.',
  },
  'install-scripts-blocked': {
    level: 'warning',
    what: '{names} build themselves at install, which {manager} {version} refuses unless they are listed.',
    fix: '{fix}, and commit what it writes.',
  },
  'entry-not-found': {
    level: 'warning',
    what: 'main in package.json names {main}, which is not there; {file} is started instead.',
    fix: 'Mend main, or add a start script.',
  },
  'runs-elsewhere': {
    level: 'error',
    exit: 3,
    what: '{name} is {what}.',
    fix: '{fix} If something else is to run, say what: --start "COMMAND".',
    flag: '--start',
  },
  'nx-projects': {
    level: 'error',
    exit: 3,
    what: 'The apps of this Nx workspace share one package.json ({names}), and no script of it says what runs.',
    fix: 'Add scripts to it: "build": "nx build {first}", "start": "node dist/apps/{first}/main.js" (or "serve dist/apps/{first}" for pages).',
    flag: '--start',
  },
  'made-for-host': {
    level: 'error',
    exit: 3,
    what: '{name} makes no server that a container could run: it builds by {dependency}.',
    fix: '{fix}',
  },
  'start-needs-development': {
    level: 'warning',
    what: 'The start command needs {tool}, a development dependency: the image carries all of them.',
    fix: 'Start what a build makes, by a script "start:prod", or move {tool} to the dependencies.',
  },
  'install-script-left-out': {
    level: 'warning',
    what: 'The script {script} needs {tool}, a development dependency: the install of the production dependencies leaves it out.',
    fix: 'If the program needs what it makes, move {tool} to the dependencies.',
  },
  'native-lacks': {
    level: 'warning',
    what: '{dependency} needs {lacks}, which the image does not hold.',
    fix: 'Give the runtime stage the image that {dependency} publishes for its exact version, or connect to them in another container.',
  },
  'workspace-cycle': {
    level: 'warning',
    what: 'Members of the workspace need each other: {names}. No order of their builds is right.',
    fix: 'Move what they share to a member of its own.',
  },
  'workspace-pattern-empty': {
    level: 'hint',
    what: 'The workspace pattern {pattern} matches no folder with a package.json that git tracks.',
    fix: 'Take the pattern out, or commit the package.json that it means.',
  },
  'build-needs-values': {
    level: 'warning',
    what: 'The build loads code that wants {names}: placeholders stand in, so that it can be built without them.',
    fix: 'Give them at run time. Pages that are made from a database at build need the real ones: docker build {options} .',
  },
  'build-migrates': {
    level: 'warning',
    what: 'The build script runs {command}, which needs a database that no image build has: it was left out.',
    fix: 'Run it before each release, against the real database: in the start command, or as a job of its own.',
  },
  'migration-apart': {
    level: 'warning',
    what: 'The start command does not run the script {script} ({command}): a new database has no tables.',
    fix: 'Run it before each release, or at each start: --start "{start}".',
    flag: '--start',
  },
  'spa-variables': {
    level: 'hint',
    what: 'These variables are built into the files that a browser loads: {names}.',
    fix: 'Pass them at build: docker build --build-arg NAME=value.',
  },
} as const satisfies ProblemTable;
