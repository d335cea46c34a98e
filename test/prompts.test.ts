import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';
import { closeSessions, KEYS, loadPty, openSession } from './support/pty.ts';

afterEach(closeSessions);
afterAll(removeFolders);
jest.setTimeout(40_000);

const { enter, down, erase, interrupt, space } = KEYS;
const MANIFEST = JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } });
const APP = {
  'package.json': MANIFEST,
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n`,
};
/** The first row under the cursor: the menu is ready. */
const MENU = '❯ Yes, write them';

const inTerminal = (await loadPty()) === undefined ? describe.skip : describe;

inTerminal('in a terminal', () => {
  test('shows each decision with its evidence; Enter writes; the same command is named', async () => {
    const root = folderOf(APP);
    const session = await openSession(root);
    await session.see('package.json:1 (scripts.start)');
    await session.see(MENU);
    await session.press(enter);
    await session.see('docker build -t app .');
    await session.see('The same without questions: npx create-dockerfile --yes');
    expect(await session.exit()).toBe(0);
    expect(Object.keys(filesIn(root))).toEqual(expect.arrayContaining(['Dockerfile', 'compose.yaml']));
  });

  test('rows can be changed: base with its trade-offs, port with its check, start command, files', async () => {
    const root = folderOf(APP);
    const session = await openSession(root);
    await session.see(MENU);
    await session.press(down, down, enter);
    await session.see('slim        237 MB · glibc · shell');
    await session.press(down, enter);
    await session.see('you chose it');
    await session.see(MENU);
    await session.press(down, down, down, enter);
    await session.see('Which port');
    await session.press('99999', enter);
    await session.see('a number from 1 to 65535');
    await session.press(...'99999'.split('').map(() => erase), '8081', enter);
    await session.see(MENU);
    await session.press(down, down, down, down, enter);
    await session.see('Which command');
    await session.press('node server.js --now', enter);
    await session.see(MENU);
    await session.press(down, down, down, down, down, enter);
    await session.see('What is the Dockerfile called?');
    await session.press('App.Dockerfile', enter);
    await session.see('compose.yaml');
    await session.press(space, enter);
    await session.see(MENU);
    await session.press(enter);
    await session.see(
      `npx create-dockerfile --base slim --port 8081 --start 'node server.js --now' --output App.Dockerfile --no-compose --yes`,
    );
    expect(await session.exit()).toBe(0);
    const files = filesIn(root);
    expect(Object.keys(files)).not.toContain('compose.yaml');
    expect(files['App.Dockerfile']).toContain('EXPOSE 8081');
    expect(files['App.Dockerfile']).toContain('"--now"');
  });

  test.each([80, 40])('at %d columns every row fits and can be read', async (columns) => {
    const root = folderOf(APP);
    const session = await openSession(root, [], {}, columns);
    await session.see('package.json:1 (scripts.start)');
    await session.see(MENU);
    await session.press(enter);
    await session.see('Build     docker build -t app .');
    expect(await session.exit()).toBe(0);
    const rows = stripVTControlCharacters(session.raw()).split(/\r?\n/);
    const decisions = rows.slice(
      0,
      rows.findIndex((row) => row.includes('would create')),
    );
    expect(decisions.length).toBeGreaterThan(5);
    for (const row of decisions) expect(row.length).toBeLessThanOrEqual(columns);
    expect(Object.keys(filesIn(root))).toContain('Dockerfile');
  });

  test('choices can be kept; the next run has them', async () => {
    const root = folderOf(APP);
    const session = await openSession(root);
    await session.see(MENU);
    await session.press(down, down, down, enter, '8081', enter);
    await session.see('Yes, and keep my choices in .create-dockerfile.json');
    await session.press(...Array.from({ length: 7 }, () => down), enter);
    await session.see('npx create-dockerfile --port 8081 --save --yes');
    expect(await session.exit()).toBe(0);
    expect(filesIn(root)['.create-dockerfile.json']).toContain('"port": 8081\n');
    const next = await openSession(root);
    await next.see('.create-dockerfile.json:3 (port)');
    await next.see(MENU);
    await next.press(enter);
    await next.see('npx create-dockerfile --yes');
    expect(await next.exit()).toBe(0);
  });

  test.each([
    ['Ctrl-C at the first question', [interrupt]],
    ['Ctrl-C in an answer', [down, down, down, enter, '80', interrupt]],
    ['Cancel', [...Array.from({ length: 7 }, () => down), enter]],
  ])('%s leaves nothing behind', async (_name, keys) => {
    const root = folderOf(APP);
    const session = await openSession(root);
    await session.see(MENU);
    await session.press(...keys);
    await session.see('Cancelled: nothing was written.');
    expect(await session.exit()).toBe(130);
    expect(filesIn(root)).toEqual(APP);
    expect(session.raw()).not.toMatch(/Error|\n +at /);
    // The cursor that the prompt hid is there again.
    expect(session.raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(session.raw().lastIndexOf('\u001B[?25l'));
  });

  test('a Dockerfile of a person: its difference, then another name', async () => {
    const root = folderOf({ ...APP, Dockerfile: 'FROM mine\u001B[2J\n' });
    const session = await openSession(root);
    await session.see(MENU);
    await session.press(enter);
    await session.see('❯ Show the difference');
    await session.press(enter);
    await session.see('-FROM mine\\u001b[2J');
    await session.see('❯ Show the difference');
    await session.press(down, enter);
    await session.see('What is the Dockerfile called?');
    await session.press('Dockerfile.app', enter);
    await session.see(MENU);
    await session.press(enter);
    await session.see('--output Dockerfile.app --yes');
    expect(await session.exit()).toBe(0);
    expect(filesIn(root)['Dockerfile']).toContain('FROM mine');
  });

  test('a Dockerfile of a person: overwritten, and kept', async () => {
    const root = folderOf({ ...APP, Dockerfile: 'FROM mine\n' });
    const session = await openSession(root);
    await session.see(MENU);
    await session.press(enter);
    await session.see('❯ Show the difference');
    await session.press(down, down, enter);
    await session.see('--force --yes');
    expect(await session.exit()).toBe(0);
    expect(filesIn(root)['Dockerfile.orig']).toBe('FROM mine\n');
  });

  test('which app is a question', async () => {
    const root = folderOf({ ...APP, 'go.mod': 'module x\n\ngo 1.25\n', 'main.go': 'package main\n\nfunc main() {}\n' });
    const session = await openSession(root);
    await session.see('Which app is it for?');
    await session.press(enter);
    await session.see(MENU);
    await session.press(enter);
    await session.see('--app app --yes');
    expect(await session.exit()).toBe(0);
  });

  test('all of several apps', async () => {
    const root = folderOf({
      'api/package.json': MANIFEST.replace('app', 'api'),
      'api/server.js': APP['server.js'],
      'web/package.json': MANIFEST.replace('app', 'web'),
      'web/server.js': APP['server.js'],
    });
    const session = await openSession(root);
    await session.see('Which app is it for?');
    await session.see('All 2 of them');
    await session.press(down, down, enter);
    await session.see('3001:3000');
    await session.see(MENU);
    await session.press(enter);
    await session.see('npx create-dockerfile --all --yes');
    expect(await session.exit()).toBe(0);
    expect(Object.keys(filesIn(root))).toEqual(
      expect.arrayContaining(['api/Dockerfile', 'web/Dockerfile', 'compose.yaml']),
    );
  });

  test('what cannot be planned is said at once', async () => {
    const session = await openSession(folderOf({}));
    await session.see('No Node, Go, Python or Java app');
    expect(await session.exit()).toBe(3);
  });

  test('NO_COLOR takes colours away; CI and --yes take the questions away', async () => {
    const colourful = await openSession(folderOf(APP), ['--dry-run']);
    await colourful.exit();
    expect(colourful.raw()).toContain('\u001B[1m');
    const plain = await openSession(folderOf(APP), [], { NO_COLOR: '1' });
    await plain.see(MENU);
    await plain.press(enter);
    expect(await plain.exit()).toBe(0);
    expect(plain.raw().match(/\u001B\[(\d+;)*\d*m/g)).toBeNull();
    const ci = await openSession(folderOf(APP), [], { CI: 'true' });
    expect(await ci.exit()).toBe(0);
    expect(ci.raw()).not.toContain('\u001B[');
    expect(await (await openSession(folderOf(APP), ['-y'])).exit()).toBe(0);
  });
});
