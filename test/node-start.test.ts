import { describe, expect, test } from '@jest/globals';
import type { NodeBuild } from '../src/model/app.ts';
import { app, chosen, SERVES, type Files } from './support/node.ts';

const TSCONFIG = { compilerOptions: { outDir: './build', rootDir: 'src' } };

describe('the start', () => {
  const commandOf = (scripts: object, files: Files = {}, manifest: object = {}): string =>
    chosen(app({ scripts, ...manifest }, { 'server.js': SERVES, ...files })).processes[0]?.command.value.join(' ') ??
    'none';

  test.each<[string, string]>([
    ['node server.js', 'node server.js'],
    ['cross-env NODE_ENV=production node ./server', 'node ./server'],
    ['env -u X A=1 node server.js', 'node server.js'],
    ['npx --yes tsx server.js', 'tsx server.js'],
    ['nodemon server.js', 'node server.js'],
    ['nodemon', 'node server.js'],
    ['nodemon --watch src --ext js,ts --exec ts-node src/index.ts', 'ts-node src/index.ts'],
    ['nodemon src/index.ts', 'ts-node src/index.ts'],
    ['pm2 start server.js --name x', 'node server.js --name x'],
    ['pm2-runtime start --name x server.js', 'node server.js'],
    ['pm2-runtime start ecosystem.config.js', 'pm2-runtime start ecosystem.config.js'],
    ['node --env-file=.env server.js', 'node server.js'],
    ['node --env-file .env --enable-source-maps server.js', 'node --enable-source-maps server.js'],
    ['dotenv -e .env -- node server.js', 'node server.js'],
    ['env-cmd -f .env.production node server.js', 'node server.js'],
    ['env-cmd .env node server.js', 'node server.js'],
    ['npm run serve', 'node server.js --serve'],
    ['npm run build && node server.js', 'node server.js'],
    ['tsc && node server.js', 'node server.js'],
    ['node migrate.js && node server.js', 'sh -c node migrate.js && exec node server.js'],
    ['node server.js > log', 'sh -c node server.js > log'],
    // Scripts with their arguments, by every runner.
    ['npm run serve -- --port 1', 'node server.js --serve --port 1'],
    ['npm run serve --silent', 'node server.js --serve'],
    ['yarn serve --port 1', 'node server.js --serve --port 1'],
    ['yarn -s run serve', 'node server.js --serve'],
    ['pnpm serve', 'node server.js --serve'],
    ['pnpm --silent run serve -- -x', 'node server.js --serve -x'],
    ['bun --bun run serve', 'node server.js --serve'],
    ['node --run serve -- -x', 'node server.js --serve -x'],
    ['node --run=serve', 'node server.js --serve'],
    // Programs of dependencies.
    ['npm exec -- json-server db.json', 'json-server db.json'],
    ['npm exec --yes -- cross-env A=1 node server.js', 'node server.js'],
    ['pnpm exec node server.js', 'node server.js'],
    ['yarn node server.js', 'node server.js'],
    ['yarn json-server db.json', 'json-server db.json'],
    ['yarn workspaces foreach run start', 'yarn workspaces foreach run start'],
    // Several: one after the other, or beside each other.
    ['run-s build serve', 'node server.js --serve'],
    ['npm-run-all migrate serve', 'sh -c node migrate.js && exec node server.js --serve'],
    ['npm-run-all build migrate:* serve', 'sh -c node migrate.js --data && exec node server.js --serve'],
    ['run-p watch serve', 'node server.js --serve'],
    ['npm-run-all -p "serve -- -x" watch', 'node server.js --serve -x'],
    ['concurrently -k -n a,b "npm:watch" "nodemon server.js"', 'node server.js'],
    [
      'concurrently "node server.js" "node migrate.js"',
      "concurrently 'node server.js' 'node migrate.js'".replaceAll("'", ''),
    ],
    // What watches, in an image where nothing changes.
    ['node --watch server.js', 'node server.js'],
    ['node --watch-path=./src --inspect server.js --watch', 'node --inspect server.js --watch'],
    ['node --watch-path src server.js', 'node server.js'],
    ['tsx watch --clear-screen=false server.ts', 'tsx server.ts'],
    ['bun --hot server.ts', 'bun server.ts'],
    ['nodemon --exec "node --watch" server.js', 'node server.js'],
    // Variables.
    ['export A=1 && node server.js', 'node server.js'],
    ['set NODE_ENV=production&& node server.js', 'node server.js'],
    ['. ./.env && node server.js', 'node server.js'],
    ['source .env.local && node server.js', 'node server.js'],
    ['forever start server.js', 'node server.js'],
    ['pm2-runtime start pm2.config.js', 'node server.js'],
    ['./start.sh --now', './start.sh --now'],
  ])('%s comes down to %s', (start, command) => {
    const scripts = {
      start,
      serve: 'node server.js --serve',
      poststart: 'echo never',
      build: 'webpack',
      postbuild: 'node after.js',
      migrate: 'node migrate.js',
      'migrate:data': 'node migrate.js --data',
      watch: 'webpack --watch',
    };
    const files = {
      'migrate.js': '',
      'pm2.config.js': "module.exports = { apps: [{ name: 'x', script: './server.js' }] };",
    };
    expect(commandOf(scripts, files, { main: 'server.js' })).toBe(command);
  });

  test('is main, or a file by convention', () => {
    expect(commandOf({}, { 'lib/index.js': '' }, { main: './lib/index' })).toBe('node lib/index.js');
    expect(commandOf({})).toBe('node server.js');
  });

  test('is what nodemon.json says', () => {
    expect(commandOf({ start: 'nodemon' }, { 'nodemon.json': '{"exec": "ts-node src/a.ts"}' })).toBe(
      'ts-node src/a.ts',
    );
  });

  test('is the one for production where start is for development', () => {
    const scripts = { start: 'nest start', 'start:prod': 'node dist/main', build: 'nest build' };
    const found = chosen(app({ scripts, devDependencies: { '@nestjs/cli': '^11' } }, { 'src/main.ts': '' }));
    expect(found.processes[0]?.command).toMatchObject({
      value: ['node', 'dist/main'],
      rejected: [{ value: ['nest', 'start'], why: 'it compiles at each start' }],
    });
    expect(found.node).toMatchObject({ startProblems: [], build: { value: { output: 'dist' } } });
  });

  test.each<[string, object, readonly string[]]>([
    ['tsx server.js', { devDependencies: { tsx: '4' } }, ['start-needs-development']],
    ['tsx server.js', { dependencies: { tsx: '4' } }, []],
    ['node -r ts-node/register server.js', { devDependencies: { 'ts-node': '10' } }, ['start-needs-development']],
    ['node --import=tsx server.js', { devDependencies: { tsx: '4' } }, ['start-needs-development']],
    ['node --env-file=.env server.js', {}, ['env-file-not-shipped']],
    ['node --env-file=production.vars server.js', {}, []],
    ['node dist/server.js', {}, ['start-not-found']],
    ['node dist/server.js', { scripts: { build: 'tsc' } }, []],
    ['node gen.js && node made.js', {}, []],
    ['node .', { main: 'lib/a.js' }, ['start-not-found']],
    ['node -e 1', {}, []],
  ])('of %s in %j has the problems %j', (start, manifest: { scripts?: object }, problems) => {
    const files = { 'server.js': SERVES, 'gen.js': '', 'production.vars': 'A=1' };
    const found = chosen(app({ ...manifest, scripts: { ...manifest.scripts, start } }, files));
    expect(found.node.startProblems.map(({ id }) => id)).toEqual(problems);
  });

  test.each([
    'cd api && npm start',
    'npm --prefix api start',
    'npm run start --workspace=api',
    'npm start -w api',
    'yarn --cwd api start',
    'yarn workspace @x/api start',
    'pnpm --filter @x/api start',
  ])('%s is the one of a member', (start) => {
    const files = app(
      { workspaces: ['api'], scripts: { start } },
      { 'api/package.json': { name: '@x/api', scripts: { start: 'node a.js' } }, 'api/a.js': SERVES },
    );
    expect(chosen(files)).toMatchObject({ dir: 'api', home: '', name: 'api' });
  });

  test('of a folder that is no member has a context of its own', () => {
    const files = app(
      { scripts: { start: 'npm --prefix api start' } },
      { 'api/package.json': { scripts: { start: 'node a.js' } }, 'api/a.js': SERVES, 'api/package-lock.json': '{}' },
    );
    expect(chosen(files)).toMatchObject({
      dir: '',
      context: 'api',
      node: { manifests: ['package.json', 'package-lock.json'] },
    });
  });
});

