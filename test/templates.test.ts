import { describe, expect, test } from '@jest/globals';
import Handlebars from 'handlebars';
import { builtInPresets } from '../src/preset/built-in.ts';
import { helpers } from '../src/render/helpers.ts';
import { templateTexts } from './support/templates.ts';

const BLOCKS = ['if', 'each'];

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

/** Every `{{…}}` of a template that is neither a call of a helper with values nor `if` or `each`. */
function foreignStatements(program: hbs.AST.Program): readonly string[] {
  return program.body.flatMap((statement) => {
    if (statement.type === 'ContentStatement' || statement.type === 'CommentStatement') return [];
    const { path, params, loc } = statement as hbs.AST.MustacheStatement;
    const name = path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).original : path.type;
    const place = `${name} on line ${loc.start.line}`;
    if (statement.type === 'MustacheStatement')
      return Object.hasOwn(helpers, name) && params.length === 1 && params.every(isPath) ? [] : [place];
    if (statement.type !== 'BlockStatement' || !BLOCKS.includes(name) || !params.every(isPath)) return [place];
    const { program: inner, inverse } = statement as hbs.AST.BlockStatement;
    const parts: readonly (hbs.AST.Program | undefined)[] = [inner, inverse]; // there is no else: no inverse
    return parts.flatMap((part) => (part === undefined ? [] : foreignStatements(part)));
  });
}

function isPath(expression: hbs.AST.Expression): boolean {
  return expression.type === 'PathExpression';
}

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
