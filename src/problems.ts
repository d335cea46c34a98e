/**
 * Every problem that the program can report: its id, level, exit code and text. No error text stands elsewhere.
 * Exit codes: 2 wrong usage, 3 nothing recognised, 4 a question needs an answer, 5 conflict, 6 unreadable repository, 7 environment.
 */
export const problemTable = {
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
    fix: 'Run it in the folder that holds package.json, go.mod, requirements.txt, pyproject.toml, pom.xml or index.html.',
  },
  'nothing-to-run': {
    level: 'error',
    exit: 3,
    what: '{name} looks like a library: {why}.',
    fix: 'A library needs no image. If it does start something, say what: --start "COMMAND".',
    flag: '--start',
  },
  'which-app': {
    level: 'error',
    exit: 4,
    what: 'Several apps start here: {names}.',
    fix: 'Choose one: --app NAME.',
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
  'file-conflict': {
    level: 'error',
    exit: 5,
    what: '{file} exists and is not as this tool last wrote it.',
    fix: 'Look with --diff; then --force to replace it, or --output NAME to write another file.',
    flag: '--force',
  },
  'containerfile-exists': {
    level: 'error',
    exit: 5,
    what: '{file} exists; tools that prefer it would not see a Dockerfile beside it.',
    fix: 'Use --output Containerfile --force to replace it, --output NAME for another name, or --force for a Dockerfile beside it.',
    flag: '--output',
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
  'left-out': { level: 'hint', what: '{what} was left out: {why}.', fix: 'Use --app to choose another app.' },
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
  'version-unsatisfied': {
    level: 'error',
    exit: 6,
    what: 'No known release of {tool} satisfies {range}.',
    fix: 'Known lines: {lines}. State one that fits.',
  },
  'lockfile-missing': {
    level: 'warning',
    what: 'There is no lockfile: every build may install other versions.',
    fix: 'Run {command} and commit what it writes.',
  },
  'lockfile-ignored': {
    level: 'warning',
    what: '{file} is ignored by git, so an image built from a fresh clone would not have it.',
    fix: 'Take it out of .gitignore and commit it.',
  },
  'lockfile-out-of-sync': {
    level: 'warning',
    what: '{file} does not match package.json ({name}), so it cannot be installed as locked.',
    fix: 'Run {command} and commit {file}; until then the image installs without the lock.',
  },
  'manager-version-guessed': {
    level: 'hint',
    what: 'The version of {manager} is not stated; {version} was concluded from {evidence}.',
    fix: 'State it: "packageManager": "{manager}@{version}" in package.json.',
  },
  'install-scripts-blocked': {
    level: 'warning',
    what: '{names} build themselves at install, which pnpm {version} refuses unless they are listed.',
    fix: 'Approve them (pnpm approve-builds) and commit what it writes.',
  },
  'start-not-found': {
    level: 'error',
    exit: 4,
    what: 'The start command runs {file}, which git does not track here and no build script makes.',
    fix: 'Add the build script that makes it, or state the command: --start "node path/to/file.js".',
    flag: '--start',
  },
  'env-file-not-shipped': {
    level: 'warning',
    what: 'The start command reads {file}, which is not put into an image: the image starts without it.',
    fix: 'Give its variables at run time: docker run --env-file {file} (compose.yaml takes .env by itself).',
  },
  'start-needs-development': {
    level: 'warning',
    what: 'The start command needs {tool}, a development dependency: the image carries all of them.',
    fix: 'Start what a build makes, by a script "start:prod", or move {tool} to the dependencies.',
  },
  'install-script-left-out': {
    level: 'warning',
    what: 'The script {script} needs {tool}, a development dependency: the install of the production dependencies leaves it out.',
    fix: 'If the program needs what it makes, move {tool} to the dependencies.',
  },
  'base-refused': {
    level: 'error',
    exit: 2,
    what: '--base {base} does not fit: {why}.',
    fix: 'Use one of: {allowed}.',
    flag: '--base',
  },
  'listens-on-loopback': {
    level: 'warning',
    what: 'The app listens on {address}, which cannot be reached from outside its container.',
    fix: 'Listen on 0.0.0.0, or read the address from an environment variable.',
  },
  'port-privileged': {
    level: 'warning',
    what: 'The app listens on port {port}; a non-root user without capabilities may not on every engine.',
    fix: 'Read the port from the environment variable PORT, or use one above 1023.',
  },
  'health-unknown': {
    level: 'hint',
    what: 'No health route was found; the check asks {path} and accepts any answer below 500.',
    fix: 'Serve one (for example /health): it is found by itself.',
  },
  'secret-needed': {
    level: 'hint',
    what: '{file} holds or names a credential: it stays out of the build context and is given to the install as a secret.',
    fix: 'Build with: docker build {options} . (docker compose build passes them by itself).',
  },
  'spa-variables': {
    level: 'hint',
    what: 'These variables are built into the files that a browser loads: {names}.',
    fix: 'Pass them at build: docker build --build-arg NAME=value.',
  },
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
  'main-not-found': {
    level: 'error',
    exit: 3,
    what: 'The Go module {module} has no package main: it is a library.',
    fix: 'A library needs no image. Run the tool in the module that holds the command.',
  },
  'version-below-minimum': {
    level: 'warning',
    what: '{file} states {tool} {version}, which is older than {other} demands ({minimum}).',
    fix: 'Raise it in {file}; the image uses a release that is new enough.',
  },
  'path-dependency-missing': {
    level: 'error',
    exit: 6,
    what: '{file} names the folder {path}, which holds no module that is tracked here.',
    fix: 'Commit it, or take the line out: an image is built from what a fresh clone has.',
  },
  'main-class-ambiguous': {
    level: 'error',
    exit: 4,
    what: '{name} has several classes with a main method: {classes}.',
    fix: 'Choose one: --start "java -cp app.jar the.one.to.Start", or <exec.mainClass> among the properties of pom.xml.',
  },
  'gradle-not-planned': { level: 'hint', what: 'Gradle builds ({file}) are not planned yet.', fix: 'Use pom.xml.' },
  'war-without-server': {
    level: 'error',
    exit: 3,
    what: '{name} is a war, which a servlet container serves; no plugin makes it start by itself.',
    fix: 'Make it executable (spring-boot-maven-plugin does), or write a Dockerfile on the image of your container.',
  },
  'wrapper-incomplete': {
    level: 'hint',
    what: 'The {tool} wrapper is incomplete ({missing}); the image uses its own {tool}.',
    fix: 'Run {command} and commit what it writes to build with the version that you pin.',
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
} as const satisfies Record<
  string,
  { level: 'error' | 'warning' | 'hint'; exit?: number; what: string; fix: string; flag?: string }
>;

export type ProblemId = keyof typeof problemTable;
