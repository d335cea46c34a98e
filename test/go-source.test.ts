import { expect, test } from '@jest/globals';
import { parseGoSource } from '../src/parse/go-source.ts';

test('package, imports, embeds and main are read; comments are not', () => {
  const source = parseGoSource(
    [
      '/* package wrong */ // package wrong too',
      'package main',
      'import "os"',
      'import (',
      '\tweb "example.com/app/web" // "commented"',
      '\t_ `embed`',
      ')',
      '//go:embed all:static "two words.txt"',
      '//go:embed templates/*.html',
      'var url = "http://not.a/comment"',
      '// func main() {}',
      'func main() {}',
    ].join('\n'),
    'main.go',
  );
  expect(source).toMatchObject({
    package: 'main',
    imports: ['os', 'example.com/app/web', 'embed'],
    embeds: ['static', 'two words.txt', 'templates/*.html'],
    hasMain: true,
    isBuilt: true,
  });
  expect(source.code).toContain('http://not.a/comment');
});

test.each([
  ['//go:build ignore\n\npackage main', 'gen.go', false],
  ['//go:build linux && (amd64 || arm64)\n\npackage main', 'a.go', true],
  ['//go:build !windows && !tools\n\npackage main', 'a.go', true],
  ['//go:build mage || wireinject\n\npackage main', 'a.go', false],
  ['// +build ignore\n\npackage main', 'a.go', false],
  ['// +build linux darwin\n// +build !cgo\n\npackage main', 'a.go', false],
  ['package main', 'main_windows.go', false],
  ['package main', 'main_linux.go', true],
  ['package main\n//go:build ignore', 'late.go', true],
])('%j in %s is built: %s', (text, path, isBuilt) => {
  expect(parseGoSource(text, path).isBuilt).toBe(isBuilt);
});
