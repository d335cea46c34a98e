import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readConfig, withConfigSources } from '../src/commands/config.ts';
import { configChange } from '../src/commands/config-change.ts';
import { configSchema } from '../src/commands/config-schema.ts';
import { flags, flagsOf } from '../src/commands/flags.ts';
import { settings } from '../src/commands/settings.ts';
import { compile } from '../src/compile.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { run } from './support/cli.ts';
import { faultsOf, parseDockerfile } from './support/dockerfile.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';
import { hostileText } from './support/mutations.ts';

afterAll(removeFolders);

const APP = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js', build: 'tsc -p .' } }),
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n`,
  'assets/a.txt': 'a',
};
const CONFIG = '.create-dockerfile.json';

function compiled(options: Partial<Options>): ReturnType<typeof compile> {
  return compile(memoryRepo(APP), '', { ...defaultOptions, ...options });
}

function dockerfileOf(options: Partial<Options>): string {
  const { files, plan } = compiled(options);
  expect(plan.problems.filter(({ level }) => level === 'error')).toEqual([]);
  return files[0]?.text ?? '';
}

describe('the settings', () => {
  test('schema.json is theirs', () => {
    const text = readFileSync(join(import.meta.dirname, '../schema.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(configSchema());
  });

  test('every option that makes other files can be kept', () => {
    const passing = [
      'keep-mine',
      'presets-from',
      'save',
      'scan',
      'import',
      'force',
      'dry-run',
      'diff',
      'exit-code',
      'print',
      'yes',
      'json',
    ];
    const kept = flags.filter((flag) => 'setting' in flag).map(({ name }) => name as string);
    expect([...kept, ...passing].sort()).toEqual(
      flagsOf('create')
        .map(({ name }) => name as string)
        .sort(),
    );
  });

  test('what can be read', () => {
    const text = `// mine
    { "$schema": "x", "version": 1, "port": 8080, "base": "auto", "compose": false, "start": "node x",
      "env": { "TZ": "UTC" }, "labels": { "a.b/c": "d" }, "packages": ["curl"], "build": ["make x"],
      "copies": [{ "source": "assets/", "target": "./assets/" }], }`;
    expect(readConfig(text, CONFIG)).toMatchObject({
      problems: [],
      options: {
        port: 8080,
        compose: false,
        start: 'node x',
        env: { TZ: 'UTC' },
        packages: ['curl'],
        build: ['make x'],
      },
      sources: { port: { kind: 'file', file: CONFIG, line: 2, key: 'port' } },
    });
  });

  test.each([
    ['{ "prot": 1 }', 'There is no setting prot. Did you mean port?'],
    ['{ "volumes": 1 }', 'There is no setting volumes. It takes: app,'],
    ['{ "force": true }', 'There is no setting force. It takes: app,'],
    ['{ "port": "80" }', 'The setting port cannot be "80". It takes: a number from 1 to 65535.'],
    ['{ "port": 0 }', 'It takes: a number from 1 to 65535.'],
    ['{ "base": "fedora" }', 'It takes: auto, slim'],
    ['{ "output": "../x" }', 'The setting output cannot be'],
    ['{ "compose": "no" }', 'It takes: true, false.'],
    ['{ "env": { "API_TOKEN": "x" } }', 'that name no secret'],
    ['{ "env": { "A": "x\\ny" } }', 'on one line'],
    ['{ "env": ["A=x"] }', 'an object of texts'],
    ['{ "packages": ["x; rm"] }', 'a list of package names'],
    ['{ "copies": [{ "source": "a" }] }', 'a list such as'],
    ['{ "build": ["a\\nb"] }', 'each on one line'],
    ['{ "version": 2, "new": 1 }', 'written for a newer create-dockerfile'],
    ['[]', 'it is no object'],
    ['{ oops }', 'is malformed'],
    ['', 'ValueExpected on line 1'],
  ])('%s', (text, message) => {
    const { problems, options } = readConfig(text, CONFIG);
    expect(problems).toHaveLength(1);
    expect(`${problems[0]?.what ?? ''} ${problems[0]?.fix ?? ''}`).toContain(message);
    expect(problems[0]?.where?.file).toBe(CONFIG);
    expect(options).toEqual({});
  });

  test('no value breaks the reading of one', () => {
    const property = fc.property(fc.constantFrom(...settings.map(({ key }) => key)), fc.jsonValue(), (key, value) => {
      const { problems, options } = readConfig(JSON.stringify({ [key]: value }), CONFIG);
      expect(problems.length === 1 ? options : {}).toEqual({});
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });
});

describe('keeping options', () => {
  test('what differs from what is found, with the comments that were there', () => {
    const options = { ...defaultOptions, port: 8080, base: 'slim', compose: false } as const;
    const elsewhere = { now: {}, outer: {}, found: { ...defaultOptions, base: 'slim' } };
    const change = configChange('', '{\n  // mine\n  "app": "web"\n}\n', options, {
      ...elsewhere,
      now: { app: 'web' },
    });
    expect(change?.after).toBe('{\n  // mine\n  "port": 8080,\n  "compose": false\n}\n');
    expect(configChange('web', undefined, defaultOptions, elsewhere)).toBeUndefined();
    const nothingFound = { now: {}, outer: {}, found: {} };
    expect(readConfig(configChange('web', undefined, options, nothingFound)?.after ?? '', CONFIG)).toMatchObject({
      problems: [],
      options: { port: 8080, base: 'slim', compose: false },
    });
  });

  test('flags, the configuration and both give the same files; the evidence names the line', () => {
    const [flagged, saved] = [folderOf(APP), folderOf(APP)];
    expect(run(flagged, ['--port', '4000', '--base', 'slim', '--no-compose']).code).toBe(0);
    const { code, stderr } = run(saved, ['--port', '4000', '--base', 'slim', '--no-compose', '--save']);
    expect(code).toBe(0);
    expect(stderr).toContain(CONFIG);
    const { [CONFIG]: config, ...files } = filesIn(saved);
    expect(files).toEqual(filesIn(flagged));
    expect(JSON.parse(config ?? '')).toEqual({
      $schema: expect.any(String) as unknown,
      base: 'slim',
      port: 4000,
      compose: false,
    });
    const again = run(saved, ['--dry-run', '--exit-code']);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(`${CONFIG}:4 (port) · you chose it`);
    expect(run(saved, ['--port', '5000', '--exit-code']).code).toBe(1);
  });

  test('the folder’s own configuration goes before the root’s', () => {
    const root = folderOf({
      'package.json': '{"workspaces":["web"]}',
      'web/package.json': APP['package.json'],
      'web/server.js': APP['server.js'],
      [CONFIG]: '{ "port": 4000, "compose": false }',
      [`web/${CONFIG}`]: '{ "port": 5000 }',
    });
    expect(run(root, ['web']).code).toBe(0);
    expect(filesIn(root)['web/Dockerfile']).toContain('EXPOSE 5000');
    expect(Object.keys(filesIn(root)).filter((path) => path.includes('compose.yaml'))).toEqual([]);
  });

  test('a wrong configuration ends with 2 and nothing written', () => {
    const root = folderOf({ ...APP, [CONFIG]: '{\n  "prot": 1\n}' });
    const { code, stderr } = run(root, []);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: ${CONFIG}:2: There is no setting prot. Did you mean port?\n`,
    });
    expect(Object.keys(filesIn(root))).toHaveLength(4);
  });

  test('a decision of the configuration has it as its source', () => {
    const config = readConfig('{ "port": 4000, "env": {} }', CONFIG);
    const decisions = withConfigSources(compiled({ port: 4000, ...config.options }).plan.decisions, config, {
      ...defaultOptions,
      ...config.options,
    });
    expect(decisions.find(({ subject }) => subject === 'port')?.sources).toMatchObject([{ kind: 'file', line: 1 }]);
    expect(decisions.at(-1)).toMatchObject({ subject: 'added', value: 'env' });
  });
});

