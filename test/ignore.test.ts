import { describe, expect, test } from '@jest/globals';
import oracleModule from '@balena/dockerignore';
import fc from 'fast-check';
import { dockerIgnore, isDockerPattern } from '../src/parse/docker-ignore.ts';
import { fromGitIgnore } from '../src/plan/git-ignore.ts';
import { planIgnore } from '../src/plan/ignore.ts';
import { planSecrets } from '../src/plan/secret-files.ts';
import { ignorePattern } from '../src/quote.ts';
import { memoryRepo } from '../src/repo/memory.ts';

// A CommonJS module whose types promise a default export of its own.
const oracle = oracleModule as unknown as typeof oracleModule.default;

function ignoreOf(files: Readonly<Record<string, string>>, reads: readonly string[] = []): (path: string) => boolean {
  const repo = memoryRepo(files);
  return dockerIgnore(planIgnore(repo, [], reads, planSecrets(repo, reads)).flatMap((section) => section.patterns));
}

const SECRETS = [
  '.env',
  '.env.local',
  'apps/web/.env.production',
  'key.pem',
  'deep/down/server.key',
  'id_rsa',
  '.ssh/id_ed25519',
  '.aws/credentials',
  '.netrc',
  'config/credentials.json',
  'infra/terraform.tfstate',
  '.git/config',
  '.kube/config',
];
const NEEDED = [
  'package.json',
  'src/index.js',
  '.env.example',
  'public/key.svg',
  'environment.ts',
  'src/docs/page.ts',
  'test/index.test.js',
];

describe('the ignore file', () => {
  test.each(SECRETS)('keeps %s out', (path) => {
    expect(ignoreOf({})(path)).toBe(true);
  });

  test.each(NEEDED)('lets %s in', (path) => {
    expect(ignoreOf({})(path)).toBe(false);
  });

  test('keeps secrets out although .gitignore makes exceptions', () => {
    const ignores = ignoreOf({ '.gitignore': '*\n!*\n!.env\n!**/*.pem\n!id_rsa\n' });
    expect(SECRETS.filter((path) => !ignores(path))).toEqual([]);
  });

  test('lets in a folder of documents that the build reads, but no secret in it', () => {
    const ignores = ignoreOf({ 'docs/site/a.md': '', 'docs/site/.env': '' }, ['docs/site']);
    expect(ignores('docs/site/a.md')).toBe(false);
    expect(ignores('docs/site/.env')).toBe(true);
    expect(ignoreOf({ 'docs/a.md': '' }, [])('docs/a.md')).toBe(true);
  });

  test('lets in what the build reads, whatever else says', () => {
    const reads = ['README.md', 'generated/schema.ts', 'docs', ' odd #!*[name] '];
    const ignores = ignoreOf({ '.gitignore': 'generated/\n*name*\n' }, reads);
    expect(reads.filter(ignores)).toEqual([]);
    expect(ignores('generated/other.ts')).toBe(true);
  });
});

describe("git's patterns in Docker's terms", () => {
  test.each([
    ['dist', ['**/dist']],
    ['dist/', ['**/dist']],
    ['/dist', ['dist']],
    ['a/b', ['a/b']],
    ['# note', []],
    ['', []],
    ['!keep', ['!**/keep']],
    ['\\#odd', ['**/\\#odd']],
    ['log[0-9]', ['**/log[0-9]']],
    ['log[!0-9]', ['**/log[^0-9]']],
    ['space\\ ', ['**/space?']],
    ['open[', []],
    ['end\\', []],
    ['\\d', ['**/d']],
    ['cache/**', ['**/cache']],
    ['**/a/**/b', ['**/a/**/b']],
    ['**a**b**', ['**/*a*b*']],
  ])('%j is %j', (line, expected) => {
    expect(fromGitIgnore('.gitignore', line)).toEqual(expected);
  });

  test('speak of the folder that the file stands in', () => {
    expect(fromGitIgnore('apps/[x]/.gitignore', 'dist\n/out')).toEqual(['apps/\\[x\\]/**/dist', 'apps/\\[x\\]/out']);
  });
});

describe("Docker's patterns", () => {
  test.each([
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['**/*.md', 'README.md', true],
    ['docs', 'docs/deep/page', true],
    ['docs', 'src/docs', false],
    ['readme', 'README', false],
    ['a(b', 'a(b', true],
    ['{a}', '{a}', true],
    ['a|b', 'a', false],
    ['./a//b/../c', 'a/c', true],
    ['  spaced  ', 'spaced', true],
    ['漢?', '漢字', true],
  ])('%j on %j: %j', (pattern, path, expected) => {
    expect(dockerIgnore([pattern])(path)).toBe(expected);
  });

  test('a path quoted as a pattern matches itself alone', () => {
    const name = fc.stringMatching(/^[\w *?[\]\\#!(){}|.,+$^-]{1,8}$/u).filter((text) => !/^\.{1,2}$/.test(text));
    const property = fc.property(name, name, (path, other) => {
      const pattern = ignorePattern(path);
      expect(isDockerPattern(pattern)).toBe(true);
      expect(dockerIgnore([pattern])(path)).toBe(true);
      if (other !== path && path.trim() === path) expect(dockerIgnore([pattern])(other)).toBe(false);
    });
    fc.assert(property, { seed: 1 });
  });

  // The other reader takes the separator of the system that it runs on.
  (process.platform === 'win32' ? test.skip : test)('are read as another reader reads them', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?', '.', '-', 'ab', '[ab]');
    const part = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('').replace(/\*+/g, '*'));
    const pattern = fc
      .array(fc.oneof(part, fc.constant('**')), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'));
    const target = fc.array(fc.constantFrom('a', 'b', 'ab', 'a.b', 'ba'), { minLength: 1, maxLength: 4 });
    const property = fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), target, (patterns, parts) => {
      const other = oracle({ ignorecase: false }).add([...patterns]);
      const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
      expect(dockerIgnore(patterns)(parts.join('/'))).toBe(ways.some((way) => other.ignores(way)));
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });
});
