import type { ProblemTable } from './table.ts';

/** Go apps. */
export const goProblems = {
  'main-not-found': {
    level: 'error',
    exit: 3,
    what: 'The Go module {module} is a library: it has no command of its own.',
    fix: 'A library needs no image. Run the tool in the module that holds the command, or name a helper or an example: --app NAME.',
  },
  'writes-beside-files': {
    level: 'warning',
    what: 'Files that the image brings stand where the program writes ({path}): their volume keeps the first version of both.',
    fix: 'Let the program write into a folder of its own (data/), which becomes the volume.',
  },
} as const satisfies ProblemTable;
