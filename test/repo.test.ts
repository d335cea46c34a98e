import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findContextRoot } from '../src/repo/context.ts';
import { rebaseGitignore } from '../src/repo/gitignore.ts';
import { openRepo } from '../src/repo/open.ts';
import { folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const idsOf = (repo: ReturnType<typeof openRepo>): readonly string[] => repo.problems.map(({ id }) => id);

describe('the walk', () => {
  test('honours .gitignore, the innermost first, and never enters what no language keeps sources in', () => {
    const repo = openRepo(
      folderOf({
        '.gitignore': '*.log\n/dist/\n',
        'a.log': '',
        'dist/x': '',
        'node_modules/x': '',
        'sub/.gitignore': '!keep.log\n',
        'sub/keep.log': '',
        'sub/dist/x': '',
      }),
    );
    expect(repo.paths).toEqual(['.gitignore', 'sub/.gitignore', 'sub/dist/x', 'sub/keep.log']);
    expect(repo.ignoredPaths).toEqual(['a.log', 'dist']);
  });

  test('honours the .gitignore files above it, up to the git root', () => {
    const root = folderOf({
      '.gitignore': 'secret\n',
      'repo/.gitignore': '*.log\n/apps/*/out\n/out\n',
      'repo/.git/HEAD': '',
    });
    const app = join(root, 'repo/apps/web');
    for (const name of ['out', 'secret', 'src/out']) mkdirSync(join(app, name), { recursive: true });
    const other = openRepo(app);
    expect(other.ignoredPaths).toEqual(['out']);
    expect(other.gitignores.get('.gitignore')).toBe('*.log\n/out\n');
  });

  test('rules above a folder, as the folder would write them', () => {
    const rebased = (rule: string): readonly string[] => rebaseGitignore(rule, 'apps/web');
    expect(rebased('*.log')).toEqual(['*.log']);
    expect(rebased('/apps/web/dist/')).toEqual(['/dist/']);
    expect(rebased('!apps/*/dist')).toEqual(['!/dist']);
    expect(rebased('**/cache')).toEqual(['**/cache']);
    expect(rebased('apps/api/dist')).toEqual([]);
    expect(rebased('/apps/web/')).toEqual([]);
    expect(rebased('# comment')).toEqual([]);
  });

  test('loops and dangling links are not there; a link that leaves the root is not read', () => {
    const outside = folderOf({ 'package.json': '{}', 'x.js': '' });
    const repo = openRepo(
      folderOf({
        loop: '-> loop',
        around: '-> .',
        dangling: '-> nowhere',
        'package.json': `-> ${join(outside, 'package.json')}`,
        'x.js': `-> ${join(outside, 'x.js')}`,
        inner: '-> real',
        real: 'text',
      }),
    );
    expect(repo.paths).toEqual(['inner', 'package.json', 'real', 'x.js']);
    expect([repo.read('inner'), repo.read('package.json'), repo.read('x.js')]).toEqual(['text', undefined, undefined]);
    expect(idsOf(repo)).toEqual(['unreadable-file', 'source-not-read']);
  });

  test('byte order marks, CRLF, UTF-16 and binary are settled once', () => {
    const repo = openRepo(
      folderOf({
        bom: '\uFEFFa\r\nb',
        'requirements.txt': Buffer.from('\uFEFFflask\r\n', 'utf16le'),
        'x.py': Buffer.from([1, 0, 2]),
        'data.json': Buffer.from([1, 0, 2]),
      }),
    );
    expect([repo.read('bom'), repo.read('requirements.txt')]).toEqual(['a\nb', 'flask\n']);
    expect([repo.read('x.py'), repo.read('data.json')]).toEqual([undefined, undefined]);
    expect(idsOf(repo)).toEqual(['source-not-read', 'unreadable-file']);
  });

  test('names with line breaks, quotes, dollars and backslashes are only names', () => {
    const names = ['a\nb.js', `q'"q.js`, '$HOME.js', ...(process.platform === 'win32' ? [] : ['back\\slash.js'])];
    const repo = openRepo(
      folderOf({ ...Object.fromEntries(names.map((name) => [name, name])), '.gitignore': '[z-a]\n\\\n' }),
    );
    expect(names.map((name) => repo.read(name))).toEqual(names);
  });
});

describe('the context root', () => {
  const cases: readonly [string, Record<string, string>, string, string][] = [
    ['a folder that stands for itself', { '.git/x': '', 'package.json': '{}', 'app/package.json': '{}' }, 'app', 'app'],
    ['a member of an npm workspace', { 'package.json': '{"workspaces":["./apps/*/"]}' }, 'apps/web', ''],
    ['a folder that is no member', { 'package.json': '{"workspaces":["packages/*"]}' }, 'examples/x', 'examples/x'],
    [
      'a member that is taken out',
      { 'pnpm-workspace.yaml': 'packages: ["apps/**", "!apps/old"]' },
      'apps/old',
      'apps/old',
    ],
    ['a member of a pnpm workspace', { 'pnpm-workspace.yaml': 'packages:\n  - apps/**' }, 'apps/a/b', ''],
    ['the git root is the end', { 'package.json': '{"workspaces":["**"]}', 'r/.git/x': '', 'r/a/x': '' }, 'r/a', 'r/a'],
    ['a member of a Go workspace', { 'go.work': 'go 1.25\nuse (\n\t./api\n\t./lib\n)' }, 'api', ''],
    [
      'a Go module beside what it replaces',
      { 'b/a/go.mod': 'module a\nreplace x => ../lib\n', 'b/lib/go.mod': '' },
      'b/a',
      'b',
    ],
    ['a member of a uv workspace', { 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]' }, 'libs/a', ''],
    ['a module of a Maven module', { 'pom.xml': '<modules><module>a</module></modules>' }, 'a/b', ''],
    ['a Gradle subproject', { 'settings.gradle': `include ':apps:web'` }, 'apps/web', ''],
    ['a file dependency', { 'a/package.json': '{"dependencies":{"x":"file:../x"}}', 'x/package.json': '' }, 'a', ''],
    ['a path that is not there', { 'a/package.json': '{"dependencies":{"x":"file:../x"}}' }, 'a', 'a'],
    ['malformed manifests', { 'package.json': '{', 'pnpm-workspace.yaml': ': : [', 'pyproject.toml': '=' }, 'a', 'a'],
  ];
  test.each(cases)('%s', (_name, files, start, expected) => {
    const root = folderOf(files);
    mkdirSync(join(root, start), { recursive: true });
    const found = findContextRoot(join(root, start));
    expect(found.root).toBe(join(root, expected));
    expect(join(found.root, found.dir)).toBe(join(root, start));
  });
});