describe('additions', () => {
  test('stand where they belong', () => {
    const text = dockerfileOf({
      env: { TZ: 'Europe/Berlin', NODE_ENV: 'staging' },
      labels: { 'org.opencontainers.image.source': 'https://example.com/a b' },
      packages: ['poppler-utils', 'acme'],
      copies: [{ source: 'assets/', target: './assets/' }],
      build: ['node tools/index.js --all', 'ls | wc -l'],
    });
    expect(text).toContain('    TZ=Europe/Berlin');
    expect(text).toMatch(/NODE_ENV=staging/);
    expect(text.match(/NODE_ENV=production/)).toBeNull();
    expect(text).toContain('LABEL org.opencontainers.image.source="https://example.com/a b"');
    expect(text).toContain(`--no-install-recommends acme 'poppler-utils=25.*'`);
    expect(text).toContain('COPY assets/ ./assets/');
    expect(text).toContain('RUN npm run build\n\nRUN node tools/index.js --all\nRUN ["/bin/sh", "-c", "ls | wc -l"]\n');
    expect(faultsOf(text)).toEqual([]);
  });

  test.each([
    [{ packages: ['curl'], base: 'distroless' } as const, 'packages-without-apt'],
    [{ copies: [{ source: 'nowhere', target: 'x' }] }, 'copy-not-found'],
    [{ copies: [{ source: '../x', target: 'x' }] }, 'copy-not-found'],
  ])('%j cannot be added', (options, id) => {
    expect(compiled(options).plan.problems.map((each) => each.id)).toContain(id);
  });

  test('a command where nothing is built', () => {
    const repo = memoryRepo({ ...APP, 'package.json': '{"scripts":{"start":"node server.js"}}' });
    const { plan } = compile(repo, '', { ...defaultOptions, build: ['make'] });
    expect(plan.problems.map(({ id }) => id)).toContain('no-build-stage');
  });

  test('no text breaks out of its instruction', () => {
    const { keywords } = parseDockerfile(dockerfileOf({ env: { A: 'x' }, labels: { a: 'x' }, build: ['x'] }));
    const property = fc.property(hostileText, (text) => {
      const value = text.replace(/[\p{Cc}\u2028\u2029]/gu, '_');
      const options = { env: { A: value }, labels: { a: value }, build: [`x ${value}`] };
      expect(parseDockerfile(dockerfileOf(options)).keywords).toEqual(keywords);
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });
});
