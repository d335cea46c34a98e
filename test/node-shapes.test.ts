import { describe, expect, test } from '@jest/globals';
import { SERVES, written } from './support/node.ts';

type Entries = Readonly<Record<string, string | object>>;
interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const on = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, '1']));

describe('what usual starters come to', () => {
  test.each<[string, Manifest, Entries, string, string]>([
    [
      'Analog',
      {
        scripts: {
          start: 'npm run dev',
          dev: 'vite',
          build: 'vite build',
          preview: 'node dist/analog/server/index.mjs',
        },
        dependencies: on('@analogjs/router', 'nitropack', '@angular/core'),
        devDependencies: on('@analogjs/platform', 'vite'),
      },
      { 'vite.config.ts': 'analog({ prerender: { routes: ["/"] } })', 'index.html': '<p>' },
      'nitro',
      'CMD ["dist/analog/server/index.mjs"]',
    ],
    [
      'Eleventy, by npx',
      {
        scripts: { build: 'npx @11ty/eleventy', start: 'npx @11ty/eleventy@3 --serve' },
        devDependencies: on('@11ty/eleventy'),
      },
      { 'index.md': '# a' },
      'site-generator',
      'COPY --from=build /app/_site/ ./',
    ],
    [
      'Feathers',
      { scripts: { compile: 'tsc', start: 'node lib/' }, devDependencies: on('typescript') },
      { 'src/a.ts': SERVES, 'tsconfig.json': { compilerOptions: { outDir: './lib', rootDir: './src' } } },
      'node-compiled',
      'COPY --from=build /app/lib ./lib',
    ],
    [
      'Next.js behind a compiled server',
      {
        scripts: {
          build: 'next build && tsc -p tsconfig.server.json',
          start: 'NODE_ENV=production node dist/server.js',
        },
        dependencies: on('next'),
        devDependencies: on('typescript'),
      },
      { 'server.ts': SERVES, 'next.config.mjs': 'export default {};', 'public/a.txt': 'a' },
      'node-compiled',
      'COPY --from=build /app/.next ./.next\nCOPY --from=build /app/public ./public\nCOPY --from=build /app/next.config.mjs ./next.config.mjs',
    ],
    [
      'Nuxt, generated',
      { scripts: { build: 'nuxt generate', dev: 'nuxt dev' }, dependencies: on('nuxt') },
      { 'nuxt.config.ts': 'export default {}' },
      'prerendered',
      'COPY --from=build /app/.output/public/ ./',
    ],
    [
      'Quasar',
      { scripts: { build: 'quasar build -m pwa', dev: 'quasar dev' }, devDependencies: on('@quasar/app-vite', 'vite') },
      { 'index.html': '<p>' },
      'app-toolkit',
      'COPY --from=build /app/dist/pwa/ ./',
    ],
    [
      'Qwik with an adapter for Express',
      {
        scripts: { build: 'qwik build', start: 'vite --open --mode ssr', serve: 'node server/entry.express' },
        dependencies: on('express'),
        devDependencies: on('@builder.io/qwik-city', 'vite'),
      },
      { 'src/entry.express.tsx': SERVES },
      'node-compiled',
      'COPY --from=build /app/server ./server\nCOPY package.json ./\nCOPY --from=build /app/dist ./dist',
    ],
    [
      'Rsbuild',
      { scripts: { build: 'rsbuild build', dev: 'rsbuild dev' }, devDependencies: on('@rsbuild/core') },
      { 'src/index.js': 'document.title = "a";' },
      'app-toolkit',
      'COPY --from=build /app/dist/ ./',
    ],
    [
      'Storybook beside components alone',
      { scripts: { 'build-storybook': 'storybook build' }, devDependencies: on('storybook', 'vite') },
      { 'src/Button.tsx': '' },
      'site-generator',
      'COPY --from=build /app/storybook-static/ ./',
    ],
    [
      'Vike with a server of its own',
      {
        scripts: { build: 'vike build', preview: 'cross-env NODE_ENV=production node ./dist/server/index.mjs' },
        dependencies: on('vike', 'express', 'cross-env'),
        devDependencies: on('vite'),
      },
      { 'server/index.ts': SERVES },
      'node-compiled',
      'COPY --from=build /app/dist ./dist',
    ],
    [
      'Vike, rendered when it is built',
      { scripts: { build: 'vike build', dev: 'vike dev' }, dependencies: on('vike'), devDependencies: on('vite') },
      { 'pages/+config.ts': 'export default { prerender: true };' },
      'prerendered',
      'COPY --from=build /app/dist/client/ ./',
    ],
    [
      'Vite pages beside a compiled server of the same package',
      {
        scripts: { build: 'vite build && tsc -p server', start: 'node build/index.js' },
        devDependencies: on('typescript', 'vite'),
      },
      { 'index.html': '<p>', 'server/index.ts': SERVES, 'vite.config.ts': "build: { outDir: 'web' }" },
      'node-compiled',
      'COPY --from=build /app/web ./web',
    ],
    [
      'a folder that the start script serves',
      { scripts: { build: 'rollup -c', start: 'sirv public' }, devDependencies: on('rollup', 'sirv-cli') },
      { 'public/index.html': '<p>', 'src/main.js': '' },
      'bundler',
      'COPY --from=build /app/public/ ./',
    ],
    [
      'pages that are only served',
      { scripts: { start: 'live-server site --port=9000' } },
      { 'site/index.html': '<p>' },
      'static-site',
      'COPY site/ ./',
    ],
    [
      'a program for the command line',
      { bin: { weather: './build/index.js' }, scripts: { build: 'tsc' }, devDependencies: on('typescript') },
      { 'src/index.ts': '', 'tsconfig.json': { compilerOptions: { outDir: 'build' } } },
      'node-compiled',
      '"build/index.js"]',
    ],
    [
      'Bun behind a variable',
      { scripts: { start: 'NODE_ENV=production bun src/index.ts' } },
      { 'src/index.ts': 'Bun.serve({ port: 3000 })' },
      'node-server',
      'FROM oven/bun:1',
    ],
  ])('%s', (_name, manifest, files, preset, line) => {
    const made = written({ name: 'x', ...manifest }, files);
    expect({ preset: made.preset, problems: made.problems.filter((id) => id !== 'lockfile-missing') }).toMatchObject({
      preset,
    });
    expect(made.text).toContain(line);
  });
});

