import { afterAll, describe, expect, test } from '@jest/globals';
import { readArguments } from '../src/commands/arguments.ts';
import { commandLine } from '../src/commands/command-line.ts';
import { joinConfigs, NO_CONFIG, readConfig } from '../src/commands/config.ts';
import { configChange } from '../src/commands/config-change.ts';
import { flags, type Flag } from '../src/commands/flags.ts';
import { optionsOf } from '../src/commands/place.ts';
import { isProblem } from '../src/model/problem.ts';
import { parseCommandLine } from '../src/parse/command-line.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { run } from './support/cli.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const CONFIG = '.create-dockerfile.json';
const APP = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n`,
};

/** A value of each setting that the command line has, other than the standard; a switch is turned on where it is not here. */
const VALUES: Readonly<Record<string, string | number | boolean>> = {
  app: 'web',
  all: true,
  pin: 'patch',
  preset: 'node-compiled',
  base: 'slim',
  port: 4000,
  start: `node x.js 'a b'`,
  modules: 'minimal',
  cds: true,
  output: 'Web.Dockerfile',
  compose: false,
  registry: 'registry.example.com/x',
  ca: 'ca.pem',
  ci: 'github',
  scanner: 'grype',
  bake: true,
  renovate: true,
  syntax: false,
};

describe.each(flags.flatMap((flag: Flag) => (flag.setting === undefined ? [] : [flag.setting])))(
  'the setting %s',
  (key) => {
    const value = VALUES[key] ?? true;
    const options = { ...defaultOptions, [key]: value };
    const kept: Partial<Options> = { [key]: value };
    const inConfig = JSON.stringify(kept);
    const elsewhere = { now: kept, outer: {}, found: { ...defaultOptions } };
    /** The options that a command line leads to, with a configuration. */
    const optionsBy = async (line: string, config = NO_CONFIG): Promise<Options> => {
      const { commands } = parseCommandLine(line);
      const request = await readArguments(commands[0]?.words.slice(2) ?? []);
      if (request === undefined || isProblem(request)) throw new Error(JSON.stringify(request));
      const place = { root: process.cwd(), config };
      return optionsOf(place, request);
    };

    test('means the same on the command line, in the configuration and as an answer', async () => {
      expect(readConfig(inConfig, CONFIG)).toMatchObject({ problems: [], options: kept });
      expect(await optionsBy(commandLine('.', { options, force: false }))).toEqual(options);
      expect(commandLine('.', { options, force: false }, kept)).toBe('npx create-dockerfile --yes');
    });

    test('is undone by an option', async () => {
      const undoing = commandLine('.', { options: defaultOptions, force: false }, kept);
      expect(undoing).toMatch(/ --(?:no-)?[a-z]+ --yes$/);
      expect(await optionsBy(undoing, readConfig(inConfig, CONFIG))).toEqual(defaultOptions);
    });

    test('is taken out of the configuration where it is undone and saved', () => {
      const after = configChange('', inConfig, defaultOptions, elsewhere)?.after ?? '';
      expect(JSON.parse(after)).toEqual({});
      expect(configChange('', inConfig, options, elsewhere)?.kind).toBe('identical');
    });

    test('of the root is undone in a folder', () => {
      const outer = readConfig(inConfig, CONFIG);
      const change = configChange('web', undefined, defaultOptions, { ...elsewhere, outer: kept });
      const inner = readConfig(change?.after ?? '', `web/${CONFIG}`);
      expect(inner.problems).toEqual([]);
      expect({ ...defaultOptions, ...joinConfigs(outer, inner).options }).toEqual(defaultOptions);
    });
  },
);

test('an option and its opposite are wrong usage', () => {
  expect(run(folderOf(APP), ['--port', '1', '--no-port'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--port and --no-port contradict each other.') as unknown,
  });
});

test('what is undone and saved is gone from the file', () => {
  const root = folderOf({ ...APP, [CONFIG]: '{\n  "port": 4000,\n  // why\n  "compose": false\n}\n' });
  expect(run(root, ['--no-port', '--save']).code).toBe(0);
  expect(filesIn(root)[CONFIG]).toBe('{\n  // why\n  "compose": false\n}\n');
  expect(run(root, ['--compose', '--port', '3000', '--save']).code).toBe(0);
  expect(filesIn(root)[CONFIG]).not.toMatch(/port|compose/);
  expect(Object.keys(filesIn(root))).toContain('compose.yaml');
});
