import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const LOCK = '{"lockfileVersion":3,"packages":{}}';
const SERVER = "app.use(express.static('client/build'));\napp.listen(process.env.PORT || 5000);\n";

function dockerfileOf(
  scripts: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, unknown>> = {},
): string {
  const repo = memoryRepo({
    'package.json': JSON.stringify({ name: 'shop', scripts, dependencies: { express: '^5.0.0' }, ...more }),
    'package-lock.json': LOCK,
    'server.js': SERVER,
    'client/package.json': JSON.stringify({
      name: 'client',
      scripts: { start: 'react-scripts start', build: 'react-scripts build' },
      dependencies: { 'react-scripts': '5.0.1' },
    }),
    'client/package-lock.json': LOCK,
    'client/src/index.js': '',
    ...files,
  });
  return compile(repo, '', defaultOptions).files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

/** The instructions that only a stage for the frontend has. */
const ASSETS = 'AS assets\nWORKDIR /app/client\n';

describe('a frontend in a folder of its own, served by a Node program', () => {
  test('is built in a stage of its own where nothing else builds it', () => {
    const text = dockerfileOf({ start: 'node server.js' });
    expect(text).toContain(ASSETS);
    expect(text).toContain('COPY --exclude=client . .\nCOPY --from=assets /app/client/build/ /app/client/build/\n');
  });

  test.each([
    ['a folder that the build changes to', 'cd client && npm install && npm run build'],
    ['an option of the package manager', 'npm ci --prefix client && npm run build --prefix client'],
    ['the same with an equals sign', 'npm --prefix=client ci && npm --prefix=client run build'],
    ['another script', 'npm run client'],
  ])('replaces a build script that does nothing else: %s', (_name, build) => {
    const text = dockerfileOf({ start: 'node server.js', build, client: 'cd client && npm run build' });
    expect(text).toContain(ASSETS);
    expect(text).not.toContain('AS build\n');
  });

  test.each([['tsc && npm run build --prefix client'], ['(cd client && npm run build); node scripts/more.js']])(
    'is left to a build script that does more: %s',
    (build) => {
      const text = dockerfileOf({ start: 'node server.js', build });
      expect(text).not.toContain('AS assets');
      expect(text).toContain('RUN npm run build\n');
    },
  );

  test('stands beside the build of the server itself', () => {
    const text = dockerfileOf({ start: 'node server.js', build: 'node make.js' }, { 'make.js': '' });
    expect(text).toContain(ASSETS);
    expect(text).toContain('RUN npm run build\n');
  });

  test('is none where a script that serves nothing names its output', () => {
    const text = dockerfileOf(
      { start: 'node server.js' },
      { 'server.js': 'app.listen(5000);\n', 'scripts/copy.js': "copy('client/build', 'out');\n" },
    );
    expect(text).not.toContain('AS assets');
  });

  test('is none where it is a member of the workspace, which is installed as one', () => {
    const text = dockerfileOf({ start: 'node server.js' }, {}, { workspaces: ['client'] });
    expect(text).not.toContain('AS assets');
  });

  test('beside the server makes the folder of both the context, and each installs in its own', () => {
    const text = dockerfileOf(
      { start: 'npm start --prefix api' },
      {
        'server.js': '',
        'api/package.json':
          '{ "name": "api", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5" } }',
        'api/package-lock.json': LOCK,
        'api/main.js': "app.use(express.static(path.join(__dirname, '../client/build')));\napp.listen(8080);\n",
      },
    );
    expect(text).toContain(ASSETS);
    expect(text).toContain('AS base\nWORKDIR /app/api\n');
    expect(text).toContain('source=api/package.json,target=package.json');
    expect(text).toContain('COPY --from=assets /app/client/build/ /app/client/build/');
  });

  test('that starts another folder, which serves it, is read to its end', () => {
    const text = dockerfileOf(
      { start: 'npm start --prefix api', build: 'npm run build --prefix client' },
      {
        'api/package.json': '{ "name": "api", "scripts": { "start": "node main.js" } }',
        'api/main.js': "serve('../client/build'); sirv('../api/dist');\n",
      },
    );
    expect(text).toContain('WORKDIR /app/api\n');
  });
});
