import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Engine } from '../src/docker/engine.ts';
import { readImageFiles } from '../src/docker/image-files.ts';
import { collect, tarReader, type TarEntry } from '../src/docker/tar.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { developmentPackagesIn } from '../src/verify/development-packages.ts';
import { basePart, layerSizes, visibleFiles, type ImageFile } from '../src/verify/image.ts';
import { secretsIn, secretVariables } from '../src/verify/secrets.ts';
import { toolsIn } from '../src/verify/tools.ts';
import { tarOf } from './support/tar.ts';

const LONG = `${'deep/'.repeat(40)}ü.txt`;

/** What `docker save` prints, in pieces of a size that cuts everything. */
function savedImage(layers: readonly { readonly by: string; readonly tar: Buffer }[], piece: number): Engine {
  const config = JSON.stringify({
    history: [...layers.map(({ by }) => ({ created_by: by })), { created_by: 'CMD ["x"]', empty_layer: true }],
  });
  const archive = tarOf({
    'blobs/sha256/config': config,
    ...Object.fromEntries(layers.map(({ tar }, index) => [`blobs/sha256/${index}`, tar])),
    'manifest.json': JSON.stringify([
      { Config: 'blobs/sha256/config', Layers: layers.map((_, index) => `blobs/sha256/${index}`) },
    ]),
  });
  const never = (): never => {
    throw new Error('not asked for');
  };
  return {
    try: never,
    ask: never,
    async pipe(_args, take) {
      for (let at = 0; at < archive.length; at += piece) await take(archive.subarray(at, at + piece));
    },
  };
}

describe('reading a tar archive', () => {
  test.each([1, 7, 512, 100_000])('in pieces of %d bytes', async (piece) => {
    const files = { 'a.txt': 'one', 'b/': '', 'b/empty': '', link: '-> a.txt', [LONG]: 'x'.repeat(2000) };
    const archive = tarOf(files);
    const found: [TarEntry, string][] = [];
    const reader = tarReader((entry) =>
      collect((body) => {
        found.push([entry, body.toString()]);
      }),
    );
    for (let at = 0; at < archive.length; at += piece) await reader.take(archive.subarray(at, at + piece));
    expect(found.map(([{ path, type, link }, body]) => [path, type, link, body.length])).toEqual([
      ['a.txt', '0', '', 3],
      ['b/', '5', '', 0],
      ['b/empty', '0', '', 0],
      ['link', '2', 'a.txt', 0],
      [LONG, '0', '', 2000],
    ]);
  });
});

describe('the files of an image', () => {
  const layers = [
    { by: 'ADD rootfs.tar / # buildkit', tar: tarOf({ 'usr/bin/apt-get': 'x', 'etc/motd': 'hi' }) },
    { by: 'RUN /bin/sh -c make all # buildkit', tar: gzipSync(tarOf({ 'app/.env': 'TOKEN=1', 'app/a.js': '1' })) },
    { by: 'RUN |1 NPM_TOKEN=abc /bin/sh -c rm /app/.env # buildkit', tar: tarOf({ 'app/.wh..env': '' }) },
  ];

  test.each([50, 5000])('layer by layer, compressed or not, in pieces of %d bytes', async (piece) => {
    const found = await readImageFiles(savedImage(layers, piece), 'image', ['RUN', 'ARG', 'RUN', 'CMD']);
    expect(found.map(({ createdBy, isBase, files }) => [createdBy, isBase, files.map(({ path }) => path)])).toEqual([
      ['ADD rootfs.tar /', true, ['usr/bin/apt-get', 'etc/motd']],
      ['RUN make all', false, ['app/.env', 'app/a.js']],
      ['RUN rm /app/.env', false, ['app/.wh..env']],
    ]);
    expect(visibleFiles(found).map(({ path }) => path)).toEqual(['usr/bin/apt-get', 'etc/motd', 'app/a.js']);
    expect(secretsIn(found)).toEqual([{ what: 'variables', path: 'app/.env', by: 'RUN make all' }]);
  });

  test('a folder that a later layer makes anew', () => {
    const layer = (...paths: string[]) => ({ createdBy: '', isBase: false, files: paths.map((path) => file(path)) });
    const visible = visibleFiles([layer('a/x', 'a/y', 'ab', 'b/z'), layer('a/.wh..wh..opq', 'a/new'), layer('.wh.b')]);
    expect(visible.map(({ path }) => path)).toEqual(['ab', 'a/new']);
  });
});

