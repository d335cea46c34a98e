import { describe, expect, test } from '@jest/globals';
import { app, generated } from './support/node.ts';

const SCRIPTS = { build: 'next build', start: 'next start' };
const REMOVED = 'rm -rf .next/standalone/node_modules/typescript';

/** The Dockerfile of a Next app whose lockfile has these entries of typescript. */
function dockerfile(entries: Readonly<Record<string, object>>, files: Readonly<Record<string, string>> = {}): string {
  const dependencies = { next: '16.0.1' };
  const packages = { '': { dependencies }, 'node_modules/next': { version: '16.0.1' }, ...entries };
  const lock = { name: 'a', lockfileVersion: 3, packages };
  return generated(app({ name: 'a', scripts: SCRIPTS, dependencies }, { 'package-lock.json': lock, ...files })).file(
    'Dockerfile',
  );
}

const DEVELOPMENT = { version: '5.9.3', dev: true };

describe('a compiler that only development needs is not in the bundle of a server', () => {
  test('where the lockfile has it for development alone', () => {
    expect(dockerfile({ 'node_modules/typescript': DEVELOPMENT })).toContain(REMOVED);
  });

  test.each<[string, string]>([
    ['it is not installed', dockerfile({})],
    ['production needs it', dockerfile({ 'node_modules/typescript': { version: '5.9.3' } })],
    ['an optional dependency needs it', dockerfile({ 'node_modules/typescript': { version: '5', devOptional: true } })],
    [
      'production needs another one of it',
      dockerfile({
        'node_modules/typescript': DEVELOPMENT,
        'node_modules/a/node_modules/typescript': { version: '4.9.5' },
      }),
    ],
    [
      'a source takes it',
      dockerfile(
        { 'node_modules/typescript': DEVELOPMENT },
        { 'app/api/route.ts': "export const GET = async () => (await import('typescript')).version;\n" },
      ),
    ],
    [
      'the lockfile is of another manager',
      generated(app({ scripts: SCRIPTS, dependencies: { next: '16.0.1' } }, { 'yarn.lock': '' })).file('Dockerfile'),
    ],
  ])('it stays where %s', (_why, text) => {
    expect(text).toContain('next/standalone');
    expect(text).not.toContain(REMOVED);
  });
});

describe('a compiler that npm keeps for a dependency which can use it', () => {
  const KEPT = { version: '5.9.3', devOptional: true };
  const GONE = 'rm -rf node_modules/typescript';

  function server(entry: object, source = ''): string {
    const manifest = {
      name: 'a',
      scripts: { build: 'tsc', start: 'node dist/index.js' },
      dependencies: { valibot: '1.1.0' },
      devDependencies: { typescript: '5.9.3' },
    };
    const packages = { '': manifest, 'node_modules/valibot': { version: '1.1.0' }, 'node_modules/typescript': entry };
    return generated(
      app(manifest, {
        'package-lock.json': { name: 'a', lockfileVersion: 3, packages },
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
        'src/index.ts': `import { createServer } from 'node:http';\n${source}\ncreateServer().listen(3000);\n`,
      }),
    ).file('Dockerfile');
  }

  test('is not in the image', () => {
    expect(server(KEPT)).toMatch(
      /# npm keeps a compiler .*\nFROM base AS production-dependencies\n[^]*?npm ci --omit=dev/,
    );
    expect(server(KEPT)).toContain(GONE);
  });

  test.each<[string, string]>([
    ['production needs it', server({ version: '5.9.3' })],
    ['npm leaves it out itself', server({ version: '5.9.3', dev: true })],
    ['a source takes it', server(KEPT, "import { transpile } from 'typescript';\ntranspile('');")],
  ])('nothing is taken away where %s', (_why, text) => {
    expect(text).toContain('FROM base AS dependencies');
    expect(text).not.toContain(GONE);
  });
});
