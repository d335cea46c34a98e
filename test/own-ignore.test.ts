import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { settleIgnoreFiles } from '../src/commands/ignore-file.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const APP = {
  'package.json': '{ "name": "shop", "scripts": { "start": "node src/index.js", "test": "node --test" } }',
  'src/index.js': "require('node:http').createServer().listen(3000);",
  'src/index.test.js': '',
  'README.md': '',
  '.gitignore': 'node_modules\n.env\n',
};
const SAFE = '.git\n.env*\n*.pem\n*.key\n*.p12\n**/id_rsa*\n.aws\n.kube\n.netrc\n.npmrc\n';

/** What becomes of ignore files of a person's, by path: the paths that are written, and what is said. */
function settled(own: Readonly<Record<string, string>>, app: Readonly<Record<string, string>> = APP) {
  const repo = memoryRepo({ ...app, ...own });
  const { plan, files } = compile(repo, '', { ...defaultOptions, compose: false });
  const standing = { isForeign: (path: string) => path in own, textOf: (path: string) => own[path] };
  const result = settleIgnoreFiles(repo, plan, 'Dockerfile', files, standing);
  return { ...result, paths: result.files.map(({ path }) => path), ids: result.problems.map(({ id }) => id) };
}

describe("a person's own ignore file", () => {
  test('is none: ours has the usual name', () => {
    expect(settled({})).toMatchObject({ paths: ['Dockerfile', '.dockerignore'], ids: [] });
  });

  test.each([
    ['outputs alone are let in', '*\n!target/*\n', 'package.json'],
    ['the sources are hidden', 'src\n', 'src/index.js'],
    ['the tests are hidden', '**/*.test.js\n', 'src/index.test.js'],
  ])('%s: ours goes where Docker prefers it', (_what, text, hidden) => {
    const { paths, problems } = settled({ '.dockerignore': text });
    expect(paths).toEqual(['Dockerfile', 'Dockerfile.dockerignore']);
    expect(problems).toMatchObject([{ id: 'ignore-set-aside', level: 'hint' }]);
    expect(problems[0]?.what).toContain(hidden);
  });

  test('hides nothing that is needed and lets no secret in: it is the one', () => {
    const { paths, ids } = settled({ '.dockerignore': `${SAFE}README.md\nnode_modules\n` });
    expect([paths, ids]).toEqual([['Dockerfile'], ['ignore-kept']]);
  });

  test('lets in what git ignores and is there: says the lines', () => {
    const app = { ...APP, '.env': 'PASSWORD=x', 'node_modules/a/index.js': '' };
    const { paths, problems } = settled({ '.dockerignore': 'README.md\n' }, app);
    expect(paths).toEqual(['Dockerfile']);
    expect(problems).toMatchObject([{ id: 'ignore-lets-in', level: 'warning' }]);
    expect(problems[0]?.what).toMatch(/\.env, node_modules/);
    expect(problems[0]?.fix).toMatch(/\*\*\/\.env \*\*\/node_modules/);
  });

  test('lets in what is not there yet: says the usual secrets', () => {
    const { problems } = settled({ '.dockerignore': 'README.md\n' });
    expect(problems[0]?.what).toMatch(/\.git\/config, \.env, /);
  });

  test('under the preferred name: it is judged, and ours stands in its place', () => {
    expect(settled({ 'Dockerfile.dockerignore': `${SAFE}node_modules\n` })).toMatchObject({ paths: ['Dockerfile'] });
    const { paths, ids } = settled({ 'Dockerfile.dockerignore': '*\n' });
    expect([paths, ids]).toEqual([['Dockerfile', 'Dockerfile.dockerignore'], []]);
  });

  test('says what ours says: nothing changes', () => {
    const text = settled({}).files.find(({ path }) => path === '.dockerignore')?.text ?? '';
    expect(settled({ '.dockerignore': text })).toMatchObject({ paths: ['Dockerfile', '.dockerignore'], ids: [] });
  });
});
