import { CACHE, BUILDING, type Reason } from './reason.ts';

/** What runs. */
export const runs: readonly Reason[] = [
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
  {
    keyword: 'RUN',
    stages: /node\/trace$/,
    because:
      'The very Node that runs the program follows its imports; what they lead to is copied, and followed once more in the copy.',
    source: 'https://github.com/vercel/nft',
  },
  {
    keyword: 'RUN',
    stages: /node\/stripped$/,
    because: 'The full image has the tool for it. A tenth of Node is names of functions, which no run reads.',
  },
  { keyword: 'RUN', because: 'A step that the shape of the app needs.', subjects: ['preset'] },
];
