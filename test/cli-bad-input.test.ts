import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { run, type Outcome } from './support/cli.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const SERVER = `require('http').createServer().listen(3000);\n`;
const MANIFEST = JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } });
const outside = folderOf({ 'package.json': MANIFEST, Dockerfile: 'theirs\n' });

/** One line that says what is wrong, no stack trace, and nothing written. */
function expectRefused({ code, stdout, stderr }: Outcome, expected: number, message: string | RegExp): void {
  expect({ code, stdout, stderr }).toMatchObject({ code: expected, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n +at |Error:|undefined/);
  expect(stderr.split('\n').filter((line) => line.startsWith('error: '))).toHaveLength(1);
}

describe('what is refused, with one message and nothing written', () => {
  const cases: readonly [string, Record<string, string | Buffer>, number, string | RegExp][] = [
    ['an empty repository', {}, 3, 'No Node, Go, Python or Java app'],
    ['a repository of documents', { 'README.md': '# Hello' }, 3, 'No Node, Go, Python or Java app'],
    ['a library', { 'package.json': '{"name":"lib","exports":"./x.mjs"}' }, 3, 'looks like a library'],
    ['malformed JSON', { 'package.json': '{\n "name": "x",\n oops\n}' }, 6, /package\.json.*line 3/],
    ['an empty manifest', { 'package.json': '' }, 6, 'package.json is malformed'],
    [
      'a binary manifest',
      { 'package.json': Buffer.from([0, 1, 2, 3]) },
      6,
      'package.json cannot be read: it is binary',
    ],
    ['50 MB of package.json', { 'package.json': `{"x":"${'x'.repeat(50_000_000)}"}` }, 6, 'at most'],
    ['a manifest beyond a link', { 'package.json': `-> ${outside}/package.json` }, 6, 'leads outside the repository'],
    ['a manifest that is a loop', { 'package.json': '-> package.json' }, 3, 'No Node, Go, Python or Java app'],
    ['a manifest that is a folder', { 'package.json/x': '' }, 3, 'No Node, Go, Python or Java app'],
    [
      'a Dockerfile beyond a link',
      { 'package.json': MANIFEST, 'server.js': SERVER, Dockerfile: `-> ${outside}/Dockerfile` },
      2,
      'Dockerfile leads outside the repository',
    ],
    [
      'a Dockerfile that is a folder',
      { 'package.json': MANIFEST, 'server.js': SERVER, 'Dockerfile/x': '' },
      6,
      'Dockerfile',
    ],
  ];
  test.each(cases)('%s', (_name, files, code, message) => {
    const root = folderOf(files);
    const before = Object.keys(filesIn(root));
    expectRefused(run(root, ['--yes']), code, message);
    expect(Object.keys(filesIn(root))).toEqual(before);
    expect(filesIn(outside)['Dockerfile']).toBe('theirs\n');
  });

  test('no directory', () => {
    const root = folderOf({ file: '', loop: '-> loop' });
    for (const name of ['file', 'loop', 'nowhere', 'file/below', '', 'a\nb'])
      expectRefused(run(root, [name]), 2, 'is not a directory');
  });

  test('a folder that may not be written to', () => {
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    const root = folderOf({ 'package.json': MANIFEST, 'server.js': SERVER });
    chmodSync(root, 0o500);
    expectRefused(run(root, ['--yes']), 7, 'cannot be written');
    chmodSync(root, 0o700);
  });

  test('a file that became a folder since it was written', () => {
    const root = folderOf({ 'package.json': MANIFEST, 'server.js': SERVER });
    expect(run(root, ['--yes']).code).toBe(0);
    rmSync(join(root, 'compose.yaml'));
    mkdirSync(join(root, 'compose.yaml'));
    writeFileSync(join(root, 'compose.yaml/kept.txt'), 'mine');
    const before = filesIn(root);
    expectRefused(run(root, ['--yes', '--port', '4000']), 6, 'compose.yaml');
    expect(filesIn(root)).toEqual(before);
  });

  test('a disk that is full, at whichever file', () => {
    const hook = pathToFileURL(join(import.meta.dirname, 'support/full-disk.mjs')).href;
    const full = (writes: number): Record<string, string> => ({
      NODE_OPTIONS: `--import=${hook}`,
      WRITES_LEFT: String(writes),
    });
    const root = folderOf({ 'package.json': MANIFEST, 'server.js': SERVER });
    const fresh = filesIn(root);
    for (const writes of [0, 1, 2]) {
      expectRefused(run(root, ['--yes'], full(writes)), 7, 'ENOSPC');
      expect(filesIn(root)).toEqual(fresh);
    }
    expect(run(root, ['--yes'], full(1000)).code).toBe(0);
    const written = filesIn(root);
    for (const writes of [0, 1]) {
      expectRefused(run(root, ['--yes', '--port', '4000'], full(writes)), 7, 'ENOSPC');
      expect(filesIn(root)).toEqual(written);
    }
  });

  test('two apps that start are a question', () => {
    const root = folderOf({
      'package.json': MANIFEST,
      'server.js': SERVER,
      'go.mod': 'module x\n\ngo 1.25\n',
      'main.go': 'package main\n\nfunc main() {}\n',
    });
    expectRefused(run(root, ['--yes']), 4, 'Several apps start here');
    expect(run(root, ['--yes', '--app', 'node']).code).toBe(0);
  });

  test('a name cannot forge a line of output', () => {
    const root = folderOf({ 'package.json': MANIFEST, 'server.js': SERVER });
    const { stderr } = run(root, ['--app', 'x\nerror: forged\u001B[31m']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('\u001B');
  });
});

describe('what works', () => {
  test('BOM and CRLF', () => {
    const manifest = `\uFEFF${JSON.stringify(JSON.parse(MANIFEST), null, 2).replaceAll('\n', '\r\n')}\r\n`;
    const root = folderOf({ 'package.json': manifest, 'server.js': SERVER.replaceAll('\n', '\r\n') });
    expect(run(root, ['--yes']).code).toBe(0);
    expect(filesIn(root)['Dockerfile']).not.toContain('\r');
  });

  test('hostile names of files and folders', () => {
    const names = [
      `it's`,
      '$HOME',
      'a "quoted" b',
      '`id`',
      ...(process.platform === 'win32' ? [] : ['line\nbreak', 'back\\slash']),
    ];
    const others = Object.fromEntries(names.map((name) => [`${name}.txt`, 'x']));
    const root = folderOf({
      'package.json': MANIFEST,
      'server.js': SERVER,
      ...others,
      loop: '-> .',
      gone: '-> nowhere',
    });
    expect(run(root, ['--yes'])).toMatchObject({ code: 0, stdout: '' });
    for (const name of names) {
      const inner = folderOf({ [`${name}/package.json`]: MANIFEST, [`${name}/server.js`]: SERVER });
      const { code, stderr } = run(inner, [name]);
      expect({ name, code }).toEqual({ name, code: 0 });
      expect(stderr).not.toMatch(/^break/m);
    }
  });
});
