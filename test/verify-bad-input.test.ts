import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { run, type Outcome } from './support/cli.ts';
import { pathWithDocker, type FakeAnswer } from './support/fake-docker.ts';
import { folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const APP = { Dockerfile: 'FROM scratch\nCOPY a /\n', a: '' };

/** Runs `verify` in an app with an engine that gives these answers; no temporary folder may be left. */
function verify(
  answers: readonly FakeAnswer[],
  args: readonly string[] = [],
  files: Record<string, string> = APP,
): Outcome {
  const temporary = folderOf({});
  const outcome = run(folderOf(files), ['verify', '--no-compare', ...args], {
    PATH: pathWithDocker(...answers),
    TMPDIR: temporary,
  });
  expect(readdirSync(temporary).filter((name) => name.startsWith('create-dockerfile'))).toEqual([]);
  return outcome;
}

/** One line that says what is wrong and what to do, and nothing on stdout. */
function expectRefused({ code, stdout, stderr }: Outcome, expected: number, message: RegExp): void {
  expect({ code, stdout, stderr }).toMatchObject({ code: expected, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n +at |undefined/);
  expect(stderr.split('\n').filter((line) => line.startsWith('error: '))).toHaveLength(1);
}

const onWindows = process.platform === 'win32';

(onWindows ? describe.skip : describe)('what verify refuses', () => {
  test('no Dockerfile yet', () => {
    expectRefused(verify([], [], { a: '' }), 3, /no Dockerfile in .*Run create-dockerfile to write one/);
  });

  test('a Dockerfile that does not parse', () => {
    expectRefused(verify([], [], { Dockerfile: 'FORM node\n' }), 6, /Dockerfile.*line 1/);
  });

  test('no engine on this machine', () => {
    const outcome = run(folderOf(APP), ['verify'], { PATH: folderOf({}) });
    expectRefused(outcome, 7, /Docker was not found.*Install Docker/);
  });

  test.each<[string, FakeAnswer[], string[], number, RegExp]>([
    [
      'an engine that is not running',
      [{ call: 'version', fails: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.' }],
      [],
      7,
      /Docker does not answer: Cannot connect to the Docker daemon/,
    ],
    [
      'an engine that nobody may use',
      [{ call: 'version', fails: 'permission denied while trying to connect to the Docker daemon socket' }],
      [],
      7,
      /permission denied .*group/,
    ],
    [
      'Podman under the name of docker',
      [
        { call: 'version', fails: "Error: template: version:1: can't evaluate field Os" },
        { call: '--version', prints: 'podman version 5.4.0' },
      ],
      [],
      7,
      /is Podman.*--builder/,
    ],
    ['an engine without buildx', [{ call: 'buildx version', fails: 'unknown command' }], [], 7, /buildx is missing/],
    ['containers of Windows', [{ call: 'version', prints: 'windows' }], [], 7, /containers of windows/],
    ['no such builder', [{ call: 'buildx inspect', fails: 'no builder' }], ['--builder', 'far'], 2, /no builder far/],
    [
      'a full disk',
      [{ call: 'buildx build', fails: 'ERROR: write /x: no space left on device' }],
      [],
      7,
      /disk .*full/,
    ],
    [
      'an engine that goes away',
      [{ call: 'buildx build', fails: 'ERROR: Cannot connect to the Docker daemon at unix:///x' }],
      [],
      7,
      /engine does not answer any more/,
    ],
    ['no file of variables', [], ['--app-env', 'nowhere'], 2, /nowhere cannot be read: ENOENT/],
    ['a number of seconds that is none', [], ['--wait', 'soon'], 2, /--wait cannot be soon/],
  ])('%s', (_name, answers, args, code, message) => {
    expectRefused(verify(answers, args), code, message);
  });
});

(onWindows ? describe.skip : describe)('what verify reports', () => {
  test('a build that fails, with its step, its lines and its cause', () => {
    const log = `#5 [build 2/3] RUN npm ci
#5 0.9 npm error \`npm ci\` can only install packages when your package.json and package-lock.json are in sync
#5 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1
ERROR: failed to build: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1`;
    const { code, stdout } = verify([{ call: 'buildx build', fails: log }]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL {2}build the last stage .*npm ci[^]*exit code: 1\.\n/);
    expect(stdout).toMatch(/\| npm error `npm ci` can only install/);
    expect(stdout).toMatch(/likely +The lockfile and the manifest do not say the same/);
    expect(stdout).toMatch(/do +Install once on your machine/);
    expect(stdout).toMatch(/- +not tried +not root, no secret, [^]*starts hardened, healthy/);
  });

  test('a build that hangs, with the step that it is at', () => {
    const prints = '#5 [build 2/3] RUN npx something\n#5 1.2 Ok to proceed? (y)';
    const { code, stdout } = verify([{ call: 'buildx build', prints, hangs: true }], ['--timeout', '2', '--json']);
    expect(code).toBe(1);
    const { steps } = JSON.parse(stdout) as { steps: { failure?: { problem: { id: string; what: string } } }[] };
    expect(steps[0]?.failure?.problem).toMatchObject({ id: 'build-too-slow' });
    expect(steps[0]?.failure?.problem.what).toMatch(/2 s.*RUN npx something/);
  });
});
