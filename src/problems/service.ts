import type { ProblemTable } from './table.ts';

/** Databases, caches and queues beside the app. */
export const serviceProblems = {
  'service-not-told': {
    level: 'hint',
    what: 'The app depends on {dependency}, but no variable was found that tells it where {service} is: compose.yaml has none.',
    fix: 'Read its address from the environment: it is found by itself. (Or it is not used: then nothing is missing.)',
  },
  'several-databases': {
    level: 'hint',
    what: 'The app has clients for several databases ({names}), and nothing says which one it is run with: compose.yaml has none.',
    fix: 'Add the one that is meant to compose.yaml, or state it in .env.example (DATABASE_URL=postgresql://…).',
  },
} as const satisfies ProblemTable;
