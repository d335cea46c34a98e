import { describe, expect, test } from '@jest/globals';
import { detect } from '../src/detect/index.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { app, chosen, type Files } from './support/node.ts';

function problemsOf(files: Files): readonly string[] {
  const repo = memoryRepo(files);
  detect(repo, '');
  return repo.problems.map(({ id, what }) => `${id}: ${what}`);
}

const npmLock = (packages: object): object => ({ lockfileVersion: 3, packages: { '': {}, ...packages } });
const EXPRESS = { 'node_modules/express': { version: '5.1.0' } };

describe('a lockfile', () => {
  test.each<[string, object, string, string | object]>([
    ['fits', { express: '^5.0.0' }, 'package-lock.json', npmLock(EXPRESS)],
    ['fits', { express: '*' }, 'package-lock.json', npmLock(EXPRESS)],
    ['fits', { e: 'npm:express@^5' }, 'package-lock.json', npmLock({ 'node_modules/e': { version: '5.1.0' } })],
    ['fits', { express: 'github:a/b' }, 'package-lock.json', npmLock(EXPRESS)],
    ['differs', { express: '^4' }, 'package-lock.json', npmLock(EXPRESS)],
    ['differs', { express: '^5', ms: '2' }, 'package-lock.json', npmLock(EXPRESS)],
    ['fits', { express: '^5' }, 'npm-shrinkwrap.json', npmLock(EXPRESS)],
    [
      'fits',
      { express: '^5' },
      'package-lock.json',
      { lockfileVersion: 1, dependencies: { express: { version: '5.1.0' } } },
    ],
    [
      'differs',
      { express: '^4' },
      'package-lock.json',
      { lockfileVersion: 1, dependencies: { express: { version: '5.1.0' } } },
    ],
    ['fits', { express: '^5' }, 'yarn.lock', 'express@^4, express@^5:\n  version "5.1.0"\n'],
    ['differs', { express: '^6' }, 'yarn.lock', 'express@^4, express@^5:\n  version "5.1.0"\n'],
    ['fits', { '@a/b': '^5' }, 'yarn.lock', '__metadata:\n  version: 8\n"@a/b@npm:^5":\n  version: 5.1.0\n'],
    ['differs', { '@a/b': '^5' }, 'yarn.lock', '__metadata:\n  version: 8\n"@a/b@npm:^4":\n  version: 4.1.0\n'],
    ['fits', { a: 'workspace:*', b: 'patch:b@npm%3A1#x' }, 'yarn.lock', '__metadata:\n  version: 8\n"c@npm:1":\n'],
    [
      'fits',
      { e: '^5' },
      'pnpm-lock.yaml',
      'importers:\n  .:\n    dependencies:\n      e:\n        specifier: ^5\n        version: 5.1.0\n\npackages: {}\n',
    ],
    [
      'differs',
      { e: '^6' },
      'pnpm-lock.yaml',
      'importers:\n  .:\n    dependencies:\n      e:\n        specifier: ^5\n        version: 5.1.0\n',
    ],
    [
      'differs',
      {},
      'pnpm-lock.yaml',
      'importers:\n  .:\n    dependencies:\n      e:\n        specifier: ^5\n        version: 5.1.0\n',
    ],
    ['fits', { e: '^5' }, 'pnpm-lock.yaml', 'lockfileVersion: 5.4\nspecifiers:\n  e: ^5\ndependencies:\n  e: 5.1.0\n'],
    [
      'differs',
      { e: '^6' },
      'pnpm-lock.yaml',
      "lockfileVersion: '6.0'\ndependencies:\n  e:\n    specifier: ^5\n    version: 5.1.0\n",
    ],
    ['fits', { e: '^5' }, 'bun.lock', '{"workspaces": {"": {"name": "x", "dependencies": {"e": "^5",},},},}'],
    ['differs', { e: '^6' }, 'bun.lock', '{"workspaces": {"": {"name": "x", "dependencies": {"e": "^5",},},},}'],
    ['fits', { e: '^5' }, 'bun.lockb', '\u0000'],
    ['fits', { e: '^5' }, 'pnpm-lock.yaml', ': ['],
  ])('%s %j in %s %j', (verdict, dependencies, file, text) => {
    const files = app({ scripts: { start: 'node a.js' }, dependencies }, { 'a.js': '', [file]: text });
    expect(problemsOf(files).some((each) => each.startsWith('lockfile-out-of-sync'))).toBe(verdict === 'differs');
    expect(chosen(files).node).toMatchObject({ lockfile: file, isLocked: verdict === 'fits' });
  });

  test('holds what the members of its workspace ask for', () => {
    const files = (spec: string): Files =>
      app(
        { workspaces: ['apps/*'] },
        {
          'apps/a/package.json': { name: 'a', main: 'a.js', dependencies: { express: spec, b: '1' } },
          'apps/a/a.js': '',
          'apps/b/package.json': { name: 'b' },
          'package-lock.json': npmLock({ ...EXPRESS, 'apps/a/node_modules/express': { version: '4.0.0' } }),
        },
      );
    expect(problemsOf(files('^4'))).toEqual([]);
    expect(problemsOf(files('^5'))[0]).toMatch(/^lockfile-out-of-sync: package-lock.json does not match.*\(express\)/);
  });

  test('that lacks the builds for Linux is not used', () => {
    const files = (names: readonly string[]): Files =>
      app(
        { main: 'a.js', dependencies: { esbuild: '1' } },
        {
          'a.js': '',
          'package-lock.json': npmLock({
            'node_modules/esbuild': {
              version: '1.0.0',
              optionalDependencies: { '@esbuild/darwin-arm64': '1', '@esbuild/linux-x64': '1' },
            },
            ...Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0' }])),
          }),
        },
      );
    expect(problemsOf(files(['@esbuild/darwin-arm64']))).toEqual([
      expect.stringMatching(/^lockfile-lacks-linux: .* esbuild /),
    ]);
    expect(chosen(files(['@esbuild/darwin-arm64'])).node.lockfile).toBeUndefined();
    expect(problemsOf(files(['@esbuild/darwin-arm64', '@esbuild/linux-x64']))).toEqual([]);
  });

  test.each<[object, Files, readonly string[]]>([
    [
      {},
      { 'package-lock.json': '{}', 'yarn.lock': '' },
      [
        'lockfiles-several: Lockfiles of several package managers are there: yarn.lock is used, package-lock.json is not.',
      ],
    ],
    [
      { packageManager: 'npm@11.0.0' },
      { 'package-lock.json': '{}', 'yarn.lock': '' },
      [
        'lockfiles-several: Lockfiles of several package managers are there: package-lock.json is used, yarn.lock is not.',
      ],
    ],
    [
      { packageManager: 'npm@11.0.0' },
      { 'yarn.lock': '' },
      [
        'lockfile-of-another: yarn.lock is of another package manager than npm, which package.json states: it is not used.',
      ],
    ],
    [{}, { 'package-lock.json': '{}', 'npm-shrinkwrap.json': '{}' }, []],
  ])('beside others, for %j and %j, gives %j', (manifest, locks, problems) => {
    expect(problemsOf(app({ main: 'a.js', dependencies: { e: '1' }, ...manifest }, { 'a.js': '', ...locks }))).toEqual(
      problems,
    );
  });

  test.each<[string, object, Files, readonly string[]]>([
    ['npm@12.0.0', {}, {}, ['bcrypt']],
    ['npm@12.0.0', { allowScripts: { bcrypt: true } }, {}, []],
    ['npm@12.0.0', { allowScripts: { 'bcrypt@6.0.0': true } }, {}, []],
    ['npm@11.0.0', {}, {}, []],
    ['pnpm@9.0.0', {}, {}, []],
    ['pnpm@10.0.0', {}, {}, ['bcrypt', 'esbuild']],
    ['pnpm@10.0.0', { pnpm: { onlyBuiltDependencies: ['bcrypt'] } }, {}, ['esbuild']],
    ['pnpm@11.0.0', {}, { 'pnpm-workspace.yaml': 'allowBuilds:\n  bcrypt: true\n  esbuild: false\n' }, []],
    ['pnpm@11.0.0', {}, { 'pnpm-workspace.yaml': 'dangerouslyAllowAllBuilds: true\n' }, []],
    ['yarn@4.13.0', {}, {}, []],
    ['yarn@4.18.0', {}, {}, ['bcrypt', 'esbuild']],
    ['yarn@4.18.0', { dependenciesMeta: { bcrypt: { built: true } } }, {}, ['esbuild']],
    ['yarn@4.18.0', {}, { '.yarnrc.yml': 'enableScripts: true\n' }, []],
  ])('of %s with %j and %j has the blocked scripts %j', (packageManager, manifest, more, blocked) => {
    const locks = {
      'package-lock.json': npmLock({ 'node_modules/bcrypt': { version: '6.0.0', hasInstallScript: true } }),
      'pnpm-lock.yaml': 'packages:\n  bcrypt@6.0.0:\n  esbuild@0.25.0:\n',
      'yarn.lock': '__metadata:\n"bcrypt@npm:6.0.0":\n"esbuild@npm:0.25.0":\n',
    };
    const files = app({ main: 'a.js', packageManager, ...manifest }, { 'a.js': '', ...locks, ...more });
    expect(chosen(files).node.blockedScripts).toEqual(blocked);
  });
});
