import { CACHE, REFERENCE, type Reason } from './reason.ts';

/** What is copied. */
export const copies: readonly Reason[] = [
  {
    keyword: 'COPY',
    holds: /stop-on-signal/,
    subjects: ['stop'],
    because:
      'As process 1, a program gets SIGTERM only if it listens for it: without this `docker stop` waits ten seconds and kills it.',
  },
  {
    keyword: 'COPY',
    holds: /<<.*(conf\.d|nginx)/,
    subjects: ['preset', 'port'],
    because:
      'How the web server answers: compression, caching of what has a hash in its name, and the routes of the app.',
  },
  {
    keyword: 'COPY',
    holds: /<</,
    because: 'A small file of this Dockerfile’s own, so that the repository needs none beside it.',
    source: `${REFERENCE}#here-documents`,
  },
  {
    keyword: 'COPY',
    holds: /--from=(shell|init|uv|rootfs|healthcheck|health)\b/,
    subjects: ['stop', 'health'],
    because: 'One program or class of a stage above, without what made it.',
  },
  {
    keyword: 'COPY',
    holds: /ca-certificates/,
    because: 'The certificates of authorities, which an empty image lacks: HTTPS needs them.',
  },
  { keyword: 'COPY', holds: /zoneinfo/, because: 'The time zones, which an empty image lacks.' },
  {
    keyword: 'COPY',
    holds: /--from=.*(node_modules|\.venv|dependencies)/,
    subjects: ['package manager'],
    because: 'The dependencies before the app’s own files: an edit of the app replaces the last layers alone.',
    source: CACHE,
  },
  {
    keyword: 'COPY',
    holds: /--from=/,
    subjects: ['output', 'archive', 'layers', 'build', 'start', 'frontend'],
    because: 'What the build made and the run needs, and nothing else of that stage.',
  },
  {
    keyword: 'COPY',
    holds: /--parents/,
    subjects: ['package manager'],
    because:
      'Every manifest of the workspace at its place, and no source yet: an edit of a source installs nothing again.',
    source: CACHE,
  },
  {
    keyword: 'COPY',
    stages: /(build|development|test|assets)$/,
    because: 'The sources come after the dependencies; the ignore file keeps out what no build reads.',
    source: CACHE,
  },
  { keyword: 'COPY', because: 'What the program reads at run time beside what was built.' },
];