describe('what no container runs is said', () => {
  test.each<[Manifest, Entries, string]>([
    [
      { scripts: { start: 'electron-forge start' }, devDependencies: on('electron') },
      { 'src/a.js': '' },
      'runs-elsewhere',
    ],
    [
      { scripts: { build: 'tsc && vite build && electron-builder' }, devDependencies: on('electron', 'vite') },
      { 'index.html': '<p>' },
      'runs-elsewhere',
    ],
    [{ scripts: { start: 'react-native start' } }, { 'index.js': '' }, 'runs-elsewhere'],
    [{ scripts: { start: 'expo start' }, dependencies: on('expo') }, { 'app/a.tsx': '' }, 'runs-elsewhere'],
    [{ scripts: { dev: 'wrangler dev' }, devDependencies: on('wrangler') }, { 'src/index.js': '' }, 'runs-elsewhere'],
    [{ engines: { vscode: '^1' }, main: './out/a.js', scripts: { compile: 'tsc' } }, {}, 'runs-elsewhere'],
    [
      { scripts: { build: 'ncc build a.js' }, main: 'dist/index.js' },
      { 'action.yml': '', 'dist/index.js': '' },
      'runs-elsewhere',
    ],
    [{ scripts: { build: 'astro build' }, dependencies: on('astro', '@astrojs/vercel') }, {}, 'made-for-host'],
    [{ scripts: { build: 'qwik build' }, devDependencies: on('@builder.io/qwik-city', 'vite') }, {}, 'made-for-host'],
    [
      { scripts: { build: 'vite build' }, devDependencies: on('vite', 'laravel-vite-plugin') },
      { 'composer.json': '{}', 'resources/js/app.js': '' },
      'language-unsupported',
    ],
    [
      { scripts: { start: 'nx serve', build: 'nx build' }, devDependencies: on('nx', 'vite') },
      {
        'nx.json': '{}',
        'apps/shop/project.json': '{"name":"shop","projectType":"application"}',
        'apps/shop/a.ts': '',
      },
      'nx-projects',
    ],
    [{ scripts: { build: 'tsup' }, devDependencies: on('tsup', 'vite') }, { 'src/index.ts': '' }, 'build-unknown'],
  ])('%j with %j: %s', (manifest, files, problem) => {
    const made = written({ name: 'x', ...manifest }, files);
    expect(made.preset).toBeUndefined();
    expect(made.problems).toContain(problem);
  });

  test('unless a person says how it starts', () => {
    const manifest = {
      name: 'x',
      scripts: { start: 'node server.js', dev: 'electron .' },
      devDependencies: on('electron'),
    };
    expect(written(manifest, { 'server.js': SERVES }).preset).toBe('node-server');
  });
});

