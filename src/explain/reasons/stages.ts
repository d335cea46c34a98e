import { CACHE, BUILDING, type Reason } from './reason.ts';

/** Where stages begin. */
export const stages: readonly Reason[] = [
  {
    keyword: 'FROM',
    holds: /\bAS production$/,
    stages: /^production$/,
    because:
      'The last stage is what a plain `docker build` makes; it is the runtime, so that other targets could stand before it.',
    source: 'https://docs.docker.com/build/building/multi-stage/',
  },
  {
    keyword: 'FROM',
    holds: /\bAS shell$/,
    because: 'The programs that the debug target adds; the production image never has them.',
  },
  {
    keyword: 'FROM',
    holds: /\bAS debug$/,
    because: 'The same files as production, with a shell and tools, for looking at a running image.',
  },
  {
    keyword: 'FROM',
    holds: /runtime AS (development|test)$/,
    because:
      'Every stack has the same targets; where one has nothing of its own to do, it is another name of the runtime.',
  },
  {
    keyword: 'FROM',
    stages: /^runtime$/,
    subjects: ['base', 'preset', 'runtime'],
    because: 'What runs in the end: nothing of the stages above is in it but what is copied.',
    source: 'https://docs.docker.com/build/building/multi-stage/',
  },
  {
    keyword: 'FROM',
    holds: /BUILDPLATFORM/,
    subjects: ['runtime'],
    because:
      'The build runs on the machine that builds, whatever platform the image is for: what it makes belongs to no platform, or is cross-compiled.',
    source: 'https://docs.docker.com/build/building/multi-platform/',
  },
  {
    keyword: 'FROM',
    holds: /\bAS base$/,
    subjects: ['runtime'],
    because: 'The full toolchain stays in the stages that build; its version is the one that the repository states.',
    source: BUILDING,
  },
  {
    keyword: 'FROM',
    holds: /AS (production-)?dependencies$/,
    subjects: ['package manager', 'build tool'],
    because: 'Dependencies have a stage of their own, so that an edit of the sources leaves them in the cache.',
    source: CACHE,
  },
  {
    keyword: 'FROM',
    holds: /AS build$/,
    subjects: ['build', 'main package', 'archive'],
    because: 'What compiles the app; none of it reaches the image but what is copied from it.',
  },
  {
    keyword: 'FROM',
    holds: /AS development$/,
    because: 'For `--target development`: all dependencies, and the sources as they are; a production build skips it.',
  },
  {
    keyword: 'FROM',
    holds: /AS test$/,
    because: 'For `--target test`: the project’s own tests; a production build skips it.',
  },
  {
    keyword: 'FROM',
    because: 'A stage of its own: it is built beside the others, and only when something is copied from it.',
    source: 'https://docs.docker.com/build/building/multi-stage/',
  },
];