function file(path: string, text?: string): ImageFile & { readonly isBase: boolean } {
  return { path, size: 10, mode: 0o644, isLink: false, isBase: false, ...(text === undefined ? {} : { text }) };
}

describe('whose layers they are', () => {
  test('those of the last instructions are the Dockerfile’s', () => {
    const history = [
      'CMD ["a"]',
      'COPY . . # buildkit',
      'RUN /bin/sh -c npm ci # buildkit',
      'CMD ["node"]',
      'COPY x /',
    ];
    expect(basePart(history, ['RUN', 'COPY', 'CMD'])).toEqual([false, false, false, true, true]);
    expect(basePart(history, ['RUN', 'ARG', 'COPY', 'CMD'])).toEqual([false, false, false, true, true]);
    expect(basePart(history, [])).toEqual([true, true, true, true, true]);
  });

  test('sizes, the lowest layer first', () => {
    const history = [
      { createdBy: 'CMD ["a"]', bytes: 0 },
      { createdBy: 'COPY . . # buildkit', bytes: 5 },
      { createdBy: '/bin/sh -c #(nop) ADD file:1 in /', bytes: 70 },
    ];
    expect(layerSizes(history, ['COPY', 'CMD'])).toEqual([
      { instruction: 'ADD file:1 in /', bytes: 70, isBase: true },
      { instruction: 'COPY . .', bytes: 5, isBase: false },
    ]);
  });
});

