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
  'wheel-missing': {
    level: 'warning',
    what: '{pin} has wheels {last}, not for Python {python}: it is built from its sources, which is slow and may fail.',
    fix: 'Move to a newer release of it, or to a Python that it has wheels for.',
  },
  'os-package-unknown': {
    level: 'warning',
    what: '{file} holds more than the name of a Debian package: {line}. It is left out.',
    fix: 'Install it by hand in the Dockerfile, or name the package of Debian that holds it.',
  },
} as const satisfies ProblemTable;