test('a server that a Vite app has for its development is not started', () => {
  const scripts = { dev: 'vite', build: 'vite build', server: 'node mock/server.js' };
  const made = written(
    { name: 'x', scripts, devDependencies: on('vite') },
    { 'index.html': '<p>', 'mock/server.js': SERVES, 'src/index.js': '' },
  );
  expect(made.preset).toBe('vite');
});

test('dependencies that a framework bundles are a layer of their own, in every folder that has some', () => {
  const manifest = { name: 'x', scripts: { build: 'next build', start: 'next start' }, dependencies: on('next') };
  const { text } = written(manifest, { 'app/page.js': '', 'public/a.txt': '' });
  expect(text).toContain(
    [
      'COPY --from=build --parents /app/.next/standalone/./**/node_modules ./',
      'COPY --from=build /app/public ./public',
      'COPY --from=build --exclude=**/node_modules /app/.next/standalone ./',
    ].join('\n'),
  );
});

test('the development stage says NODE_ENV once', () => {
  const scripts = { start: 'NODE_ENV=production node a.js', dev: 'node --watch a.js' };
  const { text } = written({ name: 'x', scripts }, { 'a.js': SERVES });
  expect(text).not.toMatch(/NODE_ENV=development[^A-Z]*\\\n *NODE_ENV/);
});

test.each([
  ['^5.0.0', ['AUTH_SECRET: "${AUTH_SECRET:-', 'AUTH_TRUST_HOST: "${AUTH_TRUST_HOST:-true}"']],
  ['4.24.0', ['NEXTAUTH_SECRET: "${NEXTAUTH_SECRET:-']],
])('a secret that next-auth %s reads by itself is in compose.yaml', (version, lines) => {
  const manifest = { name: 'x', scripts: { start: 'node a.js' }, dependencies: { 'next-auth': version } };
  const { compose } = written(manifest, { 'a.js': SERVES });
  for (const line of lines) expect(compose).toContain(line);
});

test('a frontend that the build installs by itself is a stage of its own', () => {
  const frontend = { name: 'web', scripts: { build: 'vite build' }, devDependencies: { vite: '7' } };
  const build = 'npm install && npm install --prefix web && npm run build --prefix web';
  const { text } = written(
    { name: 'x', scripts: { build, start: 'node server.js' }, dependencies: { express: '5' } },
    {
      'server.js': `app.use(express.static(path.join(__dirname, 'web/dist')));\n${SERVES}`,
      'web/package.json': frontend,
      'web/index.html': '<p>',
      'web/src/a.js': '',
    },
  );
  expect(text).toContain('COPY --from=assets /app/web/dist/ /app/web/dist/');
  expect(text).not.toContain('--prefix');
});

test('what a script compiles is not compiled once more', () => {
  const scripts = { compile: 'tsc', start: 'npm run compile && node dist/a.js' };
  const { text } = written(
    { name: 'x', scripts, devDependencies: { typescript: '5' } },
    { 'src/a.ts': SERVES, 'tsconfig.json': { compilerOptions: { outDir: 'dist' } } },
  );
  expect(text).toContain('RUN npm run compile\n');
});
