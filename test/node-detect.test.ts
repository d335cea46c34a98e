import { describe, expect, test } from '@jest/globals';
import { detect } from '../src/detect/index.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { app, chosen, SERVES, type Files } from './support/node.ts';

function problemsOf(files: Files): readonly string[] {
  const repo = memoryRepo(files);
  detect(repo, '');
  return repo.problems.map(({ id }) => id);
}

describe('the package manager', () => {
  test.each<[string, string | undefined, object, Files]>([
    ['npm', undefined, {}, {}],
    ['npm', undefined, {}, { 'package-lock.json': '{}' }],
    ['npm', '11.0.0', { packageManager: 'npm@11.0.0' }, {}],
    ['npm', '10.9.0', { volta: { npm: '10.9.0' } }, {}],
    ['pnpm', '10.1.0', { devEngines: { packageManager: { name: 'pnpm', version: '10.1.0' } } }, {}],
    [
      'bun',
      '1.3.0',
      { devEngines: { packageManager: [{ name: 'bun', version: '1.3.0' }] } },
      { 'package-lock.json': '{}' },
    ],
    ['pnpm', '10.34.9', { packageManager: 'pnpm@10' }, {}],
    ['pnpm', '10.34.9', { packageManager: 'pnpm' }, {}],
    ['npm', undefined, { packageManager: 'deno@2.0.0' }, {}],
    ['pnpm', '9.15.9', { engines: { pnpm: '>=9' } }, { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }],
    ['pnpm', '11.5.x', { engines: { pnpm: '11.5.x' } }, {}],
    ['pnpm', '12.21.0', { engines: { pnpm: '>=12 <13' } }, {}],
    [
      'pnpm',
      '11.28.11',
      {},
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n", 'pnpm-workspace.yaml': 'allowBuilds:\n  a: true\n' },
    ],
    ['pnpm', '9.0.0', {}, { '.tool-versions': 'pnpm 9.0.0\n' }],
    ['yarn-berry', '4.13.0', {}, { 'yarn.lock': '__metadata:\n  version: 8\n  cacheKey: 10c0\n' }],
    ['yarn-berry', '3.8.7', {}, { 'yarn.lock': '__metadata:\n  version: 6\n' }],
    ['yarn-berry', '4.18.1', { engines: { yarn: '>=4' } }, {}],
    ['yarn-berry', '3.6.1', {}, { 'yarn.lock': '__metadata:\n  version: 6\n', '.yarn/releases/yarn-3.6.1.cjs': '' }],
    ['yarn', '1.22.22', {}, { 'yarn.lock': '# yarn lockfile v1\n' }],
    ['yarn', '1.22.19', { packageManager: 'yarn@1.22.19' }, { 'yarn.lock': '# yarn lockfile v1\n' }],
    ['yarn-berry', '4.2.0', { packageManager: 'yarn@4.2.0' }, { 'yarn.lock': '__metadata:\n  version: 8\n' }],
    ['yarn', '1.22.22', { engines: { yarn: '^1.22' } }, {}],
    ['pnpm', '9.1.0', { packageManager: 'pnpm@9.1.0+sha512.abc' }, { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }],
    ['pnpm', '8.15.9', {}, { 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" }],
    ['pnpm', '9.15.9', { engines: { pnpm: '^9' } }, { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }],
    ['bun', undefined, {}, { 'bun.lock': '{}' }],
  ])('is %s %s for %j', (name, version, manifest, files) => {
    const { manager } = chosen(app({ scripts: { start: 'node a.js' }, ...manifest }, { 'a.js': '', ...files })).node;
    expect(manager.value.name).toBe(name);
    expect(manager.value.version).toBe(version);
  });

  test.each([
    ['10.1.0', {}, ['install-scripts-blocked']],
    ['10.1.0', { pnpm: { onlyBuiltDependencies: ['bcrypt'] } }, []],
    ['9.1.0', {}, []],
  ])('pnpm %s refuses install scripts that are not listed: %j', (version, manifest, problems) => {
    const lock = "lockfileVersion: '9.0'\npackages:\n  bcrypt@5.1.1:\n    resolution: {}\n";
    expect(
      problemsOf(
        app({ main: 'a.js', packageManager: `pnpm@${version}`, ...manifest }, { 'a.js': '', 'pnpm-lock.yaml': lock }),
      ),
    ).toEqual(problems);
  });
});

describe('the version', () => {
  test.each<[string, object, Files]>([
    ['24', {}, {}],
    ['22', {}, { '.nvmrc': 'v22\n' }],
    ['22.11.0', {}, { '.nvmrc': 'v22.11.0', '.node-version': '20' }],
    ['20', {}, { '.node-version': '20' }],
    ['22', {}, { '.nvmrc': 'lts/jod' }],
    ['26', {}, { '.nvmrc': 'lts/*' }],
    ['24', {}, { '.nvmrc': 'lts/-1' }],
    ['18', {}, { '.nvmrc': 'lts/Hydrogen' }],
    ['26', {}, { '.nvmrc': 'node' }],
    ['26', {}, { '.nvmrc': 'stable # the newest' }],
    ['24', {}, { '.nvmrc': 'whatever works' }],
    ['22', {}, { '.tool-versions': 'nodejs latest:22' }],
    ['22.3.0', {}, { '.node-version': 'node-v22.3.0' }],
    ['22.4.0', {}, { '.npmrc': 'use-node-version=22.4.0' }],
    ['22.5.0', {}, { 'pnpm-workspace.yaml': 'useNodeVersion: 22.5.0' }],
    ['22', { devEngines: { runtime: { name: 'node', version: '^22' } } }, {}],
    [
      '22',
      {
        devEngines: {
          runtime: [
            { name: 'deno', version: '2' },
            { name: 'node', version: '22' },
          ],
        },
      },
      {},
    ],
    ['24', { engines: { node: 'hello; rm -rf /' } }, {}],
    ['22', {}, { Dockerfile: 'FROM --platform=x docker.io/library/node:22-alpine AS a\nFROM nginx' }],
    ['18', {}, { Dockerfile: 'ARG NODE_VERSION=18.2\nFROM node:${NODE_VERSION}' }],
    ['24', { engines: { node: '>=18' } }, { Dockerfile: 'FROM node:18' }],
    ['22', { engines: { node: '>=18' } }, { Dockerfile: 'FROM node:22-slim' }],
    ['24', { engines: { node: '>=24' } }, { Dockerfile: 'FROM node:22' }],
    ['22', {}, { '.github/workflows/ci.yml': 'with:\n  node-version: "22.x"\n' }],
    ['24', {}, { '.github/workflows/ci.yml': 'matrix:\n  node-version: [20.x, 22.x, 24.x]\n' }],
    ['22', {}, { '.github/workflows/ci.yml': 'matrix:\n  node:\n    - 18\n    - 20\n    - 22\nsteps:\n' }],
    ['20', {}, { '.gitlab-ci.yml': 'image: node:20-alpine' }],
    ['24', {}, { '.github/workflows/ci.yml': 'node-version-file: .nvmrc' }],
    ['22.3.0', {}, { '.tool-versions': 'nodejs 22.3.0' }],
    ['22', {}, { 'mise.toml': '[tools]\nnode = "22"' }],
    ['22.1.0', { volta: { node: '22.1.0' } }, {}],
    ['24', { engines: { node: '>=18' } }, {}],
    ['22', { engines: { node: '>=20 <23' } }, {}],
    ['20', { engines: { node: '20.x' } }, {}],
  ])('is %s for %j and %j', (tag, manifest, files) => {
    expect(chosen(app({ main: 'a.js', ...manifest }, { 'a.js': '', ...files })).runtime.value.tag).toBe(tag);
  });
});

describe('a version that contradicts engines', () => {
  test.each<[string, object, Files, boolean]>([
    ['.nvmrc 18', { engines: { node: '>=20' } }, { '.nvmrc': '18' }, true],
    ['.nvmrc 20', { engines: { node: '>=20.9' } }, { '.nvmrc': '20' }, false],
    ['.nvmrc 20.8.0', { engines: { node: '>=20.9' } }, { '.nvmrc': '20.8.0' }, true],
    ['engines alone', { engines: { node: '20' } }, {}, false],
  ])('%s with %j is said', (_name, manifest, files, isSaid) => {
    const found = problemsOf(app({ main: 'a.js', ...manifest }, { 'a.js': '', ...files }));
    expect(found.includes('version-against-engines')).toBe(isSaid);
  });
});

describe('what an install runs', () => {
  test.each<[object, object, object, readonly string[]]>([
    [{ prepare: 'husky' }, {}, [{ name: 'prepare', isForProduction: false }], []],
    [{ postinstall: 'npm run build', build: 'tsc' }, {}, [{ name: 'postinstall', isForProduction: false }], []],
    [{ postinstall: 'cd client && npm ci' }, {}, [{ name: 'postinstall', isForProduction: false }], []],
    [{ postinstall: 'patch-package' }, { dependencies: { 'patch-package': '8' } }, [], []],
    [
      { postinstall: 'patch-package' },
      { devDependencies: { 'patch-package': '8' } },
      [{ name: 'postinstall', isForProduction: true, tool: 'patch-package' }],
      [],
    ],
    [{ postinstall: 'node scripts/a' }, {}, [], ['scripts/a.js', 'scripts/b.js']],
  ])('of %j in %j leaves out %j and reads %j', (scripts, manifest, leftOut, files) => {
    const { node } = chosen(
      app(
        { main: 'server.js', scripts, ...manifest },
        { 'server.js': '', 'scripts/a.js': "require('./b')", 'scripts/b.js': '' },
      ),
    );
    expect(node.leftOutHooks).toMatchObject(leftOut);
    expect(node.manifests).toEqual(['package.json', ...files]);
  });
});

describe('credentials of the registry', () => {
  test.each<[string, readonly object[], readonly string[]]>([
    ['save-exact=true\n', [], ['package.json', '.npmrc']],
    [
      '//registry.example.com/:_authToken=${NPM_TOKEN}\n',
      [
        { id: 'npmrc', file: '.npmrc' },
        { id: 'NPM_TOKEN', variable: 'NPM_TOKEN' },
      ],
      ['package.json'],
    ],
    ['//registry.example.com/:_authToken=abc\n', [{ id: 'npmrc', file: '.npmrc' }], ['package.json']],
  ])('in .npmrc %j are %j', (text, secrets, manifests) => {
    const { node } = chosen(app({ main: 'a.js' }, { 'a.js': '', '.npmrc': text }));
    expect(node.secrets).toEqual(secrets);
    expect(node.manifests).toEqual(manifests);
  });
});

describe('the members of a workspace', () => {
  const LIBRARY = { name: '@x/lib', main: 'index.js', scripts: { build: 'tsc', prepare: 'npm run build' } };
  const files = app(
    { workspaces: ['apps/*', 'libs/*'] },
    {
      'package-lock.json': '{}',
      'apps/web/package.json': { name: 'web', scripts: { start: 'node a.js' }, dependencies: { '@x/lib': '1' } },
      'apps/web/a.js': SERVES,
      'libs/lib/package.json': LIBRARY,
      'libs/lib/index.js': '',
    },
  );

  test('are built where the app needs them, and their hooks do not run in the install', () => {
    expect(chosen(files)).toMatchObject({
      name: 'web',
      dir: 'apps/web',
      node: {
        manifests: ['package.json', 'package-lock.json', 'apps/web/package.json', 'libs/lib/package.json'],
        build: { value: { dir: 'apps/web', members: ['@x/lib'] } },
        leftOutHooks: [{ dir: 'libs/lib', name: 'prepare' }],
      },
    });
  });

  test('are built by the root where it has a script for it, which makes no app of the root', () => {
    const built = {
      ...files,
      'package.json': '{"workspaces": ["apps/*", "libs/*"], "scripts": {"build": "turbo run build"}}',
    };
    expect(chosen(built)).toMatchObject({ dir: 'apps/web', node: { build: { value: { dir: '', members: [] } } } });
  });

  test('are no libraries because their name is that of a dependency', () => {
    const manifest = { name: 'puppeteer', main: 'a.js', dependencies: { puppeteer: '24' } };
    expect(chosen(app(manifest, { 'a.js': '' })).processes).toHaveLength(1);
  });

  test('are a question where several start', () => {
    const two = {
      ...files,
      'apps/admin/package.json': '{"name":"admin","scripts":{"start":"node a.js"}}',
      'apps/admin/a.js': '',
    };
    expect(() => chosen(two)).toThrow(/^which-app: .*admin .*web /);
    expect(chosen(two, 'admin').dir).toBe('apps/admin');
  });

  test('are chosen by their folder where two bear one name', () => {
    const two = Object.fromEntries(
      ['apps/a', 'apps/b'].flatMap((folder) => [
        [`${folder}/package.json`, '{"name":"web","scripts":{"start":"node x.js"}}'],
        [`${folder}/x.js`, ''],
      ]),
    );
    expect(() => chosen(two)).toThrow(/apps\/a \(node, apps\/a\); apps\/b \(node, apps\/b\)/);
    expect(chosen(two, 'apps/b').context).toBe('apps/b');
    expect(chosen(two, 'b').context).toBe('apps/b');
  });
});

describe('the server', () => {
  const processOf = (
    code: string,
    more: Readonly<Record<string, string | object>> = {},
    manifest: object = {},
  ): unknown =>
    chosen(app({ scripts: { start: 'node server.js' }, ...manifest }, { 'server.js': code, ...more })).processes[0];

  test.each<[string, object]>([
    ['app.listen(3001)', { kind: 'web', port: { value: 3001 }, readsPort: false }],
    ['app.listen(process.env.PORT ?? 3002)', { port: { value: 3002 }, readsPort: true }],
    ["const port = parseInt(process.env.PORT || '3003', 10); app.listen(port)", { port: { value: 3003 } }],
    ['app.listen(process.env.PORT)', { kind: 'web', readsPort: true }],
    ['setInterval(work, 1000)', { kind: 'job' }],
    ["app.listen(3000, '127.0.0.1')", { bindAddress: { value: '127.0.0.1' } }],
    ["const host = 'localhost'; server.listen(3000, host)", { bindAddress: { value: 'localhost' } }],
    ["app.listen({ port: 3000, host: process.env.HOST || '127.0.0.1' })", { env: { HOST: '0.0.0.0' } }],
    ["server.listen(1, process.env['HOST'] ?? 'localhost')", { env: { HOST: '0.0.0.0' } }],
    ["app.get('/healthz', h); app.listen(1)", { health: { value: { path: '/healthz', known: true } } }],
    ["app.get('/', h); app.listen(1)", { health: { value: { path: '/', known: true } } }],
    ["process.on('SIGTERM', f); app.listen(1)", { handlesSigterm: { value: true } }],
    ["import close from 'close-with-grace'; app.listen(1)", { handlesSigterm: { value: true } }],
    ["const x = require('close-with-me'); app.listen(1)", { handlesSigterm: { value: false } }],
  ])('of %s is %j', (code, facts) => {
    expect(processOf(code)).toMatchObject(facts);
  });

  test.each([
    "db.connect({ host: 'localhost' }); app.listen(1)",
    "const db = env.DB_HOST || 'localhost'; app.listen(1)",
  ])('of %s names the address of another', (code) => {
    expect(processOf(code)).not.toHaveProperty('bindAddress');
    expect(processOf(code)).toMatchObject({ env: {} });
  });

  test('is on the loopback where its framework listens there by itself', () => {
    const fastify = { dependencies: { fastify: '5' } };
    expect(processOf('app.listen({ port: 3000 })', {}, fastify)).toMatchObject({ bindAddress: {} });
    expect(processOf("app.listen({ port: 3000, host: '0.0.0.0' })", {}, fastify)).not.toHaveProperty('bindAddress');
  });

  test('may stand in a file without an ending, and its port in a configuration', () => {
    const found = chosen(app({ scripts: { start: 'node ./bin/www' } }, { 'bin/www': SERVES, 'app.js': '' }));
    expect(found.processes[0]).toMatchObject({ kind: 'web', port: { value: 4000 }, readsPort: true });
    expect(processOf("app.listen(config.get('port'))", { 'config/default.json': { port: 5055 } })).toMatchObject({
      port: { value: 5055 },
    });
  });
});
