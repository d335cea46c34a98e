import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { bundledCli } from './support/cli.ts';
import { readExample } from './support/examples.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const NAMES = `process.once('exit', () => {
  const names = Object.keys(require.cache).map((path) => require('node:path').basename(path, '.js'));
  require('node:fs').writeFileSync(process.env.LOADED, JSON.stringify(names));
});`;

/** The files of the bundle that a run reads, beside those that every command needs. */
function loaded(cwd: string, args: readonly string[]): readonly string[] {
  const notes = folderOf({ 'names.cjs': NAMES });
  const env = { ...process.env, LOADED: join(notes, 'names.json') };
  spawnSync(process.execPath, ['--require', join(notes, 'names.cjs'), bundledCli(), ...args], {
    cwd,
    env,
    stdio: 'ignore',
  });
  const names = JSON.parse(readFileSync(env.LOADED, 'utf8')) as readonly string[];
  return names.filter((name) => !['names.cjs', 'cli', 'main'].includes(name)).sort();
}

/** The app of an example in a repository of its own, without what was generated for it. */
function appOf(name: string, files: Readonly<Record<string, string>> = {}): string {
  const { files: own, spec } = readExample(name);
  return join(folderOf({ ...own, ...files, '.git/HEAD': '' }), spec.dir ?? '');
}

test.each(['--help', '--version'])('%s loads yargs and no command', (flag) => {
  expect(loaded('.', [flag])).toEqual(['help']);
});

const DRY = ['--yes', '--dry-run'];

test.each<[string, readonly string[]]>([
  ['typescript-api', []],
  ['next-app', []],
  ['go-gin', []],
  ['static-site', []],
  ['pnpm-strict-builds', ['yaml']],
  ['python-fastapi', ['pep440', 'smol-toml']],
  ['spring-boot', ['fast-xml-parser', 'yaml']],
])('a dry run on %s loads the parsers that its files need: %j', (name, parsers) => {
  expect(loaded(appOf(name), DRY)).toEqual(['commands', ...parsers].sort());
});

test.each([
  [['check'], ['check', 'commands', 'dockerfile-utils']],
  [['explain'], ['commands', 'dockerfile-utils', 'explain']],
  [['presets'], ['commands', 'presets']],
  [
    ['completion', 'bash'],
    ['commands', 'completion'],
  ],
  [
    ['verify', '--app-env', 'none'],
    ['commands', 'dockerfile-utils', 'verify'],
  ],
])('%j loads what is its own alone', (args, files) => {
  expect(loaded(appOf('express', { Dockerfile: 'FROM scratch\n' }), args)).toEqual(files);
});

test('the compiler of templates and the schema of presets are loaded for presets of a repository alone', () => {
  const own = filesIn(join(import.meta.dirname, 'own-presets'));
  const folder = appOf(
    'express',
    Object.fromEntries(Object.entries(own).map(([path, text]) => [`.create-dockerfile.d/${path}`, text])),
  );
  expect(loaded(folder, DRY)).toEqual(['commands', 'handlebars', 'own', 'schema', 'yaml']);
});

test('what V8 compiled is kept beside the bundle', () => {
  loaded(appOf('express'), DRY);
  const kept = join(dirname(bundledCli()), '.compiled');
  expect(existsSync(kept) && readdirSync(kept).length).toBeGreaterThan(0);
});
