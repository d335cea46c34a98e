import { describe, expect, test } from '@jest/globals';
import { detect } from '../src/detect/index.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { app, chosen, SERVES, type Files } from './support/node.ts';

describe('the start', () => {
  test('runs the hooks of what comes first, in their order', () => {
    const scripts = {
      prestart: 'node a.js',
      start: 'npm run migrate && node server.js',
      premigrate: 'node b.js',
      migrate: 'node c.js',
      postmigrate: 'node d.js',
    };
    const found = chosen(app({ scripts }, { 'server.js': SERVES }));
    expect(found.processes[0]?.command.value.join(' ')).toBe(
      'sh -c node a.js && node b.js && node c.js && node d.js && exec node server.js',
    );
  });

  test('has the variables that are exported before it', () => {
    const found = chosen(
      app({ scripts: { start: 'export A=1 && B=2 npm run x', x: 'node server.js' } }, { 'server.js': SERVES }),
    );
    expect(found.processes[0]?.env).toEqual({ A: '1', B: '2' });
  });

  test.each<[string, object, Files]>([
    ['node lib/index.js', {}, { Procfile: 'release: node migrate.js\nweb: node lib/index.js\n', 'lib/index.js': '' }],
    [
      'node app.js --x',
      { scripts: { serve: 'node app.js' } },
      { Procfile: 'web: npm run serve -- --x\n', 'app.js': '' },
    ],
    ['node dist/server.js', { main: 'dist/server.js', scripts: { build: 'tsc' } }, { 'src/server.ts': SERVES }],
    [
      'node dist/a.mjs',
      { exports: { '.': { types: './a.d.ts', import: './dist/a.mjs' } }, scripts: { build: 'x' } },
      { 'src/a.ts': SERVES },
    ],
    [
      'node lib/bin.js db.json',
      { bin: { x: 'lib/bin.js' }, scripts: { build: 'tsc', dev: 'tsx watch src/bin.ts db.json' } },
      { 'src/bin.ts': SERVES, 'db.json': '{}' },
    ],
    [
      'node build/index.js',
      { scripts: { build: 'tsc' } },
      { 'src/index.ts': SERVES, 'tsconfig.json': '{"compilerOptions": {"outDir": "build", "module": "commonjs"}}' },
    ],
    ['node src/index.ts', {}, { 'src/index.ts': SERVES }],
    ['tsx src/index.ts', { devDependencies: { tsx: '4' } }, { 'src/index.ts': SERVES }],
  ])('without a script is %s for %j and %j', (command, manifest, files) => {
    const found = chosen(app({ name: 'x', ...manifest }, files));
    expect(found.processes[0]?.command.value.join(' ')).toBe(command);
    expect(found.node.startProblems.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('of a library that serves nothing is none', () => {
    const files = app({ main: 'dist/index.js', scripts: { build: 'tsc' } }, { 'src/index.ts': 'export const a = 1;' });
    expect(chosen(files).processes).toEqual([]);
  });

  const TSC = { compilerOptions: { outDir: 'dist', module: 'nodenext' } };
  test.each<[string, string, object, Readonly<Record<string, string | object>>]>([
    ['node dist/a.js --x', 'tsx src/a.ts --x', { build: 'tsc' }, { 'tsconfig.json': TSC }],
    ['node dist/a.js', 'nodemon src/a.ts', { build: 'tsc -p tsconfig.json' }, { 'tsconfig.json': TSC }],
    [
      'node --enable-source-maps dist/a.js',
      'node --enable-source-maps --import tsx src/a.ts',
      { build: 'tsc' },
      { 'tsconfig.json': TSC },
    ],
    ['node lib/a.js', 'babel-node src/a.js', { build: 'babel src -d lib' }, {}],
    ['node out/a.js', 'ts-node src/a.ts', { build: 'esbuild src/a.ts --bundle --outfile=out/a.js' }, {}],
    ['node dist/a.js', 'tsx src/a.ts', { build: 'tsup src/a.ts' }, {}],
    ['node dist/main.js', 'nest start --watch', { build: 'nest build' }, { 'src/main.ts': SERVES }],
    [
      'node dist/src/a.js',
      'tsx src/a.ts',
      { build: 'tsc' },
      { 'tsconfig.json': { compilerOptions: { ...TSC.compilerOptions, rootDir: '.' } } },
    ],
    // What the compiler writes would not run, or is not written.
    [
      'tsx src/a.ts',
      'tsx src/a.ts',
      { build: 'tsc' },
      { 'tsconfig.json': { compilerOptions: { ...TSC.compilerOptions, paths: { '@/*': ['./src/*'] } } } },
    ],
    [
      'tsx src/a.ts',
      'tsx src/a.ts',
      { build: 'tsc' },
      { 'tsconfig.json': { compilerOptions: { outDir: 'dist', module: 'esnext' } } },
    ],
    [
      'tsx src/a.ts',
      'tsx src/a.ts',
      { build: 'tsc' },
      { 'tsconfig.json': { compilerOptions: { ...TSC.compilerOptions, noEmit: true } } },
    ],
    ['tsx src/a.ts', 'tsx src/a.ts', {}, { 'tsconfig.json': TSC }],
    ['tsx src/a.ts', 'tsx src/a.ts', { build: 'vite build' }, { 'tsconfig.json': TSC }],
  ])('is %s for %s with %j and %j', (command, start, scripts, files) => {
    const devDependencies = { tsx: '4', nodemon: '3', 'ts-node': '10', '@babel/node': '7', '@nestjs/cli': '11' };
    const found = chosen(
      app({ scripts: { start, ...scripts }, devDependencies }, { 'src/a.ts': SERVES, 'src/a.js': '', ...files }),
    );
    expect(found.processes[0]?.command.value.join(' ')).toBe(command);
    expect(found.node.developmentTool === undefined).toBe(command.startsWith('node'));
  });

  test('reads a tsconfig that extends itself', () => {
    const files = {
      'tsconfig.json': { extends: ['./a', './b.json'] },
      'a.json': { extends: './tsconfig.json', compilerOptions: { outDir: 'out' } },
      'b.json': { extends: './b.json' },
    };
    const found = chosen(
      app({ scripts: { start: 'node .', build: 'tsc' }, main: 'out/server.js' }, { 'server.ts': SERVES, ...files }),
    );
    expect(found.node.build?.value.output).toBe('out');
  });

  test('names the variables of the file that no image holds', () => {
    const files = app(
      { scripts: { start: 'node --env-file=.env server.js' } },
      { 'server.js': SERVES, '.env.example': '# x\nA=1\nexport B_2=\n' },
    );
    expect(chosen(files).node.startProblems[0]?.fix).toContain('Give A, B_2 at run time: docker run --env-file .env');
  });

  test('says where main names nothing', () => {
    const repo = memoryRepo(app({ main: 'lib/x.js' }, { 'index.js': '' }));
    detect(repo, '');
    expect(repo.problems).toMatchObject([{ id: 'entry-not-found', where: { file: 'package.json', line: 1 } }]);
  });
});
