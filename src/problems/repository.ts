import type { ProblemTable } from './table.ts';

/** Reading the repository, and which app in it. */
export const repositoryProblems = {
  'unreadable-file': {
    level: 'error',
    exit: 6,
    what: '{file} cannot be read: {reason}.',
    fix: 'Make the file readable, or remove it.',
  },
  'source-not-read': {
    level: 'warning',
    what: '{file} was not read: {reason}.',
    fix: 'If it says which port or address is used, state that with flags (see --help).',
  },
  'malformed-file': {
    level: 'error',
    exit: 6,
    what: '{file} is malformed: {reason}.',
    fix: 'Mend the file; nothing was written.',
  },
  'file-too-large': {
    level: 'error',
    exit: 6,
    what: '{file} has {size} bytes; at most {limit} are read.',
    fix: 'Is it the right file? A manifest of this size is not one that a tool wrote.',
  },
  'read-budget-spent': {
    level: 'warning',
    what: 'The repository is larger than what is read to understand it ({limit} bytes): {file} was not looked at.',
    fix: 'Name the app folder, or state what was not found with flags (see --help).',
  },
  'too-many-files': {
    level: 'warning',
    what: 'More than {limit} files: the rest was not looked at.',
    fix: 'Name the app folder: create-dockerfile path/to/app.',
  },
  'unquotable-path': {
    level: 'error',
    exit: 6,
    what: 'The path {path} holds characters that cannot stand in a Dockerfile safely.',
    fix: 'Rename it: letters, digits, spaces and . _ - + @ / are safe.',
  },
  'nothing-recognised': {
    level: 'error',
    exit: 3,
    what: 'No Node, Go, Python or Java app and no static site was found here.',
    fix: 'Run it in the folder that holds package.json, go.mod, requirements.txt, pyproject.toml, pom.xml, build.gradle or index.html.',
  },
  'opens-a-window': {
    level: 'error',
    exit: 3,
    what: '{name} opens a window ({library}): a container has no screen.',
    fix: 'A desktop program is shipped as it is. If another program of the repository serves something, name it: --app NAME, or --start "COMMAND".',
    flag: '--start',
  },
  'nothing-to-run': {
    level: 'error',
    exit: 3,
    what: '{name} looks like a library: {why}.',
    fix: 'A library needs no image. If it does start something, say what: --start "COMMAND".',
    flag: '--start',
  },
  'language-unsupported': {
    level: 'error',
    exit: 3,
    what: '{file} says {language}, for which no image is made here.',
    fix: 'Write its Dockerfile by hand; where package.json only builds what it serves, that belongs into it.',
  },
  'build-unknown': {
    level: 'error',
    exit: 3,
    what: '{name} is built by {build}, but nothing says what it starts, or which site it makes.',
    fix: 'Say how it starts: --start "COMMAND"; for a site, choose a preset: --preset ID. A library needs no image.',
    flag: '--start',
  },
  'which-app': {
    level: 'error',
    exit: 4,
    what: 'Several apps start here: {names}.',
    fix: 'Choose one by name or folder: --app {first}. Or make files for every app: --all.',
    flag: '--app',
  },
  'unknown-app': {
    level: 'error',
    exit: 2,
    what: 'There is no app {name} here.',
    fix: 'Apps found: {names}.',
    flag: '--app',
  },
  'no-preset': {
    level: 'error',
    exit: 3,
    what: 'No preset fits {name} ({traits}).',
    fix: 'Choose one with --preset, or open an issue with these traits.',
    flag: '--preset',
  },
  'ambiguous-preset': {
    level: 'error',
    exit: 4,
    what: '{name} fits several presets: {presets}.',
    fix: 'Choose one: --preset ID.',
    flag: '--preset',
  },
  'left-out': { level: 'hint', what: '{what} was left out: {why}.', fix: 'Use --app to choose another app.' },
  'path-dependency-missing': {
    level: 'error',
    exit: 6,
    what: '{file} names the folder {path}, which holds no module that is tracked here.',
    fix: 'Commit it, or take the line out: an image is built from what a fresh clone has.',
  },
} as const satisfies ProblemTable;