describe('the build', () => {
  const buildOf = (manifest: object, files: Readonly<Record<string, string | object>>): NodeBuild | undefined =>
    chosen(app(manifest, files)).node.build?.value;

  test.each<[string | undefined, string, string, Readonly<Record<string, string | object>>]>([
    ['build', 'tsc', 'node .', { 'tsconfig.json': TSCONFIG }],
    ['build', 'tsc', 'node build/server.js', { 'tsconfig.json': TSCONFIG }],
    ['build', 'tsc', 'node build/src/server.js', { 'tsconfig.json': { compilerOptions: { outDir: 'build' } } }],
    ['build', 'tsc', 'node build/a', { 'tsconfig.json': { extends: './base.json' }, 'base.json': TSCONFIG }],
    ['lib', 'esbuild src/a.ts --outdir=lib', 'node lib/a.js', {}],
    ['dist', 'make', 'node --enable-source-maps dist/a.js', {}],
    // It starts from its sources: what the build makes lies beside them.
    [undefined, 'tsc', 'ts-node src/a.ts', { 'tsconfig.json': TSCONFIG }],
    [undefined, 'esbuild client/a.js --outdir=public', 'node server.js', { 'server.js': '' }],
  ])('writes %s for %s and %s', (output, build, start, files) => {
    const manifest = { main: 'build/server.js', scripts: { build, start } };
    const built = buildOf(manifest, { 'src/a.ts': '', ...files });
    expect(built).toMatchObject({ script: 'build', steps: [] });
    expect(built?.output).toBe(output);
  });

  test('is what the start script compiles first', () => {
    const manifest = {
      scripts: { start: 'rimraf dist && A=1 tsc && node dist/a.js' },
      devDependencies: { rimraf: '5', typescript: '5' },
    };
    expect(buildOf(manifest, { 'src/a.ts': '' })).toMatchObject({
      steps: [
        { words: ['rimraf', 'dist'], isInstalled: true },
        { words: ['tsc'], env: { A: '1' }, isInstalled: true },
      ],
      output: 'dist',
    });
  });

  test('is the hook that compiles, where no script is named build', () => {
    const scripts = { postinstall: 'tsc', start: 'node dist/a.js' };
    const found = chosen(app({ scripts }, { 'src/a.ts': '' })).node;
    expect(found.build?.value).toMatchObject({ script: 'postinstall', output: 'dist' });
    expect(found.leftOutHooks).toMatchObject([{ name: 'postinstall', isForProduction: false }]);
  });

  test('keeps beside its output what the program reads, and no sources', () => {
    const files = {
      'src/a.ts': "import '../shared/x'; app.set('views', join(__dirname, '../views')); read('./config/default.json')",
      'shared/x.ts': '',
      'views/index.ejs': '',
      'config/default.json': '{}',
      'other/a.txt': '',
    };
    const { runtimeFiles } = chosen(app({ scripts: { build: 'tsc', start: 'node dist/src/a.js' } }, files)).node;
    expect(runtimeFiles).toEqual(['config', 'views']);
  });

  test.each<[string, readonly string[]]>([
    ['node --import ./instrument.mjs dist/a.js', ['instrument.mjs']],
    ['node --import=./instrument.mjs dist/a.js', ['instrument.mjs']],
    ['node migrate.js && node dist/a.js', ['migrate.js']],
    ['node dist/a.js data/db.json', ['data/db.json']],
    ['node dist/a.js', []],
  ])('keeps the files that %s names: %j', (start, files) => {
    const found = app(
      { scripts: { build: 'tsc', start } },
      {
        'src/a.ts': '',
        'instrument.mjs': '',
        'migrate.js': '',
        'data/db.json': '{}',
      },
    );
    expect(chosen(found).node.runtimeFiles).toEqual(files);
  });
});
