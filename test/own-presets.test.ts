import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { builtInLibrary } from '../src/preset/library.ts';
import { readOwnPresets, type OwnPresets } from '../src/preset/own.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { run } from './support/cli.ts';
import { faultsOf } from './support/dockerfile.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const APP = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `process.on('SIGTERM', stop); require('http').createServer().listen(process.env.PORT || 3000);\n`,
};
const OWN = join(import.meta.dirname, 'own-presets');
const PRESET = readFileSync(join(OWN, 'presets/acme-node.yaml'), 'utf8');
const KINDS = ['node/base', 'node/dependencies', 'node/production-dependencies', 'runtime'];
const FOLDER = '.create-dockerfile.d';

function read(files: Readonly<Record<string, string>>): OwnPresets {
  return readOwnPresets(new Map(Object.entries(files)), FOLDER, builtInLibrary, KINDS);
}

const dockerfileWith = (own: OwnPresets): ReturnType<typeof compile> =>
  compile(memoryRepo(APP), '', defaultOptions, own);

describe('a repository with presets of its own', () => {
  test('they win by the same rule, with their own stage templates', () => {
    const root = folderOf(APP);
    cpSync(OWN, join(root, FOLDER), { recursive: true });
    const { code, stderr } = run(root, []);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const text = filesIn(root)['Dockerfile'] ?? '';
    expect(text).toContain('LABEL com.acme.base=node:24-trixie-slim\n');
    expect(text).toContain('COPY --from=versions /versions.json /versions.json');
    expect(text).toContain('ACME=yes');
    expect(faultsOf(text)).toEqual([]);
    expect(filesIn(root)['.dockerignore']).toContain('**/.create-dockerfile.*');
    expect(run(root, ['presets']).stdout).toMatch(/^acme-node +Acme's Node program \(slim\)$/m);
  });

  test('--presets-from names another folder', () => {
    const root = folderOf(APP);
    expect(run(root, ['--presets-from', OWN]).code).toBe(0);
    expect(filesIn(root)['Dockerfile']).toContain('com.acme.base');
    const { code, stderr } = run(root, ['--presets-from', 'nowhere']);
    expect(code).toBe(2);
    expect(stderr).toContain('There are no presets in nowhere.');
  });

  test('one with the id of a built-in preset stands in its place, and so does a stage', () => {
    const preset = PRESET.replaceAll('acme-node', 'node-server').replace('supersedes: [node-server]\n', '');
    const own = read({
      'presets/node-server.yaml': preset.replace('  - acme/versions\n  - acme/runtime', '  - runtime'),
      'stages/runtime.hbs': 'FROM {{image runtime.image}} AS mine\n',
    });
    expect(own.problems).toEqual([]);
    expect(own.presets).toHaveLength(builtInLibrary.presets.length);
    expect(dockerfileWith(own).files[0]?.text).toMatch(/\nFROM node:24-trixie-slim AS mine\n$/);
  });
});

describe('what is wrong with a preset is said, with its line', () => {
  const cases: readonly [string, string, number, string][] = [
    ['an unknown key', PRESET.replace('title:', 'titel:'), 3, 'there is no key titel'],
    ['a missing key', PRESET.replace(/^title:.*\n/m, ''), 1, 'title: Invalid input: expected string'],
    [
      'another type',
      PRESET.replace('traits: [starts]', 'traits: starts'),
      6,
      'when.traits: Invalid input: expected array',
    ],
    ['an unknown base', PRESET.replace('[slim]', '[fedora]'), 14, 'bases.0: Invalid option'],
    ['an unknown language', PRESET.replace('language: node', 'language: cobol'), 4, 'language: Invalid option'],
    ['a key in a key', PRESET.replace('  env:', '  envs:'), 16, 'there is no key defaults.envs'],
    ['no YAML', PRESET.replace('[starts]', '[starts'), 7, 'Mend the YAML'],
    ['another id than its file', PRESET.replace('id: acme-node', 'id: other'), 2, 'its id is other'],
    ['an unknown stage', PRESET, 12, 'there is no stage acme/versions'],
    [
      'a pattern that is none',
      PRESET.replace('traits: [starts]', 'content: { files: [x], pattern: "(" }'),
      6,
      'is no regular expression',
    ],
  ];
  test.each(cases)('%s', (_name, text, line, message) => {
    const { problems } = read({ 'presets/acme-node.yaml': text });
    const said = problems.map(({ where, what, fix }) => ({ line: where?.line, text: `${what} ${fix}` }));
    expect(said).toContainEqual({ line, text: expect.stringContaining(message) as unknown });
    for (const { where } of problems) expect(where?.file).toBe(`${FOLDER}/presets/acme-node.yaml`);
  });

  test.each([
    ['a value without a helper', 'FROM x\nRUN {{start}}\n', 2, 'A template cannot write {{start}} as it is.'],
    ['a raw value', 'RUN {{{start}}}', 1, '{{start}}'],
    ['a helper without a value', 'RUN {{word}}', 1, 'A template cannot write {{word}}'],
    ['another helper', '\n{{#with x}}{{/with}}', 2, '{{with}}'],
    ['a partial', '{{> x}}', 1, '{{partial}}'],
    ['a call in a call', '{{word (lookup x y)}}', 1, '{{word}}'],
    ['what the program is made of', '{{word constructor.constructor}}', 1, '{{word}}'],
    ['an open block', 'FROM x\n{{#if a}}\n', 3, 'The template cannot be read'],
  ])('a template with %s', (_name, text, line, message) => {
    const { problems } = read({ 'stages/mine.hbs': text });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.where).toEqual({ file: `${FOLDER}/stages/mine.hbs`, line });
    expect(problems[0]?.what).toContain(message);
  });

  test('a value that the app has not', () => {
    const own = read({
      'presets/acme-node.yaml': PRESET.replace('  - acme/versions\n  - acme/runtime', '  - mine'),
      'stages/mine.hbs': 'RUN {{word colour}}\n',
    });
    expect(own.problems).toEqual([]);
    expect(dockerfileWith(own).plan.problems).toMatchObject([{ id: 'template-value' }]);
  });

  test('a run with one ends with 2 and nothing written', () => {
    const files = { ...APP, [`${FOLDER}/presets/mine.yaml`]: 'id: mine\n' };
    const root = folderOf(files);
    const { code, stderr } = run(root, []);
    expect(code).toBe(2);
    expect(stderr).toContain(`${FOLDER}/presets/mine.yaml`);
    expect(filesIn(root)).toEqual(files);
  });
});

