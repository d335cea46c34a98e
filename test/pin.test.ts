import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { hasImage, linesOf, type Tool } from '../src/releases.ts';
import { keepNewerActions, keepNewerPatches, movingImages, pinDigests, pinPatches } from '../src/render/pins.ts';
import { referencesOf } from '../src/render/references.ts';
import { bundledCli, type Outcome } from './support/cli.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

const APP = {
  '.git/HEAD': '',
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `require('http').createServer().listen(3000);\n`,
};

jest.setTimeout(120_000);

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(removeFolders);

const digest = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A registry that wants a token, as public ones do. It answers with digests of paths, and keeps what it was asked. */
async function registry(
  answer: (request: IncomingMessage) => { status: number; headers?: Record<string, string> } | undefined = () =>
    undefined,
): Promise<{ readonly host: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { url = '', headers, method = '' } = request;
    asked.push(`${method} ${url}`);
    const host = headers.host ?? '';
    const forced = answer(request);
    if (forced) response.writeHead(forced.status, forced.headers).end();
    else if (url.startsWith('/token?'))
      response.end(JSON.stringify({ token: `for ${new URL(url, 'http://x').searchParams.get('scope') ?? ''}` }));
    else {
      const [, path = '', tag = ''] = /^\/v2\/(.*)\/manifests\/(.*)$/.exec(url) ?? [];
      const scope = `repository:${path}:pull`;
      const challenge = `Bearer realm="http://${host}/token",service="registry",scope="${scope}"`;
      if (headers.authorization !== `Bearer for ${scope}`)
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      else response.writeHead(200, { 'docker-content-digest': digest(`${path}:${tag}`) }).end();
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}/mirror`, asked };
}

/** Runs the program while this process goes on answering. */
function runAsync(cwd: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bundledCli(), ...args],
      { cwd, encoding: 'utf8' },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      },
    );
  });
}

const dockerfile = (root: string): string => readFileSync(join(root, 'Dockerfile'), 'utf8');

describe('--pin digest', () => {
  test('asks the registry for each image, with a token, and writes the digest beside the tag', async () => {
    const { host, asked } = await registry();
    const root = folderOf(APP);
    const { code, stderr } = await runAsync(root, ['--pin', 'digest', '--registry', host]);
    expect(code).toBe(0);
    expect(stderr).not.toContain('No digest');
    const images = referencesOf(dockerfile(root));
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) {
      const [tagged = '', pin] = image.split('@');
      expect(pin).toBe(digest(tagged.slice(host.indexOf('/') + 1)));
    }
    expect(asked.filter((line) => line.startsWith('GET /token?service=registry&scope='))).toHaveLength(images.length);
  });

  test('as a setting it keeps digests, those that were renewed in the file too, and asks nobody', async () => {
    const { host, asked } = await registry();
    const root = folderOf(APP);
    const flags = ['--registry', host, '--save'];
    expect((await runAsync(root, ['--pin', 'digest', ...flags])).code).toBe(0);
    const renewed = dockerfile(root).replace(/sha256:\w+/, digest('renewed'));
    writeFileSync(join(root, 'Dockerfile'), renewed);
    asked.length = 0;
    expect(await runAsync(root, ['--dry-run', '--exit-code'])).toMatchObject({ code: 0 });
    expect(await runAsync(root, ['--port', '4000'])).toMatchObject({ code: 0 });
    expect(dockerfile(root)).toContain(digest('renewed'));
    expect(dockerfile(root)).toContain('EXPOSE 4000');
    expect(asked).toEqual([]);
    const alpine = await runAsync(root, ['--base', 'alpine']);
    expect(alpine.code).toBe(0);
    expect(alpine.stderr).toContain('No digest is known of');
    expect(asked).toEqual([]);
    expect((await runAsync(root, ['--pin', 'digest'])).code).toBe(0);
    expect(dockerfile(root)).not.toContain(digest('renewed'));
  });

  test.each([
    ['it is not there', () => ({ status: 404 }), 'it answers 404'],
    [
      'it wants an account',
      () => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }),
      'it answers 401',
    ],
    [
      'its token comes by plain HTTP from elsewhere',
      () => ({ status: 401, headers: { 'www-authenticate': 'Bearer realm="http://192.0.2.1/"' } }),
      'it answers 401',
    ],
    ['its answer is none', () => ({ status: 200 }), 'its answer names no digest'],
    [
      'it sends a digest of another kind',
      () => ({ status: 200, headers: { 'docker-content-digest': 'md5:1' } }),
      'its answer names no digest',
    ],
  ])('where %s, nothing is written', async (_what, answer, message) => {
    const { host } = await registry(({ url = '' }) => (url.includes('manifests') ? answer() : undefined));
    const root = folderOf(APP);
    const { code, stderr } = await runAsync(root, ['--pin', 'digest', '--registry', host]);
    expect(code).toBe(7);
    expect(stderr).toContain(message);
    expect(filesIn(root)).toEqual(APP);
  });

  test('where it cannot be reached, nothing is written', async () => {
    const root = folderOf(APP);
    const { code, stderr } = await runAsync(root, ['--pin', 'digest', '--registry', '127.0.0.1:1/mirror']);
    expect(code).toBe(7);
    expect(stderr).toContain('could not be asked about 127.0.0.1:1/mirror/');
    expect(filesIn(root)).toEqual(APP);
  });

  test('twice is once', () => {
    const text = 'FROM node:24-trixie-slim AS base\nFROM base AS production\nFROM scratch\n';
    const digests = new Map([
      ['node:24-trixie-slim', digest('a')],
      ['base', digest('b')],
    ]);
    const pinned = pinDigests(text, digests);
    expect(pinned).toBe(text.replace('slim', `slim@${digest('a')}`));
    expect(pinDigests(pinned, digests)).toBe(pinned);
  });
});

describe('--pin patch', () => {
  test('names a release of the table in every example, and only tags that exist', () => {
    for (const name of exampleNames()) {
      const example = readExample(name);
      const { files } = compileExample({
        ...example,
        spec: { ...example.spec, options: { ...example.spec.options, pin: 'patch' } },
      });
      const [text = ''] = files.filter(({ path }) => path.endsWith('Dockerfile')).map((file) => file.text);
      expect(movingImages(text).filter((image) => /^(node|python|golang|oven\/bun):/.test(image))).toEqual([]);
    }
  });

  test('each newest release of the table has an image', () => {
    for (const tool of ['node', 'python', 'go', 'bun'] as const satisfies readonly Tool[])
      for (const { line, newest } of linesOf(tool))
        expect([tool, newest, hasImage(tool, line, newest)]).toEqual([tool, newest, true]);
  });

  test.each([
    ['node:22.19.0-trixie', 'node:22.19.0-trixie'],
    ['node:99-trixie', 'node:99-trixie'],
    ['gcr.io/distroless/nodejs24-debian13:nonroot', 'gcr.io/distroless/nodejs24-debian13:nonroot'],
    ['python:3-slim', 'python:3-slim'],
  ])('%s stays', (image, expected) => {
    expect(pinPatches(`FROM ${image}\n`)).toBe(`FROM ${expected}\n`);
  });

  test.each([
    ['node:24.22.0-trixie', 'node:24.23.1-trixie', 'node:24.23.1-trixie'],
    ['node:24.22.0-trixie', 'node:24.21.0-trixie', 'node:24.22.0-trixie'],
    ['node:24.22.0-trixie', 'node:24.23.0-trixie-slim', 'node:24.22.0-trixie'],
    ['node:24.22.0-trixie', 'node:26.0.0-trixie', 'node:24.22.0-trixie'],
    ['golang:1.26.8-trixie', 'golang:1.27.1-trixie', 'golang:1.26.8-trixie'],
    ['golang:1.26.8-trixie', 'golang:1.26.9-trixie', 'golang:1.26.9-trixie'],
  ])('of %s, and %s in the repository, it is %s', (ours, theirs, kept) => {
    expect(keepNewerPatches(`FROM ${ours}\n`, `FROM ${theirs}\n`)).toBe(`FROM ${kept}\n`);
  });
});

test('an action that was renewed in the repository is not set back', () => {
  const line = (name: string, version: string): string =>
    `      - uses: ${name}@${'a'.repeat(39)}${version.at(-1) ?? ''} # v${version}\n`;
  const ours = line('docker/login-action', '4.1.0') + line('actions/checkout', '7.0.1');
  const theirs = line('docker/login-action', '4.2.5') + line('actions/checkout', '6.9.9');
  expect(keepNewerActions(ours, theirs)).toBe(line('docker/login-action', '4.2.5') + line('actions/checkout', '7.0.1'));
});
