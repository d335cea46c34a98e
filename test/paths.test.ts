import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import ignore from 'ignore';
import picomatch from 'picomatch';
import { namesIn } from '../src/repo/gitignore.ts';
import { indexPaths } from '../src/repo/paths.ts';

const name = fc.constantFrom('a', 'a.js', 'a-b', 'ab', 'b.test.js', '.env', 'src', 'src0', '[id]', 'é');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
// For the library `src/**` is also a file of that name; nothing lies in that.
const files = fc.tuple(path, fc.constantFrom('x.js', 'b.test.js', '.env.local')).map((names) => names.join('/'));
const paths = fc.uniqueArray(files, { maxLength: 40 }).map((all) => all.sort());
const folder = fc.array(name, { maxLength: 2 }).map((names) => names.join('/'));
const part = fc.constantFrom('*', '**', '*.js', 'src', 'a*', '{a,src}', 'a.{js,ts}', '*.test.*', '.env', 'b.test.js');
const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

test('paths of a folder are found as a search through all of them finds them', () => {
  fc.assert(
    fc.property(paths, folder, path, (all, dir, one) => {
      const index = indexPaths(all);
      const below = all.filter((each) => dir === '' || each.startsWith(`${dir}/`));
      expect(index.below(dir)).toEqual(below);
      expect(index.hasFolder(dir)).toBe(below.length > 0);
      const inner = (each: string): string => each.slice(dir === '' ? 0 : dir.length + 1);
      expect(index.filesIn(dir)).toEqual(below.filter((each) => !inner(each).includes('/')));
      expect(index.has(one)).toBe(all.includes(one));
    }),
  );
});

test('globs find what the library finds among all paths', () => {
  fc.assert(
    fc.property(paths, fc.array(glob, { maxLength: 3 }), (all, globs) => {
      const matches = picomatch(globs, { dot: true });
      expect(indexPaths(all).scan(globs)).toEqual(all.filter((each) => matches(each)));
    }),
  );
});

test('a .gitignore says nothing of a path whose name fits no last name of its patterns', () => {
  const line = fc.constantFrom(
    ...[
      'a',
      '/a',
      '*.js',
      'src/',
      '!a.js',
      'src/**',
      '**/ab',
      '# no',
      '',
      '\\#a',
      'src/#a',
      'a/*/ab',
      '!/src/a',
      'A-B ',
    ],
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), path, fc.boolean(), (lines, one, isFolder) => {
      const text = lines.join('\n');
      const [end, last] = [isFolder ? '/' : '', one.split('/').at(-1) ?? ''];
      fc.pre(
        !one.split('/').some(
          (_, at, all) =>
            at > 0 &&
            ignore()
              .add(text)
              .ignores(`${all.slice(0, at).join('/')}/`),
        ),
      );
      const verdict = ignore()
        .add(text)
        .test(one + end);
      const names = ignore().add([...namesIn(text)]);
      if (verdict.ignored || verdict.unignored) expect(names.ignores(last + end)).toBe(true);
    }),
  );
});
