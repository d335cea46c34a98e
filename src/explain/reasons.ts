import type { Instruction } from '../parse/dockerfile.ts';

/** Why an instruction stands where it stands, and the decisions (by subject) that made it. */
export interface Reason {
  readonly keyword: string;
  /** Kinds of stages that it stands in; any where left out. */
  readonly stages?: RegExp;
  /** What the instruction's flags and text must hold. */
  readonly holds?: RegExp;
  readonly subjects?: readonly string[];
  readonly because: string;
  /** Where the rule is written. */
  readonly source?: string;
}

const CACHE = 'https://docs.docker.com/build/cache/optimize/';
const REFERENCE = 'https://docs.docker.com/reference/dockerfile/';
const BUILDING = 'https://docs.docker.com/build/building/best-practices/';

/** The first row that fits an instruction explains it. */
const reasons: readonly Reason[] = [
  // Where stages begin.
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
  // What is copied.
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
  // What runs.
  {
    keyword: 'RUN',
    holds: /apt-get/,
    subjects: ['os packages', 'base'],
    because: 'Packages of the distribution without recommended ones, lists, and logs that differ from build to build.',
    source: `${BUILDING}#apt-get`,
  },
  {
    keyword: 'RUN',
    holds: /(groupadd|useradd|adduser)/,
    because: 'No root: the image lacks a user of this number. The variable keeps today’s date out of /etc/shadow.',
    source: `${BUILDING}#user`,
  },
  {
    keyword: 'RUN',
    stages: /dependencies$|uv$/,
    subjects: ['package manager', 'build tool'],
    because:
      'Installs what the lockfile or the build files state. Those files are mounted or copied alone; the cache mount keeps downloads out of the layer and for the next build.',
    source: CACHE,
  },
  {
    keyword: 'RUN',
    stages: /\/base$/,
    subjects: ['package manager'],
    because: 'The package manager in the version that the repository states.',
  },
  { keyword: 'RUN', stages: /\/test$/, because: 'The tests that the repository has.' },
  { keyword: 'RUN', stages: /virtualenv$/, because: 'The virtualenv is made ready for the Python that runs it.' },
  {
    keyword: 'RUN',
    stages: /(health|healthcheck|rootfs)$/,
    because: 'Made at build, because the image that runs has no shell to make it with.',
  },
  {
    keyword: 'RUN',
    stages: /(build|assets)$/,
    subjects: ['build', 'output', 'main package', 'archive', 'layers', 'cgo', 'frontend'],
    because: 'The app’s own build, with what it keeps between builds in cache mounts.',
  },
  {
    keyword: 'RUN',
    stages: /development$/,
    subjects: ['package manager', 'build tool'],
    because:
      'What development needs beside the run: it stands in the image, because a running container has no cache mount.',
  },
  {
    keyword: 'RUN',
    stages: /jre$/,
    subjects: ['base', 'modules'],
    because: 'The runtime is linked from the very JDK that builds the app.',
    source: 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/jlink.html',
  },
  { keyword: 'RUN', because: 'A step that the shape of the app needs.', subjects: ['preset'] },
  // What the image says of itself.
  {
    keyword: 'WORKDIR',
    because: 'An absolute folder of its own: the same in each stage, so that paths stay true when files are copied.',
    source: `${REFERENCE}#workdir`,
  },
  {
    keyword: 'ENV',
    holds: /DONTWRITE/,
    because: 'How it installs. Bytecode is valid by its source’s content, at any time.',
  },
  { keyword: 'ENV', holds: /BUSYBOX|busybox/, because: 'The shell’s programs can be called by name.' },
  {
    keyword: 'ENV',
    holds: /\bPORT=/,
    subjects: ['port'],
    because: 'Libraries take NODE_ENV and its like for production; PORT is the port that the health check asks.',
  },
  {
    keyword: 'ENV',
    because: 'Settings that the runtime, the framework or the package manager reads.',
    subjects: ['preset'],
  },
  {
    keyword: 'ARG',
    holds: /TARGET(OS|ARCH|PLATFORM)/,
    because: 'BuildKit says which platform the image is for; the compiler is told.',
    source: 'https://docs.docker.com/build/building/multi-platform/',
  },
  {
    keyword: 'ARG',
    subjects: ['build'],
    because:
      'The sources read it when they are built; it is public, because every browser gets it. `--build-arg` gives another value.',
    source: 'https://docs.docker.com/build/building/variables/',
  },
  {
    keyword: 'USER',
    because: 'A number, so that an orchestrator can see that it is not root.',
    source: `${BUILDING}#user`,
  },
  {
    keyword: 'VOLUME',
    subjects: ['data'],
    because: 'The program writes here: a volume outlives the container, and the root can be read-only.',
    source: `${REFERENCE}#volume`,
  },
  {
    keyword: 'EXPOSE',
    subjects: ['port'],
    because: 'Says on which port the app listens; `-p` publishes it.',
    source: `${REFERENCE}#expose`,
  },
  {
    keyword: 'HEALTHCHECK',
    holds: /^NONE/,
    because: 'Nothing is served that could be asked.',
    source: `${REFERENCE}#healthcheck`,
  },
  {
    keyword: 'HEALTHCHECK',
    subjects: ['health', 'port'],
    because: 'Asked with what the image has: no curl is installed for it.',
    source: `${REFERENCE}#healthcheck`,
  },
  {
    keyword: 'ENTRYPOINT',
    subjects: ['start', 'stop'],
    because: 'Exec form: the process itself gets the signals, no shell stands between.',
    source: `${REFERENCE}#entrypoint`,
  },
  { keyword: 'CMD', stages: /development$/, because: 'Starts again by itself when a source changes.' },
  {
    keyword: 'CMD',
    subjects: ['start', 'stop'],
    because: 'The process that the repository’s own start command comes down to, in exec form.',
    source: `${REFERENCE}#cmd`,
  },
  { keyword: 'LABEL', because: 'What the image says about itself.', source: `${REFERENCE}#label` },
  {
    keyword: 'STOPSIGNAL',
    subjects: ['stop'],
    because: 'The signal that ends the program.',
    source: `${REFERENCE}#stopsignal`,
  },
];

export function reasonFor(instruction: Instruction, stageKind: string): Reason | undefined {
  const whole = [...instruction.flags.map(({ name, value }) => `--${name}=${value}`), instruction.text].join(' ');
  return reasons.find(
    ({ keyword, stages, holds }) =>
      keyword === instruction.keyword && (stages?.test(stageKind) ?? true) && (holds?.test(whole) ?? true),
  );
}
