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
} as const satisfies ProblemTable;