describe('what does not belong into an image', () => {
  const secret = (path: string, text = 'x') =>
    secretsIn([{ createdBy: 'COPY . .', isBase: false, files: [file(path, text)] }]).map(({ what }) => what);

  test.each([
    ['app/.env', 'x', 'variables'],
    ['app/.env.production', 'x', 'variables'],
    ['root/.ssh/id_ed25519', 'x', 'keys of SSH, GnuPG and age'],
    ['app/tls/server.pem', '-----BEGIN RSA PRIVATE KEY-----\nMII', 'private keys'],
    ['root/.npmrc', '//registry.example.com/:_authToken=abc', 'package managers'],
    ['app/config.js', `key = "AKIA${'A'.repeat(16)}"`, 'an access key of AWS'],
    ['app/.git-credentials', 'x', 'hosts'],
  ])('%s', (path, text, what) => {
    expect(secret(path, text)).toEqual([what]);
  });

  test.each([
    ['app/.env.example', 'x'],
    ['app/.npmrc', '//registry.example.com/:_authToken=${NPM_TOKEN}'],
    ['app/node_modules/crypto/test/key.pem', '-----BEGIN PRIVATE KEY-----\n'],
    ['etc/ssl/private/snakeoil.pem', '-----BEGIN PRIVATE KEY-----\n'],
    ['app/readme.txt', 'A key starts with -----BEGIN PRIVATE KEY-----, then'],
  ])('%s is none', (path, text) => {
    expect(secret(path, text)).toEqual([]);
  });

  test('variables with a secret’s value, of the image and of its build', () => {
    expect(
      secretVariables(
        ['PATH=/bin', 'API_KEY=1', 'GPG_KEY=2', 'STRIPE_PUBLISHABLE_KEY=3', 'EMPTY_SECRET='],
        ['RUN |2 NPM_TOKEN=abc VERSION=1 /bin/sh -c npm ci', 'RUN echo PASSWORD=x'],
      ),
    ).toEqual(['API_KEY', 'NPM_TOKEN']);
  });

  test('build tools: compilers anywhere, package managers where the base image has none', () => {
    const files = [
      { ...file('usr/bin/apt-get'), isBase: true },
      { ...file('usr/bin/gcc'), isBase: true },
      file('app/.venv/bin/pip'),
      file('app/bin/gopher'),
      file('app/.venv/lib/python3.13/site-packages/pip/__main__.py'),
    ];
    const { avoidable, ofBase } = toolsIn(files);
    expect(avoidable.map(({ path }) => path)).toEqual([
      'usr/bin/gcc',
      'app/.venv/bin/pip',
      'app/.venv/lib/python3.13/site-packages/pip/__main__.py',
    ]);
    expect(ofBase).toEqual(['apt-get']);
  });

  test('development packages of Node, where nothing else asks for them', () => {
    const repo = memoryRepo({
      'package.json': JSON.stringify({ dependencies: { a: '1' }, devDependencies: { jest: '1', shared: '1', a: '1' } }),
    });
    const manifest = (name: string, more: object = {}) =>
      file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, ...more }));
    const there = [
      manifest('a', { dependencies: { shared: '1' }, peerDependencies: { jest: '1' } }),
      manifest('shared'),
      manifest('jest'),
    ];
    expect(developmentPackagesIn(there, repo, '')).toEqual({ looked: 2, found: [], kept: [] });
    const [, ...others] = there;
    expect(developmentPackagesIn(others, repo, '')).toEqual({
      looked: 2,
      found: ['app/node_modules/shared', 'app/node_modules/jest'],
      kept: [],
    });
  });

  // npm's lockfile calls such a package `devOptional`, and leaves it out only where development and optional packages are
  // both omitted. pnpm and Bun install it as well; Yarn does not, but it takes the others of development away with it.
  test('what production packages take where it is there is no leak, nor is what that needs', () => {
    const repo = memoryRepo({
      'package.json': JSON.stringify({
        dependencies: { typeorm: '1' },
        devDependencies: { 'ts-node': '1', typescript: '1', jest: '1' },
      }),
    });
    const manifest = (name: string, more: object = {}) =>
      file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, ...more }));
    const there = [
      manifest('typeorm', {
        peerDependencies: { 'ts-node': '1' },
        peerDependenciesMeta: { 'ts-node': { optional: true } },
      }),
      manifest('ts-node', { peerDependencies: { typescript: '1' } }),
      manifest('typescript'),
    ];
    expect(developmentPackagesIn(there, repo, '')).toEqual({ looked: 3, found: [], kept: ['ts-node', 'typescript'] });
    expect(developmentPackagesIn([...there, manifest('jest')], repo, '')).toMatchObject({
      found: ['app/node_modules/jest'],
    });
    expect(developmentPackagesIn(there.slice(1), repo, '').found).toHaveLength(2);
  });

  test('development packages of Python', () => {
    const repo = memoryRepo({
      'pyproject.toml':
        '[project]\nname = "x"\ndependencies = ["flask"]\n[dependency-groups]\ndev = ["pytest", "Click"]\n',
    });
    const lib = 'app/.venv/lib/python3.13/site-packages';
    const files = [
      file(`${lib}/flask-3.1.0.dist-info/METADATA`, 'Name: Flask\nRequires-Dist: click>=8\n'),
      file(`${lib}/click-8.1.dist-info/METADATA`, 'Name: click\n'),
      file(`${lib}/pytest-8.0.dist-info/METADATA`, 'Name: pytest\n'),
    ];
    expect(developmentPackagesIn(files, repo, '')).toEqual({
      looked: 2,
      found: [`${lib}/pytest-8.0.dist-info`],
      kept: [],
    });
  });

  test('an extra of Python counts where somebody asks for it', () => {
    const lib = 'app/.venv/lib/python3.13/site-packages';
    const files = [
      file(`${lib}/fastapi-1.0.dist-info/METADATA`, 'Requires-Dist: uvicorn[standard]>=0.12; extra == "standard"\n'),
      file(`${lib}/uvicorn-0.3.dist-info/METADATA`, "Requires-Dist: Watchfiles>=0.13 ; extra == 'standard'\n"),
      file(`${lib}/watchfiles-1.0.dist-info/METADATA`, 'Requires-Dist: pytest; extra == "test"\n'),
      file(`${lib}/pytest-8.0.dist-info/METADATA`),
    ];
    const found = (dependency: string) =>
      developmentPackagesIn(
        files,
        memoryRepo({
          'requirements.txt': `${dependency}\n`,
          'requirements-dev.txt': 'watchfiles\npytest\n',
        }),
        '',
      ).found.map((path) => path.slice(lib.length + 1));
    expect(found('fastapi[standard]')).toEqual(['pytest-8.0.dist-info']);
    expect(found('fastapi')).toEqual(['watchfiles-1.0.dist-info', 'pytest-8.0.dist-info']);
  });
});
