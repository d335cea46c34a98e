import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { run } from './support/cli.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const SERVER = `require('http').createServer().listen(process.env.PORT || 3000);\n`;
const node = (name: string): string => JSON.stringify({ name, scripts: { start: 'node server.js' } });
const APPS = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'api/package.json': node('api'),
  'api/server.js': SERVER,
  'web/package.json': node('web'),
  'web/server.js': SERVER,
  'mailer/requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
  'mailer/app.py': 'from flask import Flask\napp = Flask(__name__)\n',
};
const OWN = ['api', 'mailer', 'web'].flatMap((dir) => [`${dir}/.dockerignore`, `${dir}/Dockerfile`]);
const OURS = ['.create-dockerfile.lock', ...OWN, 'compose.yaml'].sort();
const ALL = { ...defaultOptions, all: true };

interface Composed {
  readonly services: Readonly<
    Record<
      string,
      { readonly build: { readonly context: string; readonly secrets?: unknown[] }; readonly ports?: string[] }
    >
  >;
  readonly secrets?: unknown;
}

function written(root: string): readonly string[] {
  return Object.keys(filesIn(root)).filter((path) => OURS.includes(path));
}

describe('--all', () => {
  test('writes for each app, one compose file over them with ports of its own, and the same again', () => {
    const root = folderOf(APPS);
    const first = run(root, ['--all', '--yes']);
    expect(first.code).toBe(0);
    expect(written(root)).toEqual(OURS);
    const { services } = parse(filesIn(root)['compose.yaml'] ?? '') as Composed;
    expect(Object.keys(services)).toEqual(['api', 'mailer', 'web']);
    expect(services['web']).toMatchObject({ build: { context: 'web' }, ports: ['127.0.0.1:3001:3000'] });
    expect(first.stderr).toContain('docker compose up --build --wait');
    expect(first.stderr).toContain('web http://127.0.0.1:3001/');
    expect(run(root, ['--all', '--dry-run', '--exit-code']).code).toBe(0);
    expect(run(root, ['check', '--all']).code).not.toBe(70);
    expect(run(root, ['explain', '--all']).stdout).toMatch(
      /^api\/Dockerfile\n[^]*\nmailer\/Dockerfile\n[^]*\nweb\/Dockerfile\n/,
    );
  });

  test('two apps that mean two files by one secret are given each their own', () => {
    const npmrc = '//npm.example.com/:_authToken=${NPM_TOKEN}\n';
    const root = folderOf({ ...APPS, 'api/.npmrc': npmrc, 'web/.npmrc': npmrc });
    expect(run(root, ['--all', '--yes']).code).toBe(0);
    const { services, secrets } = parse(filesIn(root)['compose.yaml'] ?? '') as Composed;
    expect(services['api']?.build.secrets).toEqual(['npmrc', 'NPM_TOKEN']);
    expect(services['web']?.build.secrets).toEqual([{ source: 'npmrc-2', target: 'npmrc' }, 'NPM_TOKEN']);
    expect(secrets).toEqual({
      npmrc: { file: 'api/.npmrc' },
      NPM_TOKEN: { environment: 'NPM_TOKEN' },
      'npmrc-2': { file: 'web/.npmrc' },
    });
  });

  test('shows a table, the diff of all and several images as JSON', () => {
    const root = folderOf(APPS);
    const { stderr, stdout } = run(root, ['--all', '--dry-run', '--diff']);
    expect(stderr).toMatch(/^ {2}app +folder +preset +base +port$/m);
    expect(stderr).toMatch(/^ {2}web +web +node-server +distroless +3001:3000$/m);
    for (const path of OWN) expect(stdout).toContain(`+++ b/${path}`);
    const { plan } = JSON.parse(run(root, ['--all', '--json', '--dry-run']).stdout) as {
      plan: { images: unknown[]; apps: { name: string }[] };
    };
    expect(plan.images).toHaveLength(3);
    expect(plan.apps.map(({ name }) => name)).toEqual(['api', 'mailer', 'web']);
  });

  test.each([
    ['a manifest that cannot be read', { 'broken/package.json': '{ oops' }, 6, 'broken/package.json:1'],
    [
      'a base that does not fit',
      {
        'broken/package.json': node('broken'),
        'broken/server.js': SERVER,
        'broken/.create-dockerfile.json': '{"base":"scratch"}',
      },
      2,
      'broken: ',
    ],
  ])('%s does not lose the others, and the exit code says it', (_name, files, code, message) => {
    const root = folderOf({ ...APPS, ...files });
    const done = run(root, ['--all', '--yes']);
    expect(done.code).toBe(code);
    expect(done.stderr).toContain(message);
    expect(done.stderr).not.toContain('nothing was written');
    expect(written(root)).toEqual(OURS);
    expect(Object.keys(filesIn(root))).not.toContain('broken/Dockerfile');
  });

  test('a file of a person in one folder is in the way of all: nothing is written', () => {
    const files = { ...APPS, 'web/Dockerfile': 'FROM mine\n' };
    const root = folderOf(files);
    expect(run(root, ['--all', '--yes']).code).toBe(5);
    expect(filesIn(root)).toEqual(files);
  });

  test('a folder’s own configuration decides for its app, options of the command line for all', () => {
    const root = folderOf({ ...APPS, 'web/.create-dockerfile.json': '{ "port": 4000, "base": "alpine" }' });
    expect(run(root, ['--all', '--yes', '--base', 'slim']).code).toBe(0);
    const files = filesIn(root);
    expect(files['web/Dockerfile']).toContain('EXPOSE 4000');
    expect(files['api/Dockerfile']).toContain('EXPOSE 3000');
    expect(files['web/Dockerfile']).not.toContain('alpine');
  });

  test('a run for one app leaves the files of the others', () => {
    const root = folderOf(APPS);
    expect(run(root, ['--all', '--yes']).code).toBe(0);
    expect(run(root, ['--app', 'api', '--yes']).code).toBe(0);
    expect(written(root)).toEqual(OURS);
    // Its own compose.yaml goes again: the one over all has it.
    expect(Object.keys(filesIn(root))).toContain('api/compose.yaml');
    expect(run(root, ['--all', '--yes']).code).toBe(0);
    expect(Object.keys(filesIn(root))).not.toContain('api/compose.yaml');
    expect(written(root)).toEqual(OURS);
  });

  test('two apps in one folder cannot both have its Dockerfile', () => {
    const files = {
      'package.json': node('app'),
      'server.js': SERVER,
      'go.mod': 'module x\n\ngo 1.25\n',
      'main.go': 'package main\n\nfunc main() {}\n',
    };
    const { plan } = compile(memoryRepo(files), '', ALL);
    expect(plan.images).toHaveLength(1);
    expect(plan.apps?.flatMap(({ problems }) => problems.map(({ id }) => id))).toContain('same-folder');
  });

  test('names of services are unique, and members of a workspace keep their context', () => {
    const files = {
      'package.json': '{"workspaces":["apps/*"]}',
      'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
      'apps/a/package.json': node('@x/web'),
      'apps/a/server.js': SERVER,
      'apps/b/package.json': node('@y/web'),
      'apps/b/server.js': SERVER,
    };
    const { plan, files: made } = compile(memoryRepo(files), '', ALL);
    const names = plan.compose?.services.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(2);
    expect(made.map(({ path }) => path)).toEqual([
      'apps/a/Dockerfile',
      'apps/a/Dockerfile.dockerignore',
      'apps/b/Dockerfile',
      'apps/b/Dockerfile.dockerignore',
      'compose.yaml',
      'compose.dev.yaml',
    ]);
  });

  test('what is about one app is wrong usage; where nothing starts, it is said', () => {
    expect(run(folderOf(APPS), ['--all', '--port', '1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--port is about one app') as unknown,
    });
    expect(run(folderOf({ 'README.md': '' }), ['--all']).code).toBe(3);
  });
});

describe('a folder whose image was built from a folder above', () => {
  const SERVES = `import express from 'express';\nexpress().use(express.static('../web/dist')).listen(3000);\n`;
  const root = (): string =>
    folderOf({
      '.git/HEAD': 'ref: refs/heads/main\n',
      'api/package.json': JSON.stringify({
        name: 'api',
        type: 'module',
        scripts: { start: 'node index.js' },
        dependencies: { express: '5.1.0' },
      }),
      'api/index.js': SERVES,
      'web/package.json': JSON.stringify({
        name: 'web',
        scripts: { build: 'vite build' },
        devDependencies: { vite: '7.2.0' },
      }),
      'web/index.html': '<p>web</p>',
    });

  test('is planned from there again, and checked against it', () => {
    const folder = root();
    expect(run(folder, ['--yes']).code).toBe(0);
    const before = filesIn(folder);
    expect(before['api/compose.yaml']).toContain('context: ".."');
    expect(run(join(folder, 'api'), ['--dry-run', '--exit-code']).code).toBe(0);
    expect(run(join(folder, 'api'), ['check']).stdout).not.toContain('copy-missing');
    expect(filesIn(folder)).toEqual(before);
  });
});
