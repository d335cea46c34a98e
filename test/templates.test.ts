import { describe, expect, test } from '@jest/globals';
import Handlebars from 'handlebars';
import { builtInPresets } from '../src/preset/built-in.ts';
import { foreignStatements } from '../src/preset/template-rules.ts';
import { helpers } from '../src/render/helpers.ts';
import { templateTexts } from './support/templates.ts';

/** Words of presets that are no framework: the languages and shapes themselves. */
const GENERAL_WORDS = new Set([
  'server',
  'compiled',
  'static',
  'module',
  'app',
  'site',
  'jar',
  'program',
  'binary',
  'node',
  'go',
  'python',
  'java',
  'bun',
  'maven',
  'gradle',
]);

/** Frameworks as presets name them: ids in parts, and the dependencies they are known by. */
const frameworks = new Set(
  builtInPresets
    .flatMap((preset) => [...preset.id.split('-').slice(0, 1), ...preset.when.dependencies])
    .map((name) => name.toLowerCase())
    .filter((name) => !GENERAL_WORDS.has(name)),
);

describe.each([...templateTexts()])('%s', (_name, text) => {
  test('calls nothing but quoting helpers, if and each', () => {
    expect(foreignStatements(Handlebars.parse(text))).toEqual([]);
  });

  test('names no framework', () => {
    const words = text.toLowerCase().match(/[@\w./-]+/g) ?? [];
    expect(words.filter((word) => frameworks.has(word))).toEqual([]);
  });
});

test('every helper is used by a template', () => {
  const all = [...templateTexts().values()].join('\n');
  expect(Object.keys(helpers).filter((name) => !all.includes(`{{${name} `))).toEqual([]);
});
