import { describe, expect, test } from '@jest/globals';
import { parseGoMod } from '../src/parse/go-mod.ts';

const TEXT = `// Deprecated: use v3.
module example.com/app/v2 // the path

go 1.23.1

toolchain go1.24.2

require github.com/a/b v1.2.3

require (
	"github.com/c/d" v0.0.0-20210711020723-a769d52b0f97 // indirect
	github.com/e/f/v2 v2.0.0+incompatible
)

replace (
	github.com/a/b => ../b
	github.com/c/d v1.0.0 => github.com/x/d v1.0.1
)

retract [v1.0.0, v1.1.0]
exclude github.com/z/z v1.0.0
tool example.com/tool
newer directive of a later Go
`;

describe('parseGoMod', () => {
  test('reads directives and blocks with their lines', () => {
    expect(parseGoMod(TEXT, 'go.mod')).toEqual({
      file: 'go.mod',
      module: { value: 'example.com/app/v2', line: 2 },
      go: { value: '1.23.1', line: 4 },
      toolchain: { value: 'go1.24.2', line: 6 },
      require: [
        { value: { path: 'github.com/a/b', version: 'v1.2.3', indirect: false }, line: 8 },
        { value: { path: 'github.com/c/d', version: 'v0.0.0-20210711020723-a769d52b0f97', indirect: true }, line: 11 },
        { value: { path: 'github.com/e/f/v2', version: 'v2.0.0+incompatible', indirect: false }, line: 12 },
      ],
      replace: [
        { value: { path: 'github.com/a/b', by: '../b', isLocal: true }, line: 16 },
        { value: { path: 'github.com/c/d', by: 'github.com/x/d', isLocal: false }, line: 17 },
      ],
      use: [],
      tool: [{ value: 'example.com/tool', line: 22 }],
    });
  });

  test('reads a go.work', () => {
    expect(parseGoMod('go 1.23\n\nuse (\n\t./api\n\t./shared\n)', 'go.work')).toMatchObject({
      use: [
        { value: './api', line: 4 },
        { value: './shared', line: 5 },
      ],
    });
  });

  test.each([
    ['module a\n<<<<<<< HEAD\n', 2],
    ['module a\n\nrequire github.com/a/b\n', 3],
    ['module a\ngo\n', 2],
    ['module a\nreplace a b\n', 2],
    ['module a\n\nrequire (\n\tgithub.com/a/b v1.0.0\n', 3],
    ['module a b c\n', 1],
  ])('%j is malformed, with the line', (text, line) => {
    expect(parseGoMod(text, 'x/go.mod')).toMatchObject({ id: 'malformed-file', where: { file: 'x/go.mod', line } });
  });
});
