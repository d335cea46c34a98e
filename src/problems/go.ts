import type { ProblemTable } from './table.ts';

/** Go apps. */
export const goProblems = {
  'main-not-found': {
    level: 'error',
    exit: 3,
    what: 'The Go module {module} is a library: it has no command of its own.',
    fix: 'A library needs no image. Run the tool in the module that holds the command, or name a helper or an example: --app NAME.',
  },
  'configuration-missing': {
    level: 'hint',
    what: 'The program reads {path} unless --{flag} says otherwise, and the repository does not hold it.',
    fix: 'If it must be there, mount it: docker run -v "$PWD/{name}:{target}:ro" (and under volumes in compose.yaml).',
  },
  'private-modules': {
    level: 'hint',
    what: '{because}: the download of the modules is given credentials by a secret.',
    fix: 'Build with: NETRC="$(cat ~/.netrc)" docker build --secret id=netrc,env=NETRC . (docker compose build takes NETRC by itself).',
  },
  'cgo-needed': {
    level: 'hint',
    what: '{module} holds C code: the image needs a C library, and is built on its own platform alone.',
    fix: 'In Go alone there is {instead}: with it the program is static.',
  },
  'generated-code-missing': {
    level: 'warning',
    what: '{file} needs what {name} makes, which git does not hold: the build fails without it.',
    fix: 'Run {command} and commit what it writes{advice}.',
  },
  'generated-package-missing': {
    level: 'warning',
    what: 'The code imports the package in {path}, which holds no Go file that git tracks: the build fails without it.',
    fix: 'If it is generated (go generate ./...), commit it, or make its tool a tool of go.mod.',
  },
  'embedded-files-missing': {
    level: 'warning',
    what: '//go:embed {pattern} matches no file that git tracks: the build fails without it.',
    fix: 'Commit what it names; what a frontend builds there is found where its package.json or its configuration names the folder.',
  },
  'writes-beside-files': {
    level: 'warning',
    what: 'Files that the image brings stand where the program writes ({path}): their volume keeps the first version of both.',
    fix: 'Let the program write into a folder of its own (data/), which becomes the volume.',
  },
} as const satisfies ProblemTable;
