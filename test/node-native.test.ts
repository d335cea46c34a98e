import { describe, expect, test } from '@jest/globals';
import { app, generated, SERVES, type Files } from './support/node.ts';

const START = { scripts: { start: 'node server.js' } };

function server(manifest: object, files: Readonly<Record<string, string | object>> = {}): Files {
  return app({ ...START, ...manifest }, { 'server.js': SERVES, ...files });
}

/** npm's lockfile of one package among the dependencies of the dependencies. */
function locked(name: string, entry: object): string {
  const packages = {
    '': { dependencies: { x: '1' } },
    'node_modules/x': {},
    [`node_modules/x/node_modules/${name}`]: entry,
  };
  return JSON.stringify({ packages });
}

describe('a dependency that needs more than npm installs', () => {
  test('has its packages in the runtime, its variables where they are read, and the full image to build in', () => {
    const text = generated(server({ dependencies: { puppeteer: '24' } })).file('Dockerfile');
    expect(text).toContain('WORKDIR /app\nENV PUPPETEER_SKIP_DOWNLOAD=true\n');
    expect(text).toContain("'chromium=1*.*'");
    expect(text).toContain('PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium');
    expect(text).toContain('FROM node:24-trixie-slim AS runtime');
  });

  test('a browser that only development drives is not downloaded, and brings nothing into the runtime', () => {
    const text = generated(server({ devDependencies: { cypress: '15' } })).file('Dockerfile');
    expect(text).toContain('WORKDIR /app\nENV CYPRESS_INSTALL_BINARY=0\n');
    expect(text.split('CYPRESS')).toHaveLength(2);
    expect(generated(server({ dependencies: { express: '5' } })).file('Dockerfile')).not.toContain('CYPRESS');
  });

  test.each<[string, object, Files | Readonly<Record<string, string>>, boolean]>([
    ['stated', { dependencies: { '@prisma/client': '^6.16.2' } }, {}, true],
    [
      'of a dependency',
      { dependencies: { x: '1' } },
      { 'package-lock.json': locked('@prisma/client', { version: '5.0.0' }) },
      true,
    ],
    [
      'of a development dependency',
      { dependencies: { x: '1' } },
      { 'package-lock.json': locked('@prisma/client', { version: '5.0.0', dev: true }) },
      false,
    ],
    ['for development', { devDependencies: { '@prisma/client': '^6.16.2' } }, {}, false],
    ['newer than the need', { dependencies: { '@prisma/client': '^7.1.0' } }, {}, false],
  ])('is found where it is %s', (_where, manifest, files, isNeeded) => {
    expect(generated(server(manifest, files)).file('Dockerfile').includes('openssl=3.*')).toBe(isNeeded);
  });

  test('that no package of the distribution gives is said', () => {
    expect(generated(server({ dependencies: { playwright: '1' } })).problems).toContain('native-lacks');
  });
});

describe('Alpine', () => {
  const refused = (manifest: object, files = {}): string =>
    generated(server(manifest, files), '', { base: 'alpine' }).file('Dockerfile');

  test.each(['canvas', 'onnxruntime-node', 'uWebSockets.js', 'puppeteer'])('is refused for %s', (name) => {
    const written = generated(server({ dependencies: { [name]: '1' } }), '', { base: 'alpine' });
    expect(written.problems).toContain('base-refused');
    expect(written.file('Dockerfile')).toBe('');
  });

  test.each<[string, boolean]>([
    ['better-sqlite3', true],
    ['bcrypt', true],
    ['re2', false],
    ['cpu-features', false],
  ])('takes %s where there is a build for musl: %s', (name, isTaken) => {
    const lock = `lockfileVersion: '9.0'\npackages:\n  ${name}@1.0.0:\n`;
    expect(refused({ dependencies: { [name]: '1' } }, { 'pnpm-lock.yaml': lock }) !== '').toBe(isTaken);
  });
});

describe('binaries for musl', () => {
  const lock = (entry: object): string =>
    JSON.stringify({
      packages: {
        '': { dependencies: { sharp: '0.34' } },
        'node_modules/sharp': {},
        'node_modules/@img/sharp-linuxmusl-x64': entry,
        'node_modules/@img/sharp-libvips-linuxmusl-x64': entry,
      },
    });
  const production = (entry: object, options = {}): string =>
    generated(server({ dependencies: { sharp: '0.34' } }, { 'package-lock.json': lock(entry) }), '', options).file(
      'Dockerfile',
    );

  test('are taken out of the production dependencies', () => {
    expect(production({})).toContain('npm ci --omit=dev \\\n    && rm -rf node_modules/@img/*musl*\n');
  });

  test.each<[string, string]>([
    ['npm leaves them out', production({ libc: ['musl'] })],
    ['only development has them', production({ dev: true })],
    ['the image has musl', production({}, { base: 'alpine' })],
  ])('stay as they are where %s', (_why, text) => {
    expect(text).not.toContain('rm -rf node_modules');
  });
});

