import type { ProblemTable } from './table.ts';

/** Versions of the language, for every language. */
export const versionProblems = {
  'version-invalid': {
    level: 'warning',
    what: '{file} states a version that cannot be understood: {value}.',
    fix: 'Write a version such as {example}.',
  },
  'version-end-of-life': {
    level: 'warning',
    what: '{tool} {version} gets no more security fixes since {date}.',
    fix: 'Move to {newest}; the image uses {version} as you state.',
  },
  'version-unknown': {
    level: 'warning',
    what: '{tool} {version} is not in the table of releases of {date}.',
    fix: 'It is used as written; check that the image {image} exists.',
  },
  'version-without-image': {
    level: 'warning',
    what: '{tool} {version} has images on an ended Debian alone: the newest {line} is used.',
    fix: 'State {line}, or a newer release of it.',
  },
  'version-against-engines': {
    level: 'warning',
    what: '{file} states Node {version}, which engines.node of package.json ({range}) does not allow.',
    fix: 'Make them agree; the image uses {version}.',
  },
  'version-unsatisfied': {
    level: 'error',
    exit: 6,
    what: 'No known release of {tool} satisfies {range}.',
    fix: 'Known lines: {lines}. State one that fits.',
  },
  'version-below-minimum': {
    level: 'warning',
    what: '{file} states {tool} {version}, which is older than {other} demands ({minimum}).',
    fix: 'Raise it in {file}; the image uses a release that is new enough.',
  },
} as const satisfies ProblemTable;
