import { describe, expect, test } from '@jest/globals';
import { exampleNames, readExample } from './support/examples.ts';
import { parseDockerfile } from './support/dockerfile.ts';
import { app, generated, SERVES, type Files } from './support/node.ts';

/** The stage of a target, and what compose.dev.yaml says. */
function made(files: Files): {
  readonly stage: (name: string) => string;
  readonly dev: string;
  problems: readonly string[];
} {
  const { file, problems } = generated(files);
  const blocks = file('Dockerfile').split(/\n\n(?=FROM|#)/);
  return {
    stage: (name) => blocks.find((block) => new RegExp(`^FROM .* AS ${name}$`, 'm').test(block)) ?? '',
    dev: file('compose.dev.yaml'),
    problems,
  };
}

test.each(exampleNames())('%s has the four targets, production last', (name) => {
  const { expected } = readExample(name);
  for (const [path, text] of Object.entries(expected).filter(([each]) => each.endsWith('Dockerfile'))) {
    const { stages } = parseDockerfile(text);
    expect([path, ...stages]).toEqual(expect.arrayContaining(['development', 'test', 'debug', 'production']));
    expect(stages.at(-1)).toBe('production');
  }
});

describe('development of Node', () => {
  const START = { start: 'node server.js' };
  test.each<[string, object, string, string]>([
    ['is watched', { scripts: START }, '["node", "--watch", "server.js"]', 'sync'],
    ['is its dev script', { scripts: { ...START, dev: 'nodemon server.js' } }, '["npm", "run", "dev"]', 'sync'],
    [
      'may run a file once',
      { scripts: { ...START, dev: 'ts-node server.ts' } },
      '["npm", "run", "dev"]',
      'sync+restart',
    ],
    ['may watch by tsx', { scripts: { ...START, dev: 'tsx watch server.ts' } }, '["npm", "run", "dev"]', 'sync'],
    [
      'may watch elsewhere',
      { scripts: { ...START, dev: 'npm run w', w: 'node --watch a.js' } },
      '["npm", "run", "dev"]',
      'sync',
    ],
    [
      'is started by npm',
      { scripts: { start: 'tsx server.js' }, dependencies: { tsx: '4' } },
      '["npx", "tsx", "server.js"]',
      'sync+restart',
    ],
    [
      'is built first',
      { scripts: { build: 'tsc', ...START } },
      '["sh", "-c", "npm run build && exec node server.js"]',
      'sync+restart',
    ],
  ])('%s', (_what, manifest, command, action) => {
    const { stage, dev } = made(app(manifest, { 'server.js': SERVES }));
    expect(stage('development')).toContain(`CMD ${command}`);
    expect(dev).toContain(`- action: ${action}\n          path: "."\n          target: "/app"\n`);
    expect(dev).toContain('- action: rebuild\n          path: "package.json"\n');
  });

  test('is told where production listens', () => {
    const { stage } = made(app({ scripts: START }, { 'server.js': SERVES }));
    expect(stage('development')).toContain('ENV NODE_ENV=development \\\n    PORT=4000');
  });

  test('of a site without a development server is production, built again', () => {
    const { stage, dev } = made(
      app({ scripts: { build: 'vite build' }, devDependencies: { vite: '7' } }, { 'index.html': '<h1>x</h1>' }),
    );
    expect(stage('development')).toContain('FROM runtime AS development');
    expect(dev).toContain('- action: rebuild\n          path: "."\n');
    expect(dev).not.toContain('read_only');
  });
});

describe('development of Python', () => {
  const web = 'import flask\napp = flask.Flask(__name__)\n';
  test.each<[string, Files, string, string]>([
    [
      'gunicorn of a Procfile reloads',
      { 'requirements.txt': 'gunicorn\n', 'web.py': 'def app(e, s): pass\n', Procfile: 'web: gunicorn web:app\n' },
      '["gunicorn", "web:app", "--reload"]',
      'sync',
    ],
    ['Flask has a server of its own', { 'requirements.txt': 'flask\n', 'web.py': web }, '"run", "--debug"', 'sync'],
    ['a script starts again', { 'main.py': 'print(1)\n' }, '["python", "main.py"]', 'sync+restart'],
  ])('%s', (_what, files, command, action) => {
    const { stage, dev } = made(files);
    expect(stage('development')).toContain(command);
    expect(dev).toContain(`- action: ${action}\n`);
  });
});

test('Go starts again, and keeps what it compiled', () => {
  const { stage, dev } = made({ 'go.mod': 'module a\n\ngo 1.26\n', 'main.go': 'package main\n\nfunc main() {}\n' });
  expect(stage('development')).toContain('CMD ["go", "run", "."]');
  expect(dev).toContain('- "go-build:/root/.cache/go-build"');
  expect(dev).toContain('- action: sync+restart\n');
});

describe('tests of Node', () => {
  const tested = (scripts: object, more: object = {}) =>
    made(app({ scripts: { start: 'node server.js', ...scripts }, ...more }, { 'server.js': SERVES }));

  test('are linted first', () => {
    const { stage } = tested({ lint: 'eslint .', test: 'vitest' });
    expect(stage('test')).toContain('ENV CI=true\nCOPY . .\nRUN npm run lint\nRUN npm test');
  });

  test.each([
    ['a placeholder', { test: 'echo "Error: no test specified" && exit 1' }],
    ['one that never ends', { test: 'jest --watch' }],
  ])('are none where there is %s', (_what, scripts) => {
    expect(tested(scripts).stage('test')).toContain('FROM runtime AS test');
  });

  test.each<[string, object, object]>([
    ['Playwright', { test: 'npm run e2e', e2e: 'playwright test' }, {}],
    ['Karma', { test: 'ng test' }, { devDependencies: { karma: '6' } }],
  ])('by %s need a browser: that is said, and those without are run', (_what, scripts, more) => {
    const { stage, problems } = tested({ ...scripts, 'test:unit': 'node --test' }, more);
    expect(problems).toContain('test-needs-browser');
    expect(stage('test')).toContain('RUN npm run test:unit');
  });
});

describe('tests of Python', () => {
  const main = { 'main.py': 'print(1)\n' };
  const tested = (files: Files) => made({ ...main, ...files }).stage('test');

  test('are those of pytest, with the lint that tox states', () => {
    const text = tested({
      'requirements.txt': '',
      'requirements-dev.txt': 'pytest\nruff\n',
      'tox.ini':
        '[testenv]\ncommands = pytest {posargs}\n\n[testenv:lint]\ncommands =\n    ruff check .\n    ruff format --check\n',
      'test_main.py': '',
    });
    expect(text).toContain('RUN ruff check .\nRUN ruff format --check\nRUN pytest');
  });

  test.each<[string, Files, string]>([
    [
      'a Makefile',
      { Makefile: 'test: install\n\t@python -m unittest -v\n\nx:\n\techo\n' },
      'RUN python -m unittest -v',
    ],
    [
      'nox',
      {
        'noxfile.py':
          'import nox\n\n\n@nox.session\ndef tests(session):\n    session.install(".")\n    session.run("python", "-m", "unittest", *session.posargs)\n',
      },
      'RUN python -m unittest',
    ],
    ['the standard library', { 'tests/test_a.py': 'import unittest\n' }, 'RUN python -m unittest discover'],
  ])('are what %s says', (_what, files, command) => {
    expect(tested(files)).toContain(command);
  });

  test.each<[string, Files]>([
    ['is not installed', { Makefile: 'test:\n\ttox -e py313\n' }],
    ['is no plain command', { Makefile: 'test:\n\t$(PYTHON) -m unittest\n' }],
  ])('are left alone where what is stated %s', (_what, files) => {
    expect(tested(files)).toContain('FROM runtime AS test');
  });
});

describe('a debugger', () => {
  const attached = (files: Files) => {
    const { file, problems } = generated(files, '', { debugger: true });
    return { dev: file('compose.dev.yaml'), dockerfile: file('Dockerfile'), problems };
  };
  const node = (scripts: object) => app({ scripts: { start: 'node server.js', ...scripts } }, { 'server.js': SERVES });

  test.each<[string, Files, string, string, string]>([
    ['node', node({}), '["node", "--inspect=0.0.0.0:9229", "--watch", "server.js"]', '4000', '9229'],
    [
      'tsx',
      node({ dev: 'tsx watch server.ts' }),
      '["npx", "tsx", "watch", "--inspect=0.0.0.0:9229", "server.ts"]',
      '4000',
      '9229',
    ],
    [
      'nest',
      node({ dev: 'nest start --watch' }),
      '["npx", "nest", "start", "--watch", "--debug", "0.0.0.0:9229"]',
      '4000',
      '9229',
    ],
    [
      'debugpy',
      { 'requirements.txt': 'flask\ndebugpy\n', 'web.py': 'import flask\napp = flask.Flask(__name__)\n' },
      '["python", "-X", "frozen_modules=off", "-m", "debugpy", "--listen", "0.0.0.0:5678", "-m", "flask", "--app", "web:app", "run", "--debug", "--host", "0.0.0.0", "--port", "8000"]',
      '8000',
      '5678',
    ],
  ])('is let in by %s, on this machine alone', (_program, files, command, port, debugPort) => {
    const { dev, dockerfile, problems } = attached(files);
    expect(dev).toContain(`    command: ${command}\n    ports: !override\n      - "127.0.0.1:${port}:${port}"\n`);
    expect(dev).toContain(`      - "127.0.0.1:${debugPort}:${debugPort}"\n`);
    expect(dockerfile).not.toContain(debugPort);
    expect(problems).not.toContain('debugger-unknown');
  });

  test.each<[string, Files]>([
    ['a script that a shell reads', node({ dev: 'tsc -w & node --watch dist/a.js' })],
    ['Python without debugpy', { 'main.py': 'print(1)\n' }],
  ])('is not known for %s: that is said', (_what, files) => {
    const { dev, problems } = attached(files);
    expect(problems).toContain('debugger-unknown');
    expect(dev).not.toContain('command:');
  });
});