describe('the client that Prisma writes', () => {
  const SCHEMA = 'generator client {\n  provider = "prisma-client-js"\n}\n';
  const DEPENDENCIES = { dependencies: { '@prisma/client': '6' }, devDependencies: { prisma: '6', typescript: '5' } };
  const COMPILED = { scripts: { build: 'tsc', start: 'node dist/a.js' } };

  test('is written before the build, and goes with the dependencies', () => {
    const text = generated(server({ ...DEPENDENCIES, ...COMPILED }, { 'prisma/schema.prisma': SCHEMA })).file(
      'Dockerfile',
    );
    expect(text).toContain('COPY . .\nRUN npx prisma generate \\\n    && npm run build\n');
    expect(text).toContain('COPY --from=build --parents /app/./node_modules/.prisma /app/\n');
  });

  test('is written where nothing else is built', () => {
    const text = generated(server(DEPENDENCIES, { 'prisma/schema.prisma': SCHEMA })).file('Dockerfile');
    expect(text).toContain('RUN npx prisma generate\n');
    expect(text).toContain('COPY --from=build --exclude=**/node_modules /app/ /app/\n');
  });

  test.each<[string, object]>([
    ['by the build script', { scripts: { build: 'prisma generate && tsc', start: 'node dist/a.js' } }],
    [
      'by a script of the build',
      { scripts: { prebuild: 'npm run db', db: 'prisma generate', build: 'tsc', start: 'node dist/a.js' } },
    ],
  ])('is not written twice: %s', (_what, scripts) => {
    const text = generated(server({ ...DEPENDENCIES, ...scripts }, { 'prisma/schema.prisma': SCHEMA })).file(
      'Dockerfile',
    );
    expect(text).not.toContain('npx prisma generate');
    expect(text).toContain('node_modules/.prisma');
  });

  test('is not written by the install, which has no schema', () => {
    const scripts = { ...COMPILED.scripts, postinstall: 'prisma generate' };
    const text = generated(server({ ...DEPENDENCIES, scripts }, { 'prisma/schema.prisma': SCHEMA })).file('Dockerfile');
    expect(text.match(/npm pkg delete scripts\.postinstall/g)).toHaveLength(2);
    expect(text).toContain('RUN npx prisma generate');
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['package.json names', { 'db/my.prisma': SCHEMA.replace('}', '  output = "../generated"\n}') }, 'db/my.prisma'],
    ['its folder holds', { 'prisma/schema/a.prisma': SCHEMA.replace('}', '  output = "../../generated"\n}') }, ''],
  ])('stands where the schema that %s says', (_what, files, schema) => {
    const stated = schema === '' ? {} : { prisma: { schema } };
    const text = generated(server({ ...DEPENDENCIES, ...COMPILED, ...stated }, files)).file('Dockerfile');
    expect(text).toContain('COPY --from=build --parents /app/./generated /app/\n');
  });

  test('stands in the store of pnpm', () => {
    const files = { 'prisma/schema.prisma': SCHEMA, 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" };
    const text = generated(server({ ...DEPENDENCIES, ...COMPILED }, files)).file('Dockerfile');
    expect(text).toContain(
      'COPY --from=build --parents /app/./node_modules/.pnpm/@prisma+client@*/node_modules/.prisma /app/\n',
    );
  });

  test('needs the variables that its configuration demands, whatever they hold', () => {
    const config = "export default defineConfig({ datasource: { url: env('DATABASE_URL') } })";
    const files = { 'prisma/schema.prisma': SCHEMA, 'prisma.config.ts': config };
    const text = generated(server({ ...DEPENDENCIES, ...COMPILED }, files)).file('Dockerfile');
    expect(text).toContain('RUN env DATABASE_URL=unused npx prisma generate');
  });

  test('is compiled with the sources where it is TypeScript', () => {
    const schema = 'generator client {\n  provider = "prisma-client"\n  output = "../src/generated"\n}\n';
    const text = generated(server({ ...DEPENDENCIES, ...COMPILED }, { 'prisma/schema.prisma': schema })).file(
      'Dockerfile',
    );
    expect(text).toContain('RUN npx prisma generate');
    expect(text).not.toContain('COPY --from=build --parents');
  });

  test('of a member is written in its folder', () => {
    const files = {
      'package-lock.json': { packages: { '': {} } },
      'apps/api/package.json': { name: 'api', ...COMPILED, dependencies: { db: '*' } },
      'apps/api/src/a.ts': SERVES,
      'packages/db/package.json': { name: 'db', main: 'index.js', ...DEPENDENCIES },
      'packages/db/prisma/schema.prisma': SCHEMA,
    };
    const text = generated(app({ workspaces: ['apps/*', 'packages/*'] }, files)).file('Dockerfile');
    expect(text).toContain('RUN npm exec --workspace=packages/db -- prisma generate\nWORKDIR /app/apps/api\n');
    expect(text).toContain("'openssl=3.*'");
  });
});

describe('migrations before the start', () => {
  const manifest = {
    scripts: { build: 'tsc', start: 'prisma migrate deploy && node dist/a.js' },
    dependencies: { '@prisma/client': '6' },
    devDependencies: { prisma: '6', typescript: '5' },
  };
  const files = { 'prisma/schema.prisma': '', 'prisma/migrations/1/migration.sql': '', 'src/a.ts': SERVES };

  test('run in the container, with what they read, never in the build', () => {
    const text = generated(server(manifest, files)).file('Dockerfile');
    expect(text).toContain('CMD ["sh", "-c", "prisma migrate deploy && exec node dist/a.js"]');
    expect(text).toContain('COPY --from=build /app/prisma ./prisma\n');
    expect(text).toContain('COPY --from=dependencies /app/node_modules');
    expect(text).not.toContain('npx prisma migrate');
  });
});
