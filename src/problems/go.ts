import type { ProblemTable } from './table.ts';

/** Go apps. */
export const goProblems = {
  'main-not-found': {
    level: 'error',
    exit: 3,
    what: 'The Go module {module} has no package main: it is a library.',
    fix: 'A library needs no image. Run the tool in the module that holds the command.',
  },
} as const satisfies ProblemTable;
