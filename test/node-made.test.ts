import { describe, expect, test } from '@jest/globals';
import { app, chosen, generated, SERVES } from './support/node.ts';

const LOCK = { 'package-lock.json': '{"lockfileVersion":3,"packages":{}}' };

describe('a start whose file only a build makes', () => {
  const manifest = (scripts: Readonly<Record<string, string>>, more: object = {}): object => ({
    name: 'x',
    scripts,
    devDependencies: { typescript: '5' },
    ...more,
  });

  test.each(['compile', 'build-ts', 'build:prod'])('is built by the script %s where none is called build', (name) => {
    const files = app(manifest({ start: 'node lib/index.js', [name]: 'tsc' }), {
      ...LOCK,
      'src/index.ts': SERVES,
      'tsconfig.json': { compilerOptions: { outDir: 'lib', rootDir: 'src' } },
    });
    const text = generated(files).file('Dockerfile');
    expect(text).toContain(`RUN npm run ${name}\n`);
    expect(text).toContain('COPY --from=build /app/lib ./lib\n');
  });

  test('does not build where the file is tracked', () => {
    const files = app(manifest({ start: 'node index.js', compile: 'tsc' }), { ...LOCK, 'index.js': SERVES });
    expect(generated(files).file('Dockerfile')).not.toContain('AS build');
  });

  test('is the one in the folder that the build writes, where its source has the name beside it', () => {
    const files = app(manifest({ start: 'node bin/server.js', build: 'tsc' }), {
      ...LOCK,
      'bin/server.ts': SERVES,
      'app/other.ts': '',
      'tsconfig.json': { compilerOptions: { module: 'commonjs', outDir: 'out', rootDir: '.' } },
    });
    expect(chosen(files).processes[0]?.command.value).toEqual(['node', 'out/bin/server.js']);
  });

  test('is not built again where what comes before it cleans with a pattern and builds', () => {
    const scripts = {
      clean: 'lb-clean dist *.tsbuildinfo',
      build: 'tsc',
      prestart: 'npm run clean && npm run build',
      start: 'node -r source-map-support/register .',
    };
    const files = app(manifest(scripts, { main: 'dist/index.js' }), { ...LOCK, 'src/index.ts': SERVES });
    const [process] = chosen(files).processes;
    expect(process?.needsShell).toBe(false);
    expect(process?.command.value).toEqual(['node', '-r', 'source-map-support/register', '.']);
  });

  test('keeps what comes before it and does more', () => {
    const scripts = { build: 'tsc', prestart: 'rm -f *.log && npm run build && node seed.js', start: 'node out/a.js' };
    const [process] = chosen(app(manifest(scripts), { ...LOCK, 'seed.js': '', 'src/a.ts': SERVES })).processes;
    expect(process?.command.value.join(' ')).toContain('node seed.js');
  });
});

test.each([
  ['@strapi/strapi', 'strapi start', '1337', true],
  ['moleculer-web', 'moleculer-runner services', '3000', false],
])('%s listens, though no source does', (dependency, start, port, hasHost) => {
  const files = app(
    { name: 'x', scripts: { start }, dependencies: { [dependency]: '1' } },
    { ...LOCK, 'src/a.js': '' },
  );
  const text = generated(files).file('Dockerfile');
  expect(text).toContain(`EXPOSE ${port}\n`);
  expect(text.includes('HOST=0.0.0.0')).toBe(hasHost);
});

test.each(['startStandaloneServer(server, { listen: { port: 4000 } })', 'new WebSocketServer({ port: 4000 })'])(
  '%s is a server',
  (source) => {
    const files = app({ name: 'x', scripts: { start: 'node a.js' } }, { ...LOCK, 'a.js': source });
    expect(generated(files).file('Dockerfile')).toContain('EXPOSE 4000\n');
  },
);

test('a folder that a dependency reads is beside the output, though no source names it', () => {
  const scripts = { build: 'tsc --outDir lib', start: 'node lib/a.js' };
  const files = { ...LOCK, 'src/a.ts': SERVES, 'config/default.json': '{}', 'other/x.json': '{}' };
  const text = generated(app({ name: 'x', scripts, dependencies: { config: '4' } }, files)).file('Dockerfile');
  expect(text).toContain('COPY --from=build /app/config ./config\n');
  expect(text).not.toContain('other');
});

describe('a site that a bundler makes', () => {
  const page = { 'public/index.html': '<!doctype html>', 'src/a.js': '' };
  const site = (build: string, files: Readonly<Record<string, string>> = {}, dependencies: object = {}): string =>
    generated(app({ name: 'x', scripts: { build }, dependencies }, { ...LOCK, ...page, ...files })).file('Dockerfile');

  test.each([
    ['webpack --mode production', {}, 'dist'],
    ['webpack', { 'webpack.config.js': "output: { path: path.resolve(__dirname, 'public/build') }" }, 'public/build'],
    ['webpack -c config/webpack.prod.js', { 'config/webpack.prod.js': "path: path.join(__dirname, '../out')" }, 'out'],
    ['parcel build public/index.html', {}, 'dist'],
    ['parcel build public/index.html --dist-dir site', {}, 'site'],
    ['vue-cli-service build', { 'vue.config.js': "module.exports = { outputDir: 'www' }" }, 'www'],
    ['rsbuild build', { 'rsbuild.config.ts': "output: { distPath: { root: 'made' } }" }, 'made'],
    ['node scripts/build.js', {}, 'build'],
    ['gatsby build', {}, 'public'],
  ])('by %s with %j stands in %s', (build, files, output) => {
    const tools: Readonly<Record<string, string>> = { gatsby: 'gatsby', rsbuild: '@rsbuild/core' };
    const tool = tools[build.split(' ')[0] ?? ''];
    const dependencies = tool === undefined ? {} : { [tool]: '1' };
    expect(site(build, files, dependencies)).toContain(`COPY --from=build /app/${output}/ ./\n`);
  });

  test('has a fallback where its routes are in the browser', () => {
    expect(site('webpack')).toContain('=404;');
    expect(site('webpack', {}, { 'react-router-dom': '7' })).toContain('/index.html;\n');
    expect(site('webpack', { 'webpack.config.js': 'devServer: { historyApiFallback: true }' })).toContain(
      '/index.html;\n',
    );
  });

  test('is none without a page: a library is bundled too', () => {
    const files = app({ name: 'x', scripts: { build: 'webpack' } }, { ...LOCK, 'src/a.js': '' });
    expect(generated(files).problems).toContain('build-unknown');
  });
});
