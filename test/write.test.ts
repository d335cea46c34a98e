import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Change } from '../src/model/change.ts';
import { compareFiles } from '../src/write/compare.ts';
import { commit } from '../src/write/commit.ts';
import { writeChanges } from '../src/write/index.ts';
import { leftBehind, LOCK_FILE, lockText, readLock } from '../src/write/lock.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const files = [
  { path: 'Dockerfile', text: 'FROM scratch\n' },
  { path: '.dockerignore', text: '.git\n' },
];

function changesIn(root: string): readonly Change[] {
  const onDisk = new Map(Object.entries(filesIn(root)));
  return compare(onDisk, readLock(onDisk.get(LOCK_FILE)).files);
}

function compare(onDisk: ReadonlyMap<string, string>, lastWritten: ReadonlyMap<string, string>): readonly Change[] {
  return compareFiles(files, { onDisk, lastWritten, keepMine: false });
}

/** A lock that remembers these texts, written together. */
function lockOf(texts: Readonly<Record<string, string>>): string {
  const paths = Object.keys(texts);
  return lockText({ files: new Map(Object.entries(texts)), sets: new Map([[paths[0] ?? '', paths]]) });
}

const kinds = (changes: readonly Change[]): readonly string[] => changes.map(({ kind }) => kind);

describe('compare', () => {
  test('a new file is created, the same file is left, ours is updated, any other is a conflict', () => {
    const root = folderOf({ Dockerfile: 'FROM alpine\n', '.dockerignore': '.git\n' });
    expect(kinds(changesIn(root))).toEqual(['conflict', 'identical']);
    const ours = compare(new Map([['Dockerfile', 'OLD\n']]), new Map([['Dockerfile', 'OLD\n']]));
    expect(kinds(ours)).toEqual(['update', 'create']);
  });

  test('line ends of the disk stay', () => {
    const [change] = compare(new Map([['Dockerfile', 'OLD\r\n']]), new Map([['Dockerfile', 'OLD\n']]));
    expect(change).toMatchObject({ kind: 'update', after: 'FROM scratch\r\n' });
    expect(compare(new Map([['Dockerfile', 'FROM scratch\r\n']]), new Map())[0]?.kind).toBe('identical');
  });

  test('a lock that cannot be understood makes every file a person’s', () => {
    for (const text of ['', '{', '[]', '{"files":3}', 'null'])
      expect(readLock(text)).toMatchObject({ fault: 'malformed' });
    expect(readLock('{"lockVersion":2}')).toMatchObject({ fault: 'newer' });
    expect(readLock(lockOf({ Dockerfile: 'FROM scratch\n' })).files.get('Dockerfile')).toBe('FROM scratch\n');
  });
});

