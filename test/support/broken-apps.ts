/** A small app with a Dockerfile as a person writes it, which `verify` passes. */
const SERVER = `const { createServer } = require('node:http');
const { green } = require('picocolors');

const server = createServer((request, response) => {
  response.statusCode = request.url === '/health' ? 200 : 404;
  response.end(green('hello'));
});
server.listen(3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
const DOCKERFILE = `FROM node:24-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM gcr.io/distroless/nodejs24-debian13:nonroot
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules ./node_modules
COPY . .
USER 65532:65532
EXPOSE 3000
HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:3000/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["server.js"]
`;
const DEPENDENCIES = { dependencies: { picocolors: '1.1.1' }, devDependencies: { isarray: '2.0.5' } };

export const soundApp: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'colours', version: '1.0.0', private: true, ...DEPENDENCIES }),
  'package-lock.json': JSON.stringify({
    name: 'colours',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'colours', version: '1.0.0', ...DEPENDENCIES },
      'node_modules/picocolors': { version: '1.1.1' },
      'node_modules/isarray': { version: '2.0.5', dev: true },
    },
  }),
  'server.js': SERVER,
  'lib.js': 'module.exports = 1;\n',
  Dockerfile: DOCKERFILE,
  '.dockerignore': 'node_modules\nDockerfile\n',
};

/** One thing that is wrong, and how `verify` has to name it. */
export interface BrokenApp {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The steps that fail, in order. */
  readonly fails: readonly string[];
  /** The id of the problem, and of the cause where the log tells one. */
  readonly problem: string;
  readonly cause?: string;
  /** What the report has to say. */
  readonly says: RegExp;
}

const edited = (from: string, to: string) => ({ Dockerfile: DOCKERFILE.replace(from, to) });

export const brokenApps: readonly BrokenApp[] = [
  {
    name: 'wrong port',
    files: { 'server.js': SERVER.replace('3000', '4000') },
    fails: ['start'],
    problem: 'other-port',
    says: /listens on port 4000, but the image says 3000/,
  },
  {
    name: 'loopback alone',
    files: { 'server.js': SERVER.replace('listen(3000)', "listen(3000, '127.0.0.1')") },
    fails: ['start'],
    problem: 'loopback-alone',
    says: /listens on 127\.0\.0\.1:3000, which cannot be reached/,
  },
  {
    name: 'crash at start',
    files: { 'server.js': `if (!process.env.API_TOKEN) throw new Error('API_TOKEN is not set');\n${SERVER}` },
    fails: ['start'],
    problem: 'ended-at-start',
    cause: 'variable-missing',
    says: /needs the variable API_TOKEN/,
  },
  {
    name: 'root user',
    files: edited('USER 65532:65532', 'USER 0'),
    fails: ['user'],
    problem: 'user-root',
    says: /runs as root/,
  },
  {
    name: 'missing file',
    files: { 'server.js': `require('./lib.js');\n${SERVER}`, '.dockerignore': 'node_modules\nlib.js\n' },
    fails: ['start'],
    problem: 'ended-at-start',
    cause: 'module-missing',
    says: /lacks \.\/lib\.js/,
  },
  {
    name: 'ignores SIGTERM',
    files: { 'server.js': SERVER.replace(/^process\.on.*$/m, '') },
    fails: ['stop'],
    problem: 'ignores-sigterm',
    says: /it was killed \(137\)/,
  },
  {
    name: 'unhealthy',
    files: edited('3000/health', '3000/healthz'),
    fails: ['health'],
    problem: 'unhealthy',
    says: /health check fails with exit code 1/,
  },
  {
    name: 'secret in a layer',
    files: { '.env': 'API_TOKEN=3f9c\n' },
    fails: ['secrets'],
    problem: 'secret-in-image',
    says: /\/app\/\.env holds variables, since the instruction \\"COPY \. \./,
  },
  {
    name: 'development dependency in the runtime',
    files: edited('npm ci --omit=dev', 'npm ci'),
    fails: ['development-packages'],
    problem: 'development-package-in-image',
    says: /\/app\/node_modules\/isarray/,
  },
  {
    name: 'cache-busting copy',
    files: edited('COPY package.json package-lock.json ./', 'COPY . .'),
    fails: ['rebuild'],
    problem: 'install-repeated',
    says: /installs the dependencies again: \\"[^"]*npm ci/,
  },
  {
    name: 'write to a read-only root',
    files: { 'server.js': `require('node:fs').writeFileSync('/app/data.txt', '');\n${SERVER}` },
    fails: ['start'],
    problem: 'ended-at-start',
    cause: 'read-only-root',
    says: /which is read-only: \/app\/data\.txt/,
  },
  {
    name: 'a write to a read-only root of which the log says nothing',
    files: {
      'server.js': `try {\n  require('node:fs').writeFileSync('/app/state/data.txt', '');\n} catch {\n  process.exit(3);\n}\n${SERVER}`,
      'state/data.txt': '',
      ...edited('COPY . .', 'COPY --chown=65532:65532 . .'),
    },
    fails: ['start'],
    problem: 'needs-writable-root',
    says: /It wrote \/app\/state\/data\.txt/,
  },
];
