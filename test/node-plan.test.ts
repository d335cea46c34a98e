import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

type Texts = Readonly<Record<string, string | object>>;

const SERVES = "require('http').createServer((q, s) => s.end()).listen(process.env.PORT || 4000);\n";

/** The generated files of a repository by the end of their name; `problems` gives the problems' ids. */
function generate(files: Texts, options: Partial<Options> = {}): (name: string) => string {
  const texts = Object.entries(files).map(([path, content]): [string, string] => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  const compiled = compile(memoryRepo(Object.fromEntries(texts)), '', { ...defaultOptions, ...options });
  return (name) =>
    name === 'problems'
      ? compiled.plan.problems.map(({ id }) => id).join(' ')
      : (compiled.files.find(({ path }) => path.endsWith(name))?.text ?? '');
}

function dockerfile(manifest: object, files: Texts = {}, options: Partial<Options> = {}): string {
  return generate({ 'package.json': manifest, 'server.js': SERVES, ...files }, options)('Dockerfile');
}

const START = { scripts: { start: 'node server.js' } };
const WITH_DEPENDENCY = { ...START, dependencies: { express: '5' } };

describe('the install', () => {
  test.each<[Texts, string, string]>([
    [{}, 'npm install --no-package-lock', 'npm install --no-package-lock --omit=dev'],
    [{ 'package-lock.json': { packages: { '': { dependencies: { express: '5' } } } } }, 'npm ci', 'npm ci --omit=dev'],
    [{ 'yarn.lock': '' }, 'yarn install --frozen-lockfile', 'yarn install --frozen-lockfile --production'],
    [{ 'yarn.lock': '__metadata:' }, 'yarn install --immutable', 'yarn workspaces focus --all --production'],
    [{ 'pnpm-lock.yaml': '' }, 'pnpm install --frozen-lockfile', 'pnpm install --frozen-lockfile --prod'],
    // These do not hold the dependency: the install adds it.
    [{ 'package-lock.json': { packages: { '': {} } } }, 'npm install', 'npm install --omit=dev'],
    [{ 'yarn.lock': 'is-odd@^3:\n  version "3.0.1"\n' }, 'yarn install', 'yarn install --production'],
    [
      { 'yarn.lock': '"is-odd@npm:^3":\n  version: 3.0.1\n__metadata:' },
      'yarn install --no-immutable',
      'yarn workspaces focus --all --production',
    ],
    [
      { 'pnpm-lock.yaml': 'importers:\n  .: {}\n' },
      'pnpm install --no-frozen-lockfile',
      'pnpm install --no-frozen-lockfile --prod',
    ],
    [{ 'bun.lock': { workspaces: { '': {} } } }, 'bun install', 'bun install --omit=dev'],
  ])('with %j is %s, then %s', (files, install, production) => {
    const text = dockerfile(WITH_DEPENDENCY, files);
    expect(text).toContain(`    ${install}\n\nFROM base AS production-dependencies`);
    expect(text).toContain(`    ${production}\n`);
    expect(text).toContain('COPY --from=production-dependencies /app/node_modules ./node_modules');
  });

  test.each<[object, Texts, string]>([
    [{ packageManager: 'npm@12.2.0' }, {}, 'npm install --global npm@12.2.0'],
    [{ packageManager: 'pnpm@10.1.0' }, {}, 'npm install --global pnpm@10.1.0'],
    [{ engines: { node: '26' } }, { 'yarn.lock': '' }, 'npm install --global yarn@1.22.22'],
    [{ packageManager: 'yarn@4.2.0' }, {}, 'npm install --global --force @yarnpkg/cli-dist@4.2.0'],
    [{ packageManager: 'bun@1.3.0' }, {}, 'npm install --global bun@1.3.0'],
    [
      { scripts: { start: 'bun server.js' } },
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'" },
      'npm install --global pnpm@9.15.9 bun@1',
    ],
  ])('for %j and %j needs %s', (manifest, files, command) => {
    expect(dockerfile({ ...WITH_DEPENDENCY, ...manifest }, files)).toContain(`RUN ${command}\n`);
  });

  test('takes npm as the image carries it where its major is the stated one', () => {
    expect(dockerfile({ ...WITH_DEPENDENCY, packageManager: 'npm@11.3.0' })).not.toContain('--global');
  });

  test('of pnpm 11 and later goes on without the install scripts that are not approved', () => {
    const manifest = { ...WITH_DEPENDENCY, packageManager: 'pnpm@11.5.0' };
    const lock = { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\npackages:\n  esbuild@0.25.0:\n    resolution: {}\n" };
    const flag = '--config.strictDepBuilds=false';
    expect(dockerfile(manifest, lock)).toContain(`pnpm install --frozen-lockfile --prod ${flag}\n`);
    const settings = { 'pnpm-workspace.yaml': 'allowBuilds:\n  esbuild: false\n' };
    expect(dockerfile(manifest, { ...lock, ...settings })).not.toContain(flag);
  });

  test('leaves out the scripts that cannot run there', () => {
    const text = dockerfile({
      ...WITH_DEPENDENCY,
      scripts: { ...START.scripts, prepare: 'husky', postinstall: 'tsc' },
    });
    expect(text.match(/npm pkg delete scripts\.postinstall scripts\.prepare/g)).toHaveLength(2);
    expect(text).toContain('RUN npm run postinstall');
  });

  test('leaves out of production alone what needs a development dependency, and says so', () => {
    const manifest = {
      ...WITH_DEPENDENCY,
      scripts: { ...START.scripts, postinstall: 'patch-package' },
      devDependencies: { 'patch-package': '8' },
    };
    expect(dockerfile(manifest).match(/npm pkg delete scripts\.postinstall/g)).toHaveLength(1);
    expect(generate({ 'package.json': manifest, 'server.js': SERVES })('problems')).toBe('install-script-left-out');
  });

  test('has the files that its scripts run', () => {
    const manifest = { ...WITH_DEPENDENCY, scripts: { ...START.scripts, postinstall: 'node tools/a.js' } };
    expect(dockerfile(manifest, { 'tools/a.js': '' })).toContain('source=tools/a.js,target=tools/a.js');
  });

  test('is given credentials as secrets, which no context holds', () => {
    const files = { '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}\n' };
    const written = generate({ 'package.json': WITH_DEPENDENCY, 'server.js': SERVES, ...files });
    expect(written('Dockerfile')).toContain('--mount=type=secret,id=npmrc,target=/app/.npmrc');
    expect(written('Dockerfile')).toContain('--mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN');
    expect(written('.dockerignore')).toMatch(/^\.npmrc$/m);
    expect(written('compose.yaml')).toContain('file: "./.npmrc"'.replace('./', ''));
    expect(written('problems')).toBe('secret-needed');
  });
});

describe('the base', () => {
  test.each<[string, object, Partial<Options>]>([
    ['gcr.io/distroless/nodejs24-debian13:nonroot AS runtime', START, {}],
    ['node:24-trixie-slim AS runtime', START, { base: 'slim' }],
    ['node:24-alpine AS runtime', START, { base: 'alpine' }],
    ['node:24-trixie-slim AS runtime', { scripts: { start: 'node a.js && node server.js' } }, {}],
    ['node:24-trixie-slim AS runtime', { scripts: { start: 'tsx server.js' }, dependencies: { tsx: '4' } }, {}],
    ['node:22.11.0-bookworm-slim AS runtime', { ...START, engines: { node: '22.11.0' } }, {}],
  ])('is %s for %j and %j', (image, manifest, options) => {
    expect(dockerfile(manifest, { 'a.js': '' }, options)).toContain(`FROM ${image}\n`);
  });

  test('of the build is the full image where native code is built', () => {
    const files = { 'yarn.lock': 'bcrypt@^6:\n  version "6.0.0"\n' };
    expect(dockerfile({ ...START, dependencies: { bcrypt: '6' } }, files)).toContain('FROM node:24-trixie AS base\n');
  });
});

describe('what the image holds', () => {
  const compiled = { scripts: { build: 'tsc', start: 'node dist/a.js' } };

  test('is the output of a build, not its sources', () => {
    const text = dockerfile(compiled, { 'src/a.ts': "open('./views/x')", 'views/x': '' });
    expect(text).toContain(
      'COPY --from=build /app/dist ./dist\nCOPY package.json ./\nCOPY --from=build /app/views ./views',
    );
    expect(text).toContain('CMD ["--require", "/app/stop-on-signal.cjs", "dist/a.js"]');
  });

  test('is everything where the start lies among the sources', () => {
    const text = dockerfile({ scripts: { build: 'esbuild client.js --outdir=public', start: 'node server.js' } });
    expect(text).toContain('RUN npm run build');
    expect(text).toContain('COPY --from=build --exclude=**/node_modules /app/ /app/');
  });

  test('has the development dependencies where the start needs one, and that is said', () => {
    const manifest = { scripts: { start: 'tsx server.js' }, devDependencies: { tsx: '4' } };
    const written = generate({ 'package.json': manifest, 'server.js': SERVES });
    expect(written('Dockerfile')).toContain('COPY --from=dependencies /app/node_modules ./node_modules');
    expect(written('Dockerfile')).toContain('CMD ["node_modules/.bin/tsx", "server.js"]');
    expect(written('problems')).toBe('start-needs-development');
  });

  test('is compiled by the build stage, not at each start', () => {
    const scripts = { start: 'rimraf dist && A=1 tsc && node dist/a.js' };
    const text = dockerfile({ scripts, devDependencies: { rimraf: '5', typescript: '5' } }, { 'src/a.ts': '' });
    expect(text).toContain('RUN npx rimraf dist \\\n    && env A=1 npx tsc\n');
    expect(text).toContain('CMD ["--require", "/app/stop-on-signal.cjs", "dist/a.js"]');
  });

  test('preloads nothing where the code ends on SIGTERM', () => {
    const text = dockerfile(START, { 'server.js': `${SERVES}process.on('SIGTERM', () => process.exit());` });
    expect(text).toContain('CMD ["server.js"]');
    expect(text).not.toContain('stop-on-signal');
  });
});

describe('a folder that the code writes to', () => {
  test.each([
    ["new Database(path.join(__dirname, 'data', 'app.db'))", 'data'],
    ["new Database('./var/db/app.sqlite3')", 'var/db'],
    ["url: 'file:storage/dev.db?mode=rwc'", 'storage'],
    ["multer({ dest: 'uploads/' })", 'uploads'],
    ["fs.mkdirSync(path.resolve(process.cwd(), 'cache/images'), { recursive: true })", 'cache/images'],
    ["process.env.DATA_DIR || args['data-dir'] || './data/'", 'data'],
    ['cleanEnv(process.env, { DB_FILENAME: str({ default: "db/data" }) })', 'db'],
    ["{ UPLOAD_DIRNAME: {\n type: 'string',\n default: 'uploads' } }", 'uploads'],
    ["z.object({ SQLITE_PATH: z.string().default('var/app.sqlite') })", 'var'],
  ])('as in %s belongs to its user and is a volume', (code, folder) => {
    const written = generate({ 'package.json': START, 'server.js': `${SERVES}${code}` });
    expect(written('Dockerfile')).toContain(`WORKDIR /app/${folder}\nWORKDIR /app\nVOLUME ["/app/${folder}"]`);
    expect(written('compose.yaml')).toContain(`:/app/${folder}"`);
  });

  test.each([
    "open('app.db')",
    "new Database('/data/app.db')",
    "mkdirSync('/tmp/x')",
    "mkdirSync('dist')",
    'mkdir(name)',
    "{ DATA_DIR: str(), SITE_NAME: str({ default: 'site' }) }",
    "process.env.DATA_DIR ?? '/data'",
    "process.env.DATABASE_URL ?? 'postgres'",
  ])('is none in %s', (code) => {
    expect(dockerfile(START, { 'server.js': `${SERVES}${code}` })).not.toContain('VOLUME');
  });

  test('is none where git holds the database among code: a volume would hide that', () => {
    const code = `${SERVES}copy('./db/first.db')`;
    expect(dockerfile(START, { 'server.js': code, 'db/first.db': '', 'db/up/1.js': '' })).not.toContain('VOLUME');
    expect(dockerfile(START, { 'server.js': code, 'db/first.db': '' })).toContain('VOLUME ["/app/db"]');
  });

  test('keeps what it is tracked with', () => {
    const text = dockerfile(START, { 'server.js': `${SERVES}db('data/app.db')`, 'data/seed.json': '{}' });
    expect(text).toContain('COPY --exclude=data . .\nCOPY --chown=65532:65532 data ./data\n');
  });
});

describe('a workspace', () => {
  const files: Texts = {
    'package.json': { workspaces: ['apps/*', 'libs/*'] },
    'package-lock.json': { packages: { '': {} } },
    'apps/web/package.json': {
      name: 'web',
      scripts: { start: 'tsx server.ts' },
      dependencies: { '@x/lib': '1', tsx: '4' },
    },
    'apps/web/server.ts': SERVES,
    'libs/lib/package.json': { name: '@x/lib', main: 'dist/a.js', scripts: { build: 'tsc', prepare: 'npm run build' } },
  };

  test('is installed whole, its members are built before the app, and programs stand at its root', () => {
    const text = generate(files)('Dockerfile');
    expect(text).toContain(
      'COPY --parents package.json package-lock.json apps/web/package.json libs/lib/package.json ./',
    );
    expect(text).toContain('npm pkg delete scripts.prepare --prefix libs/lib \\\n    && npm ci\n');
    expect(text).toContain('RUN npm run build --workspace=@x/lib\n');
    expect(text).toContain('WORKDIR /app/apps/web\n');
    expect(text).toContain('CMD ["../../node_modules/.bin/tsx", "server.ts"]');
  });

  test.each([
    ['pnpm-lock.yaml', '', 'pnpm --filter @x/lib run build'],
    ['yarn.lock', '', 'yarn workspace @x/lib run build'],
    ['bun.lock', '{}', 'bun run --filter @x/lib build'],
  ])('with %s builds its members by its manager', (lockfile, text, command) => {
    expect(generate({ ...files, [lockfile]: text })('Dockerfile')).toContain(`RUN ${command}\n`);
  });
});

describe('a start command', () => {
  test('that runs a file which nothing makes gives no image, unless a person says another', () => {
    const files = { 'package.json': { scripts: { start: 'node dist/a.js' } }, 'server.js': SERVES };
    expect(generate(files)('problems')).toBe('start-not-found');
    expect(generate(files)('Dockerfile')).toBe('');
    expect(generate(files, { start: 'node server.js' })('Dockerfile')).toContain('"server.js"]');
  });

  test('loses the file of variables that no image holds', () => {
    const written = generate({
      'package.json': { scripts: { start: 'node --env-file=.env server.js' } },
      'server.js': SERVES,
    });
    expect(written('Dockerfile')).toContain('CMD ["--require", "/app/stop-on-signal.cjs", "server.js"]');
    expect(written('problems')).toBe('env-file-not-shipped');
  });

  test.each(['./start.sh', 'bash start.sh --now', 'sh start.sh'])(
    '%s has a shell, and the programs of dependencies',
    (start) => {
      const text = dockerfile(
        { scripts: { start }, dependencies: { express: '5' } },
        { 'start.sh': 'exec node server.js' },
      );
      expect(text).toContain('FROM node:24-trixie-slim AS runtime\n');
      expect(text).toContain('PATH=/app/node_modules/.bin:');
      expect(text).toContain(`CMD ${JSON.stringify(start.split(' ')).replaceAll(',', ', ')}\n`);
    },
  );

  test('gets the address that it can be reached on', () => {
    const code = "app.listen({ port: process.env.PORT ?? 3000, host: process.env.HOST ?? '127.0.0.1' })";
    const written = generate({ 'package.json': START, 'server.js': code });
    expect(written('Dockerfile')).toContain('HOST=0.0.0.0');
    expect(written('problems')).toBe('');
    expect(generate({ 'package.json': START, 'server.js': "app.listen(3000, 'localhost')" })('problems')).toBe(
      'listens-on-loopback',
    );
  });
});