describe('presets', () => {
  test('list, show, eject', () => {
    const root = folderOf(APP);
    expect(run(root, ['presets', 'list']).stdout.trim().split('\n')).toHaveLength(builtInLibrary.presets.length);
    expect(JSON.parse(run(root, ['presets', 'list', '--json']).stdout)).toHaveLength(builtInLibrary.presets.length);
    expect(run(root, ['presets', 'show', 'node-server']).stdout).toMatch(/^id: node-server\n/);
    expect(run(root, []).code).toBe(0);
    const before = filesIn(root);
    const { code, stderr } = run(root, ['presets', 'eject', 'node-server']);
    expect(code).toBe(0);
    expect(stderr).toContain(`${FOLDER}/presets/node-server.yaml\n`);
    // Owned, and not yet edited, it makes the same files.
    expect(run(root, ['--exit-code'])).toMatchObject({ code: 0 });
    expect(run(root, []).code).toBe(0);
    expect(filesIn(root)).toMatchObject(before);
    const template = join(root, FOLDER, 'stages/runtime.hbs');
    writeFileSync(template, readFileSync(template, 'utf8').replace(/^WORKDIR/m, 'LABEL mine=yes\nWORKDIR'));
    expect(run(root, []).code).toBe(0);
    expect(filesIn(root)['Dockerfile']).toContain('LABEL mine=yes\n');
    expect(run(root, ['presets', 'eject', 'node-server'])).toMatchObject({ code: 5 });
    expect(run(root, ['presets', 'eject', 'node-server', '--force'])).toMatchObject({ code: 0 });
  });

  test.each([
    [['presets', 'steal'], 'presets cannot be steal. It takes: list, show, eject.'],
    [['presets', 'show', 'fastpai'], 'There is no preset fastpai. Did you mean fastapi?'],
    [['presets', 'show'], 'There is no preset without a name.'],
    [['presets', 'list', '--prot'], 'There is no option --prot.'],
  ])('%j is wrong usage', (args, message) => {
    const { code, stderr } = run(folderOf(APP), args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
