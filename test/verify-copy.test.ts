import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { copyContext } from '../src/docker/context-copy.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

test('a context is copied as the builder sees it', () => {
  const from = folderOf({
    '.dockerignore': '*.log\nsecret\n',
    'a.js': '1',
    'b.log': '2',
    'secret/key': '3',
    'secret/public': '4',
    'node_modules/x/index.js': '5',
    link: '-> a.js',
  });
  const to = join(folderOf({}), 'context');
  const paths = copyContext(from, to, ['*.log', 'secret', 'node_modules', '!secret/public', '.dockerignore']);
  expect(paths).toEqual(['.dockerignore', 'a.js', 'link', 'secret/public']);
  expect(Object.keys(filesIn(to))).toEqual(['.dockerignore', 'a.js', 'secret/public']);
});

test('folders keep their mode, which the builder sees', () => {
  const from = folderOf({ 'a/b/c': '' });
  chmodSync(join(from, 'a'), 0o775);
  const to = join(folderOf({}), 'context');
  copyContext(from, to, []);
  for (const path of ['a', 'a/b', 'a/b/c']) expect(statSync(join(to, path)).mode).toBe(statSync(join(from, path)).mode);
});

test('it never copies itself', () => {
  const from = folderOf({ 'a.js': '1', 'tmp/other': '' });
  expect(copyContext(from, join(from, 'tmp', 'run', 'context'), [])).toEqual(['a.js']);
});
