import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isProblem } from '../src/model/problem.ts';
import { parseJson5 } from '../src/parse/json5.ts';
import { chosen } from './support/node.ts';

function valueOf(text: string): unknown {
  const document = parseJson5(text, 'package.json5');
  return isProblem(document) ? document.id : document.value;
}

describe('JSON5', () => {
  test.each<[string, unknown]>([
    ["{a: 1, 'b': 'it\\'s \"x\"', \"c\": [1, 2,],}", { a: 1, b: 'it\'s "x"', c: [1, 2] }],
    ['// x: 1\n{/* y: 2 */ $z: 0x1F, n: +1, f: .5}', { $z: 31, n: 1, f: 0.5 }],
    ['{url: "http://x//y", key: \'a:b // c\'}', { url: 'http://x//y', key: 'a:b // c' }],
    ['{a: ', 'malformed-file'],
    ['', 'malformed-file'],
  ])('%s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test('reads what JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(valueOf(JSON.stringify(value, undefined, 1))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each([
    ['package.json5', "{\n  // pnpm reads it\n  name: 'x',\n  scripts: {start: 'node main.js'},\n}"],
    ['package.yaml', 'name: x\nscripts:\n  start: node main.js\n'],
  ])('is a manifest: %s', (file, text) => {
    const found = chosen({ [file]: text, 'main.js': '', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" });
    expect(found).toMatchObject({
      name: 'x',
      processes: [{ command: { value: ['node', 'main.js'] } }],
      node: { manifests: [file, 'pnpm-lock.yaml'], manager: { value: { name: 'pnpm' } } },
    });
  });
});
