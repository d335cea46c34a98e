import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { commands } from '../src/commands/commands.ts';
import { exitCodes } from '../src/commands/exit-codes.ts';
import { flagsOf } from '../src/commands/flags.ts';
import { run } from './support/cli.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const SERVER = `require('http').createServer().listen(process.env.PORT || 3000);\n`;
const MANIFEST = JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } });
const APP = { 'package.json': MANIFEST, 'server.js': SERVER };
const LOCK = '.create-dockerfile.lock';
const OURS = ['.create-dockerfile.lock', '.dockerignore', 'Dockerfile', 'compose.dev.yaml', 'compose.yaml'];

function edit(root: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
}

describe('help and usage', () => {
  test('--help names every option, with the exit codes; --version is the package’s', () => {
    const { code, stdout, stderr } = run('.', ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name } of flagsOf('create')) expect(stdout).toContain(`--${name}`);
    for (const command of commands) {
      const help = run('.', [command.name, '--help']).stdout;
      if (command.name !== 'create') for (const { name } of flagsOf(command.name)) expect(help).toContain(`--${name}`);
    }
    for (const [exit] of exitCodes) expect(stdout).toMatch(new RegExp(`^ +${exit}  `, 'm'));
    expect(run('.', ['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each([
    [['--prot', '1'], 'There is no option --prot. Did you mean --port?'],
    [['--dryrun'], 'Did you mean --dry-run?'],
    [['--no-yes'], 'There is no option --no-yes.'],
    [['-x'], 'There is no option -x.'],
    [['--port', '99999'], '--port cannot be 99999.'],
    [['--port', '0x50'], '--port cannot be 0x50.'],
    [['--port', '--yes'], '--port needs a value.'],
    [['--base', 'fedora'], '--base cannot be fedora. It takes: auto, slim'],
    [['--print', 'everything'], '--print cannot be everything.'],
    [['--output', '../Dockerfile'], '--output cannot be ../Dockerfile.'],
    [['--output', 'compose.yaml'], '--output cannot be compose.yaml.'],
    [['a', 'b'], 'Only one folder can be named, not several: a, b.'],
    [['--preset', 'cobol'], '--preset cannot be cobol.'],
    [['--app', 'nobody'], 'There is no app nobody here.'],
    [['--base', 'scratch'], '--base scratch does not fit'],
  ])('%j is wrong usage', (args, message) => {
    const root = folderOf(APP);
    const { code, stdout, stderr } = run(root, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(filesIn(root)).toEqual(APP);
  });
});

describe('a run without a terminal', () => {
  test('writes, says it in at most five lines, and does the same again', () => {
    const root = folderOf(APP);
    const first = run(root, []);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    const said = first.stderr
      .trim()
      .split('\n')
      .filter((line) => !/^(hint|warning): /.test(line));
    expect(said.map((line) => line.split(' ')[0])).toEqual(['Wrote', 'Build', 'Run', 'Open', 'Undo']);
    expect(said[1]).toBe('Build     docker build -t app .');
    expect(Object.keys(filesIn(root)).filter((path) => !(path in APP))).toEqual(OURS);
    const before = filesIn(root);
    expect(run(root, ['--yes']).stderr).toContain('Unchanged Dockerfile');
    expect(filesIn(root)).toEqual(before);
    expect(run(root, ['--dry-run', '--exit-code']).code).toBe(0);
    expect(run(root, ['--exit-code', '--base', 'slim']).code).toBe(1);
    expect(filesIn(root)).toEqual(before);
  });

  test('the build command is exact from where one stands', () => {
    const root = folderOf({ 'my app/package.json': MANIFEST, 'my app/server.js': SERVER });
    expect(run(root, ['my app', '--output', 'Web.Dockerfile']).stderr).toContain(
      `docker build -t app -f 'my app/Web.Dockerfile' 'my app'\n`,
    );
  });

  test('without docker there is one hint', () => {
    const { code, stderr } = run(folderOf(APP), [], { PATH: '' });
    expect(code).toBe(0);
    expect(stderr.match(/Docker was not found/g)).toHaveLength(1);
  });

  test('--json gives one versioned result on stdout alone', () => {
    const root = folderOf(APP);
    const { code, stdout, stderr } = run(root, ['--json', '--dry-run']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['schemaVersion', 'repository', 'plan', 'changes', 'problems']);
    expect(result['schemaVersion']).toBe(1);
    expect(stdout).not.toContain(root);
    expect(run(root, ['--json']).code).toBe(0);
    expect(Object.keys(filesIn(root))).toEqual(expect.arrayContaining(OURS));
  });

  test.each(['repository', 'plan', 'files', 'changes'])('--print %s is that part, and writes nothing', (part) => {
    const root = folderOf({ ...APP, Dockerfile: 'mine' });
    const { code, stdout } = run(root, ['--print', part]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toBeTruthy();
    expect(Object.keys(filesIn(root))).toHaveLength(3);
  });

  test('--diff is a unified diff on stdout', () => {
    const { code, stdout } = run(folderOf({ ...APP, Dockerfile: 'FROM mine\n' }), ['--diff']);
    expect(code).toBe(0);
    expect(stdout).toContain('--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,1 +1,');
    expect(stdout).toContain('\n-FROM mine\n');
    expect(stdout).toContain('--- /dev/null\n+++ b/compose.yaml\n');
  });

  test('a pipe gets no colours, whatever it is', () => {
    const { stderr } = run(folderOf(APP), ['--dry-run'], { TERM: 'xterm-256color' });
    expect(stderr).not.toContain('\u001B');
  });

  test('a fault of ours is one line; the stack only with DEBUG', () => {
    const root = folderOf(APP);
    const hook = join(folderOf({ 'hook.mjs': `JSON.stringify = () => { throw new Error('broken'); };` }), 'hook.mjs');
    const args = ['--json', '--dry-run'];
    const options = { NODE_OPTIONS: `--import ${hook}` };
    expect(run(root, args, options)).toMatchObject({ code: 70, stdout: '' });
    expect(run(root, args, options).stderr.trim().split('\n')).toHaveLength(1);
    expect(run(root, args, { ...options, DEBUG: '1' }).stderr).toMatch(/\n +at /);
  });
});

describe('files of a person', () => {
  test.each([
    ['Dockerfile', 'mine\n'],
    ['Containerfile', 'mine\n'],
  ])('%s in the way ends with 5 and nothing written', (path, text) => {
    const files = { ...APP, [path]: text };
    const root = folderOf(files);
    const { code, stderr } = run(root, []);
    expect(code).toBe(5);
    expect(stderr).toContain(path);
    expect(filesIn(root)).toEqual(files);
    expect(run(root, ['--dry-run']).code).toBe(5);
  });

  test('an ignore file that keeps outputs alone stays, and ours goes where Docker prefers it', () => {
    const files = { ...APP, '.dockerignore': '*\n!target/*-runner\n' };
    const root = folderOf(files);
    expect(run(root, [])).toMatchObject({ code: 0 });
    const before = filesIn(root);
    expect(before).toMatchObject(files);
    expect(Object.keys(before)).toContain('Dockerfile.dockerignore');
    expect(run(root, []).stderr).toContain('Unchanged');
    expect(filesIn(root)).toEqual(before);
    rmSync(join(root, '.dockerignore'));
    expect(run(root, []).code).toBe(0);
    expect(Object.keys(filesIn(root))).not.toContain('Dockerfile.dockerignore');
  });

  test('another name goes beside; force replaces and keeps NAME.orig', () => {
    const root = folderOf({ ...APP, Dockerfile: 'mine\n', '.dockerignore': 'theirs\n' });
    expect(run(root, ['--output', 'Dockerfile.new']).code).toBe(0);
    expect(filesIn(root)).toMatchObject({ Dockerfile: 'mine\n', '.dockerignore': 'theirs\n' });
    expect(run(root, ['--force']).stderr).toContain('mv Dockerfile.orig Dockerfile');
    expect(filesIn(root)).toMatchObject({ 'Dockerfile.orig': 'mine\n', '.dockerignore': 'theirs\n' });
  });

  test('an edit of a generated file stays, and what is new arrives', () => {
    const root = folderOf(APP);
    run(root, []);
    edit(root, 'Dockerfile', (text) => text.replace('USER', 'LABEL team=shop\nUSER'));
    const before = filesIn(root);
    expect(run(root, []).stderr).toContain('Unchanged');
    expect(filesIn(root)).toEqual(before);
    const { code, stderr } = run(root, ['--port', '4000']);
    expect(code).toBe(0);
    expect(stderr).toContain('Wrote     Dockerfile (your edits stay), compose.yaml');
    expect(filesIn(root)['Dockerfile']).toMatch(/LABEL team=shop\nUSER[^]*EXPOSE 4000/);
    expect(run(root, ['--port', '4000', '--exit-code']).code).toBe(0);
  });

  test('the same lines changed on both sides: 5 and nothing written; --keep-mine and --force settle it', () => {
    const root = folderOf(APP);
    run(root, []);
    edit(root, 'Dockerfile', (text) => text.replaceAll('EXPOSE 3000', 'EXPOSE 3000 9090'));
    const before = filesIn(root);
    const { code, stderr } = run(root, ['--port', '4000']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/Dockerfile:\d+: .*you have "EXPOSE 3000 9090", now "EXPOSE 4000"/);
    expect(filesIn(root)).toEqual(before);
    expect(run(root, ['--port', '4000', '--diff']).stdout).toContain('\n-EXPOSE 3000 9090\n+EXPOSE 4000\n');
    expect(run(root, ['--port', '4000', '--keep-mine']).code).toBe(0);
    expect(filesIn(root)['Dockerfile']).toMatch(/PORT=4000[^]*EXPOSE 3000 9090/);
    expect(run(root, ['--port', '5000', '--force']).stderr).toContain('mv Dockerfile.orig Dockerfile');
    expect(filesIn(root)['Dockerfile']).toContain('EXPOSE 5000');
  });

  test('a file of ours that is no longer needed goes, unless it was edited', () => {
    const root = folderOf(APP);
    run(root, []);
    expect(run(root, ['--no-compose']).stderr).toContain('compose.yaml (deleted: no longer needed)');
    expect(Object.keys(filesIn(root))).not.toContain('compose.yaml');
    run(root, []);
    edit(root, 'compose.yaml', (text) => `${text}# mine\n`);
    expect(run(root, ['--no-compose']).stderr).toContain('compose.yaml is no longer written, but you edited it');
    expect(filesIn(root)['compose.yaml']).toContain('# mine');
  });

  test('a lock that cannot be used', () => {
    const root = folderOf(APP);
    run(root, []);
    const files = filesIn(root);
    edit(root, LOCK, () => '<<<<<<< HEAD\n');
    const malformed = run(root, []);
    expect(malformed.code).toBe(0);
    expect(malformed.stderr).toContain('cannot be understood');
    expect(filesIn(root)).toEqual(files);
    edit(root, LOCK, (text) => text.replace('"lockVersion": 1', '"lockVersion": 2'));
    const newer = run(root, []);
    expect(newer.code).toBe(6);
    expect(newer.stderr).toContain('newer create-dockerfile');
    rmSync(join(root, LOCK));
    expect(run(root, []).code).toBe(0);
    expect(run(root, ['--port', '4000']).code).toBe(0);
    rmSync(join(root, LOCK));
    expect(run(root, []).code).toBe(5);
  });

  test.each(['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'])('%s stays', (name) => {
    const root = folderOf({ ...APP, [name]: 'services: {}\n', '.gitignore': `${name}\n` });
    const { code, stderr } = run(root, []);
    expect(code).toBe(0);
    expect(stderr).toContain(`${name} exists and stays as it is`);
    expect(Object.keys(filesIn(root)).filter((path) => path.includes('compose'))).toEqual([name]);
    expect(filesIn(root)[name]).toBe('services: {}\n');
  });
});