describe('write', () => {
  test('writes everything and remembers it', async () => {
    const root = folderOf({});
    const written = await writeChanges(root, changesIn(root), files, false);
    expect(written).toMatchObject({ problems: [], created: ['Dockerfile', '.dockerignore', LOCK_FILE] });
    expect(kinds(changesIn(root))).toEqual(['identical', 'identical']);
    expect(Object.keys(filesIn(root))).toEqual([LOCK_FILE, '.dockerignore', 'Dockerfile']);
  });

  test('what is deleted is forgotten, and comes back where another file fails', async () => {
    const lock = lockOf({ Dockerfile: 'old', 'compose.yaml': 'ours' });
    const root = folderOf({ [LOCK_FILE]: lock, Dockerfile: 'old', 'compose.yaml': 'ours', d: '' });
    const remove: Change = { path: 'compose.yaml', kind: 'delete', before: 'ours', after: '' };
    expect(commit(root, [remove, { path: 'd/e', kind: 'create', after: '' }])?.id).toBe('cannot-write');
    expect(filesIn(root)['compose.yaml']).toBe('ours');
    expect(await writeChanges(root, [...changesIn(root), remove], files, false)).toMatchObject({ problems: [] });
    expect(Object.keys(filesIn(root))).toEqual([LOCK_FILE, '.dockerignore', 'Dockerfile', 'd']);
    expect([...readLock(filesIn(root)[LOCK_FILE]).files.keys()]).toEqual(['.dockerignore', 'Dockerfile']);
  });

  test('no temporary file is left, nor one of a run that was killed', async () => {
    const root = folderOf({ '.create-dockerfile.tmp-Dockerfile': 'half' });
    await writeChanges(root, changesIn(root), files, false);
    expect(Object.keys(filesIn(root))).toEqual([LOCK_FILE, '.dockerignore', 'Dockerfile']);
  });

  test('what was written with a Dockerfile before, and with no other one', () => {
    const lock = readLock(
      lockText({
        files: new Map(),
        sets: new Map([
          ['a/Dockerfile', ['a/Dockerfile', 'a/Dockerfile.dockerignore', 'compose.yaml', 'a/compose.yaml', 'index.js']],
          ['b/Dockerfile', ['b/Dockerfile', 'compose.yaml']],
        ]),
      }),
    );
    expect(leftBehind(lock, [{ path: 'a/Dockerfile', text: '' }])).toEqual([
      'a/Dockerfile.dockerignore',
      'a/compose.yaml',
    ]);
    expect(leftBehind(lock, [{ path: 'c/Dockerfile', text: '' }])).toEqual([]);
  });

  test('writes nothing where one file is a person’s', async () => {
    const root = folderOf({ Dockerfile: 'mine' });
    const { problems } = await writeChanges(root, changesIn(root), files, false);
    expect(problems.map(({ id }) => id)).toEqual(['file-conflict']);
    expect(filesIn(root)).toEqual({ Dockerfile: 'mine' });
  });

  test('force keeps the bytes that git cannot restore, under a name that is free', async () => {
    const root = folderOf({ Dockerfile: Buffer.from([0xff, 0x0a]), 'Dockerfile.orig': 'older' });
    const written = await writeChanges(root, changesIn(root), files, true);
    expect(written.problems).toEqual([]);
    expect([...written.kept]).toEqual([['Dockerfile', 'Dockerfile.orig.2']]);
    expect(readFileSync(join(root, 'Dockerfile.orig.2'))).toEqual(Buffer.from([0xff, 0x0a]));
    expect(filesIn(root)).toMatchObject({ Dockerfile: 'FROM scratch\n', 'Dockerfile.orig': 'older' });
  });

  test('force keeps no copy of what the last commit has', async () => {
    const root = folderOf({ Dockerfile: 'mine\n' });
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root });
    };
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message=x');
    const written = await writeChanges(root, changesIn(root), files, true);
    expect(written).toMatchObject({ problems: [], restorable: ['Dockerfile'] });
    expect(written.kept.size).toBe(0);
  });

  test('without git a copy is kept', async () => {
    const root = folderOf({ Dockerfile: 'mine\n' });
    const path = process.env['PATH'];
    process.env['PATH'] = root;
    try {
      expect([...(await writeChanges(root, changesIn(root), files, true)).kept.keys()]).toEqual(['Dockerfile']);
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('what a person deleted is forgotten', async () => {
    const root = folderOf({ [LOCK_FILE]: lockOf({ gone: 'x' }) });
    await writeChanges(root, changesIn(root), files, false);
    expect([...readLock(filesIn(root)[LOCK_FILE]).files.keys()]).toEqual(['.dockerignore', 'Dockerfile']);
  });
});

describe('all or nothing', () => {
  const create = (path: string): Change => ({ path, kind: 'create', after: 'new' });

  test('a failure puts back what was there, and takes new files and folders away', () => {
    const root = folderOf({ a: 'old', d: 'in the way' });
    const update: Change = { path: 'a', kind: 'update', before: 'old', after: 'new' };
    const refused = commit(root, [update, create('b'), create('new/deep/c'), create('d/e')]);
    expect(refused?.id).toBe('cannot-write');
    expect(filesIn(root)).toEqual({ a: 'old', d: 'in the way' });
    expect(() => statSync(join(root, 'new'))).toThrow();
  });

  test('a file that was changed since it was compared is not overwritten', () => {
    const root = folderOf({ b: 'changed meanwhile' });
    const refused = commit(root, [create('a'), { path: 'b', kind: 'update', before: 'as compared', after: 'new' }]);
    expect(refused?.id).toBe('file-conflict');
    expect(filesIn(root)).toEqual({ b: 'changed meanwhile' });
  });

  test('no link leads a write outside of the root', () => {
    const outside = folderOf({ file: 'theirs' });
    const root = folderOf({ folder: `-> ${outside}`, link: `-> ${join(outside, 'file')}`, loop: '-> loop' });
    for (const path of ['folder/new', 'link', '../escape'])
      expect(commit(root, [create('first'), { path, kind: 'update', before: 'theirs', after: 'ours' }])?.id).toBe(
        'outside-context',
      );
    expect(filesIn(outside)).toEqual({ file: 'theirs' });
    expect(filesIn(root)).toEqual({});
  });

  test('the mode of a replaced file stays', () => {
    const root = folderOf({ a: 'old' });
    chmodSync(join(root, 'a'), 0o640);
    commit(root, [{ path: 'a', kind: 'update', before: 'old', after: 'new' }]);
    if (process.platform !== 'win32') expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o640);
  });

  test('an interrupt between two files waits until all are written', () => {
    const root = folderOf({});
    const script = join(folderOf({}), 'interrupted.ts');
    mkdirSync(join(root, 'sub'));
    writeFileSync(
      script,
      `import fs from 'node:fs';
       import { commit } from ${JSON.stringify(join(import.meta.dirname, '../src/write/commit.ts'))};
       const rename = fs.renameSync;
       fs.renameSync = (...args) => { rename(...args); process.kill(process.pid, 'SIGINT'); };
       commit(${JSON.stringify(root)}, ['a', 'b', 'sub/c'].map((path) => ({ path, kind: 'create', after: 'x' })));`,
    );
    const tsx = import.meta.resolve('tsx');
    const { signal, stderr } = spawnSync(process.execPath, ['--import', tsx, script], { encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: null, stderr: '' });
    expect(filesIn(root)).toEqual({ a: 'x', b: 'x', 'sub/c': 'x' });
  });
});
