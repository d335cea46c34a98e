import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { memoryRepo } from '../src/repo/memory.ts';
import { openRepo } from '../src/repo/open.ts';
import { within } from '../src/repo/repo.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'repo-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Runs git in the folder; the tests that need it are left out where there is none. */
function git(...words: readonly string[]): void {
  spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], { cwd: root });
}
const testGit = spawnSync('git', ['--version']).status === 0 ? test : test.skip;

/** Making links needs a privilege on Windows. */
const testLinks = process.platform === 'win32' ? test.skip : test;

describe('a directory', () => {
  test('is walked with / in paths, sorted, without what git ignores', () => {
    put({
      'b.js': '',
      'a/c.js': '',
      '.gitignore': 'dist/\n*.log\n',
      'dist/x.js': '',
      'y.log': '',
      'node_modules/m/i.js': '',
    });
    const repo = openRepo(root);
    expect(repo.paths).toEqual(['.gitignore', 'a/c.js', 'b.js']);
    expect(repo.ignoredPaths).toEqual(['dist', 'y.log']);
  });

  test('has the rules of each folder in it', () => {
    put({
      '.gitignore': '*.txt\n',
      'a/.gitignore': '!keep.txt\n/own\n',
      'a/keep.txt': '',
      'a/drop.txt': '',
      'a/own': '',
      own: '',
    });
    expect(openRepo(root).paths).toEqual(['.gitignore', 'a/.gitignore', 'a/keep.txt', 'own']);
  });

  test('is read without BOM and with LF', () => {
    put({ 'package.json': '\uFEFF{\r\n}\r\n' });
    expect(openRepo(root).read('package.json')).toBe('{\n}\n');
  });

  test('a file that is too large is a problem, said once', () => {
    put({ 'package.json': '' });
    truncateSync(join(root, 'package.json'), 50_000_000);
    const repo = openRepo(root);
    expect([repo.read('package.json'), repo.read('package.json')]).toEqual([undefined, undefined]);
    expect(repo.problems.map((problem) => problem.id)).toEqual(['file-too-large']);
  });

  testLinks('a link that leaves it is not read', () => {
    put({ 'in/real': 'inside' });
    symlinkSync('/etc/hostname', join(root, 'package.json'));
    symlinkSync('real', join(root, 'in/link'));
    const repo = openRepo(root);
    expect(repo.read('package.json')).toBeUndefined();
    expect(repo.problems.map((problem) => problem.id)).toEqual(['unreadable-file']);
    expect(repo.read('in/link')).toBe('inside');
  });

  testLinks('loops of links end', () => {
    symlinkSync('.', join(root, 'loop'));
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    expect(openRepo(root).paths).toEqual([]);
  });

  test('is the same as one of an object with the same files', () => {
    const files = { 'package.json': '{}', 'src/a.js': 'a', '.gitignore': 'out\n', 'out/b': '' };
    put(files);
    const [disk, memory] = [openRepo(root), memoryRepo(files)];
    expect(disk.paths).toEqual(memory.paths);
    expect(disk.scan(['**/*.js'])).toEqual(memory.scan(['**/*.js']));
    expect(disk.read('src/a.js')).toBe(memory.read('src/a.js'));
    expect([...disk.gitignores]).toEqual([...memory.gitignores]);
  });
});

describe('a path within the root', () => {
  test.each([
    ['', 'a', 'a'],
    ['a', './b//c', 'a/b/c'],
    ['a', '../b', 'b'],
    ['a', '../../b', undefined],
    ['a', '..', ''],
    ['a', 'b\\c', 'a/b/c'],
  ])('%j and %j is %j', (dir, name, expected) => {
    expect(within(dir, name)).toBe(expected);
  });
});

describe('what git tracks although it ignores it', () => {
  const files = {
    '.gitignore': 'config.yaml\ndist/\n',
    'config.yaml': '',
    'app/web/dist/index.html': '',
    'app/web/dist/x.js': '',
  };

  testGit.each(['2', '4'])('is there, by an index of version %s', (version) => {
    put(files);
    git('init', '--quiet');
    git('add', '--force', 'config.yaml', 'app/web/dist/index.html');
    git('update-index', '--index-version', version);
    expect(openRepo(root).paths).toEqual(['.gitignore', 'app/web/dist/index.html', 'config.yaml']);
    expect(openRepo(join(root, 'app')).paths).toEqual(['web/dist/index.html']);
  });

  test('is not known where the index cannot be read', () => {
    for (const index of ['', 'DIRC', 'DIRC\0\0\0\u0002\0\0\0\u0009cut short']) {
      put({ ...files, '.git/index': index });
      expect(openRepo(root).paths).toEqual(['.gitignore']);
    }
  });
});
