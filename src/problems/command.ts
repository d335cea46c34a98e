import type { ProblemTable } from './table.ts';

/** How the program is called, and what it writes. */
export const commandProblems = {
  'not-a-directory': {
    level: 'error',
    exit: 2,
    what: '{path} is not a directory.',
    fix: 'Name the folder of the app: create-dockerfile path/to/app.',
  },
  'unknown-option-value': { level: 'error', exit: 2, what: '{flag} cannot be {value}.', fix: 'It takes: {allowed}.' },
  'unknown-option': { level: 'error', exit: 2, what: 'There is no option {option}.', fix: '{advice}' },
  'option-without-value': {
    level: 'error',
    exit: 2,
    what: '{flag} needs a value.',
    fix: 'Write {flag} {value}; --help lists the options.',
  },
  'several-folders': {
    level: 'error',
    exit: 2,
    what: 'Only one folder can be named, not several: {names}.',
    fix: 'Run it once for each app.',
  },
  'file-conflict': {
    level: 'error',
    exit: 5,
    what: '{file} exists and is not as this tool last wrote it.',
    fix: 'Look with --diff; then --force to replace it, or --output NAME to write another file.',
    flag: '--force',
  },
  'merge-conflict': {
    level: 'error',
    exit: 5,
    what: 'You changed this line, and so does this run: you have {yours}, now {now} would be written.',
    fix: 'Look with --diff; then --keep-mine for yours, --force for the new one, or edit the file to agree.',
    flag: '--keep-mine',
  },
  'merge-unsound': {
    level: 'error',
    exit: 5,
    what: 'Your edits of {file} and what is new do not go together: {why}.',
    fix: 'Look with --diff; then --keep-mine leaves the file as it is, --force replaces it.',
    flag: '--keep-mine',
  },
  'edited-leftover': {
    level: 'hint',
    what: '{file} is no longer written, but you edited it: it stays.',
    fix: 'Remove it if nothing needs it.',
  },
  'lock-malformed': {
    level: 'warning',
    what: '{file} cannot be understood, so files that differ from what would be written count as yours.',
    fix: 'Restore it from git (a merge may have left its marks there), or let --force write both anew.',
  },
  'lock-newer': {
    level: 'error',
    exit: 6,
    what: '{file} was written by a newer create-dockerfile.',
    fix: 'Use that version: npx create-dockerfile@latest.',
  },
  'containerfile-exists': {
    level: 'error',
    exit: 5,
    what: '{file} exists; tools that prefer it would not see a Dockerfile beside it.',
    fix: 'Use --output Containerfile --force to replace it, --output NAME for another name, or --force for a Dockerfile beside it.',
    flag: '--output',
  },
  'config-newer': {
    level: 'error',
    exit: 2,
    what: '{file} is written for a newer create-dockerfile.',
    fix: 'Use that version: npx create-dockerfile@latest. This one reads "version": 1.',
  },
  'unknown-setting': { level: 'error', exit: 2, what: 'There is no setting {key}.', fix: '{advice}' },
  'wrong-setting': { level: 'error', exit: 2, what: 'The setting {key} cannot be {value}.', fix: 'It takes: {allowed}.' },
  'packages-without-apt': {
    level: 'error',
    exit: 2,
    what: 'The packages {packages} cannot be installed on {base}: that takes Debian with apt.',
    fix: 'Use --base slim, or leave the packages out.',
    flag: '--base',
  },
  'copy-not-found': {
    level: 'error',
    exit: 2,
    what: '{path}, which is to be copied into the image, is not in the build context.',
    fix: 'Write its path as seen from the build context; what git ignores is not there.',
  },
  'no-build-stage': {
    level: 'error',
    exit: 2,
    what: 'There is no build stage in which "{command}" could run.',
    fix: 'Name it in the build script of the project instead, which makes one.',
  },
  'outside-context': { level: 'error', exit: 2, what: '{path} leads outside the repository.', fix: 'Stay in {root}.' },
  'cannot-write': {
    level: 'error',
    exit: 7,
    what: '{file} cannot be written: {reason}.',
    fix: 'Check the permissions and the disk; nothing was changed.',
  },
  'compose-kept': {
    level: 'hint',
    what: '{file} exists and stays as it is; no compose.yaml was written beside it.',
    fix: 'Point its service at this Dockerfile: build: { context: ., target: production }.',
  },
  'docker-missing': {
    level: 'hint',
    what: 'Docker was not found on this machine.',
    fix: 'The files are written; install Docker Engine 23 or newer to build them.',
  },
  internal: {
    level: 'error',
    exit: 70,
    what: 'A fault of create-dockerfile: {reason}.',
    fix: 'Nothing more was written. Please report it; DEBUG=1 shows where it happened.',
  },
} as const satisfies ProblemTable;
