import type { ProblemTable } from './table.ts';

/** Python apps. */
export const pythonProblems = {
  'module-not-found': {
    level: 'error',
    exit: 3,
    what: 'No app object was found for {framework} in {looked}.',
    fix: 'Name it: --start "uvicorn package.module:app --host 0.0.0.0".',
    flag: '--start',
  },
  'server-missing': {
    level: 'warning',
    what: '{framework} is served by {server}, which the project does not depend on; the image adds it.',
    fix: 'Add {server} to the dependencies to choose its version.',
  },
  'requirements-missing': {
    level: 'error',
    exit: 6,
    what: '{file} includes {path}, which is not tracked here.',
    fix: 'Commit it, or take the line out: an image is built from what a fresh clone has.',
  },
  'requirements-cycle': {
    level: 'error',
    exit: 6,
    what: '{file} includes {path}, which includes it: pip refuses such a circle.',
    fix: 'Take one of the two lines out.',
  },
  'requirements-encoding': {
    level: 'error',
    exit: 6,
    what: '{file} is neither UTF-8 nor UTF-16 with a byte order mark.',
    fix: 'Save it as UTF-8.',
  },
  'requirement-of-a-machine': {
    level: 'error',
    exit: 6,
    what: '{file} takes {name} from a file of the machine that it was written on.',
    fix: 'Write its version instead: pip list in its freeze format gives lines that install anywhere.',
  },
  'requirement-for-windows': {
    level: 'error',
    exit: 6,
    what: '{file} asks for {name}, which exists for Windows alone: no Linux image can install it.',
    fix: 'Write: {name}; sys_platform == "win32".',
  },
  'python-too-old': {
    level: 'error',
    exit: 6,
    what: '{file} states Python {version}: its images stand on a Debian that gets no more packages.',
    fix: 'State a newer one in {file}; the oldest that can be built is {oldest}.',
  },
  'wheel-missing': {
    level: 'warning',
    what: '{pin} has wheels {last}, not for Python {python}: it is built from its sources, which is slow and may fail.',
    fix: 'Move to a newer release of it, or to a Python that it has wheels for.',
  },
  'pin-not-importable': {
    level: 'warning',
    what: '{pin} can be imported up to Python {last}, not by Python {python}, which the repository states: what it uses is gone from it.',
    fix: 'Move to a newer release of it, or state Python {last}.',
  },
  'pin-too-old': {
    level: 'error',
    exit: 6,
    what: '{pin} can be imported up to Python {last}; the oldest that an image can be made of is {oldest}.',
    fix: 'Move to a newer release of it.',
  },
  'pin-needs-partners': {
    level: 'warning',
    what: '{pin} does not run with the newest releases of what it needs, which nothing pins; the image installs {needs}.',
    fix: 'Write {needs} into {file}.',
  },
  'os-package-unknown': {
    level: 'warning',
    what: '{file} holds more than the name of a Debian package: {line}. It is left out.',
    fix: 'Install it by hand in the Dockerfile, or name the package of Debian that holds it.',
  },
  'static-root-missing': {
    level: 'warning',
    what: 'The settings name a storage with a manifest of the static files, but no STATIC_ROOT to collect them in: pages that use them fail.',
    fix: 'Set STATIC_ROOT (for example BASE_DIR / "staticfiles"); the image collects them then.',
  },
  'static-files-not-served': {
    level: 'warning',
    what: 'Nothing in the image serves the static files: Django does not, outside of runserver.',
    fix: 'Add WhiteNoise to the dependencies and to MIDDLEWARE, or serve STATIC_ROOT by a web server before the app.',
  },
  'django-debug': {
    level: 'warning',
    what: 'DEBUG = True stands in the settings that the image is served with: errors show the code and the settings to everyone.',
    fix: 'Read it from a variable: DEBUG = os.environ.get("DEBUG") == "1".',
  },
  'allowed-hosts': {
    level: 'warning',
    what: 'ALLOWED_HOSTS ({hosts}) names neither localhost nor a variable: the app answers 400 to every other name.',
    fix: 'Read it from a variable: ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",").',
  },
  'notebooks-only': {
    level: 'error',
    exit: 3,
    what: 'There are notebooks here ({file}) and no program: an image has nothing to start.',
    fix: 'Export one as a script (File, Save and Export Notebook As), or state what starts: --start "COMMAND".',
    flag: '--start',
  },
  'dependencies-not-listed': {
    level: 'error',
    exit: 6,
    what: '{file} imports {modules}, and nothing lists dependencies: no image could run it.',
    fix: 'List them in a requirements.txt or pyproject.toml; a package may have another name than its module.',
  },
  'several-programs': {
    level: 'error',
    exit: 4,
    what: 'Several files are written to be run ({files}), and nothing says which of them the image starts.',
    fix: 'Say it: --start "python {first}", or add a Procfile.',
    flag: '--start',
  },
  'lock-out-of-step': {
    level: 'warning',
    what: '{file} does not hold {name}, so nothing can be installed as locked.',
    fix: 'Run {command} and commit {file}; until then the image installs without the lock.',
  },
  'conda-environment': {
    level: 'error',
    exit: 3,
    what: '{file} is a conda environment: its packages are not those of pip, and nothing else lists dependencies.',
    fix: 'List what the program imports in a requirements.txt or pyproject.toml; most conda packages have wheels.',
  },
  'conda-left-out': {
    level: 'hint',
    what: '{file} is a conda environment; the image installs what the other manifest lists.',
    fix: 'Keep both in step, or remove the one that is not used.',
  },
} as const satisfies ProblemTable;
