import { REFERENCE, BUILDING, type Reason } from './reason.ts';

/** What the image says of itself. */
export const image: readonly Reason[] = [
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
