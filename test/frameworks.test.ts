import { describe, expect, test } from '@jest/globals';
import { app, generated, written } from './support/node.ts';

const vite = (config: string, build = 'vite build'): string =>
  written({ scripts: { build }, devDependencies: { vite: '7' } }, { 'vite.config.ts': config, 'src/a.ts': '' }).text;

describe('the output of a Vite build', () => {
  test.each([
    ["outDir: 'public'", 'public'],
    ["// outDir: 'old'\n outDir: 'new'", 'new'],
    ["/* outDir: 'old' */", 'dist'],
    ["root: 'client', build: { outDir: '../out' }", 'out'],
    ["root: 'client'", 'client/dist'],
    ["root: path.join(__dirname, 'client')", 'client/dist'],
    ["root: 'client', build: { outDir: path.resolve(__dirname, 'site') }", 'site'],
    ["build: { outDir: '../elsewhere' }", 'dist'],
  ])('of %s is %s', (config, output) => {
    expect(vite(`export default { ${config} }`)).toContain(`COPY --from=build /app/${output}/ ./\n`);
  });

  test('is the one that the command names, whatever the configuration says', () => {
    expect(vite("export default { build: { outDir: 'a' } }", 'vite build --outDir b')).toContain('/app/b/ ./');
  });
});

describe('a site below a path', () => {
  test.each<[string, string, string]>([
    ["base: '/shop/'", 'vite build', '/shop/'],
    ["base: '/shop'", 'vite build', '/shop/'],
    ["base: './'", 'vite build', '/'],
    ["base: process.env.BASE ?? '/'", 'vite build', '/'],
    ["base: '/a/'", 'vite build --base=/', '/'],
    ["base: '/a/'", 'vite build --base /b/c/', '/b/c/'],
    ["base: '/a b/'", 'vite build', '/'],
    ["base: '/;}/'", 'vite build', '/'],
  ])('%s and %s is served at %s', (config, build, path) => {
    const text = vite(`export default { ${config} }`, build);
    expect(text).toContain(`COPY --from=build /app/dist/ .${path}\n`);
    expect(text).toContain(`"http://127.0.0.1:8080${path}"]`);
    expect(text).toContain(`  location ${path} {\n    try_files $uri $uri/index.html ${path}index.html;`);
    expect(text.includes('return 302')).toBe(path !== '/');
  });

  test.each<[object, Readonly<Record<string, string | object>>, string]>([
    [{ dependencies: { 'react-scripts': '5' }, homepage: 'https://a.example/b' }, {}, '/b/'],
    [{ dependencies: { 'react-scripts': '5' }, homepage: '.' }, {}, '/'],
    [{ dependencies: { astro: '5' } }, { 'astro.config.mjs': "export default { base: 'docs' }" }, '/docs/'],
    [{ dependencies: { '@angular/core': '21' } }, { 'angular.json': { a: { baseHref: '/x/' } } }, '/x/'],
    [
      { dependencies: { '@docusaurus/core': '3' }, scripts: { build: 'docusaurus build' } },
      { 'docusaurus.config.js': "module.exports = { baseUrl: '/manual/' }" },
      '/manual/',
    ],
  ])('is known from %j and %j', (manifest, files, path) => {
    const { text } = written({ scripts: { build: 'tool build' }, ...manifest }, { 'src/a.js': '', ...files });
    expect(text).toContain(`"http://127.0.0.1:8080${path}"]`);
  });
});

describe('files whose names hold a hash', () => {
  test('are kept for good, others are asked for again', () => {
    const text = vite('export default {}');
    expect(text).toContain(
      '  location /assets/ {\n    try_files $uri =404;\n    add_header Cache-Control "public, max-age=31536000, immutable";',
    );
    expect(text).toContain('add_header Cache-Control no-cache;');
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["{ output: { assetFileNames: 'assets/[name][extname]' } }", {}],
    ['{}', { 'public/assets/logo.png': '' }],
  ])('are not told from others with %s and %j', (config, files) => {
    const manifest = { scripts: { build: 'vite build' }, devDependencies: { vite: '7' } };
    expect(written(manifest, { 'vite.config.ts': config, ...files }).text).not.toContain('immutable');
  });

  test('may still be told where every pattern has a hash', () => {
    expect(vite("{ assetFileNames: 'assets/[name]-[hash][extname]' }")).toContain('immutable');
  });
});

describe('an unknown path of a site', () => {
  test.each([
    ["appType: 'mpa'", false],
    ["rollupOptions: { input: { a: 'a.html', b: 'b.html' } }", false],
    ["rollupOptions: { input: { a: 'a.html' } }", true],
  ])('with %s is one of the app: %s', (config, isSpa) => {
    expect(vite(`export default { ${config} }`).includes('/index.html;')).toBe(isSpa);
  });

  test.each([
    ["adapter({ fallback: '200.html' })", 'try_files $uri $uri/index.html /200.html;'],
    ["adapter({ fallback: '404.html' })", 'try_files $uri $uri.html $uri/ =404;'],
    ['adapter()', 'try_files $uri $uri.html $uri/ =404;'],
  ])('of %s is answered by %s', (adapter, line) => {
    const manifest = {
      scripts: { build: 'vite build' },
      devDependencies: { '@sveltejs/adapter-static': '3', vite: '7', '@sveltejs/kit': '2' },
    };
    const { text, preset } = written(manifest, {
      'svelte.config.js': `export default { kit: { adapter: ${adapter} } }`,
    });
    expect(preset).toBe('sveltekit-static');
    expect(text).toContain(line);
  });
});

describe('documents', () => {
  const ignored = (manifest: object): string =>
    generated(app(manifest, { 'docs/index.md': '', 'src/a.js': '' })).file('.dockerignore');

  test('are sources where the build command names their folder', () => {
    expect(ignored({ scripts: { build: 'vitepress build docs' }, devDependencies: { vite: '7' } })).not.toMatch(
      /^docs$/m,
    );
    expect(ignored({ scripts: { build: 'vite build' }, devDependencies: { vite: '7' } })).toMatch(/^docs$/m);
  });

  test('are sources where the app itself stands there', () => {
    const manifest = { scripts: { build: 'vite build' }, devDependencies: { vite: '7' } };
    const files = app({ private: true, workspaces: ['docs'] }, { 'docs/package.json': manifest, 'docs/src/a.js': '' });
    expect(generated(files, 'docs').file('.dockerignore')).not.toMatch(/^docs$/m);
  });
});

describe('a name that begins others', () => {
  test('is no variable of the build', () => {
    const text = written(
      { scripts: { build: 'vite build' }, devDependencies: { vite: '7' } },
      {
        'src/env.ts':
          "key.startsWith('VITE_APP_'); import.meta.env[`VITE_APP_${name}`]; import.meta.env.VITE_APP_API_URL",
      },
    ).text;
    expect(text.match(/^ARG VITE\w*/gm)).toEqual(['ARG VITE_APP_API_URL']);
  });
});

describe('the preset', () => {
  const next = { next: '16', react: '19' };
  test.each<[string, object, Readonly<Record<string, string>>]>([
    ['next-standalone', { scripts: { build: 'next build', start: 'next start -p 4000' }, dependencies: next }, {}],
    [
      'next-standalone',
      { scripts: { build: 'next build', start: 'node .next/standalone/server.js' }, dependencies: next },
      {},
    ],
    [
      'node-server',
      { scripts: { build: 'next build', start: 'node server.js' }, dependencies: next },
      { 'server.js': '' },
    ],
    [
      'node-server',
      {
        scripts: { build: 'next build', start: 'prisma migrate deploy && next start' },
        dependencies: { ...next, prisma: '6' },
      },
      {},
    ],
    [
      'next-export',
      { scripts: { build: 'next build' }, dependencies: next },
      { 'next.config.js': "module.exports = { output: 'export' }" },
    ],
    [
      'next-standalone',
      { scripts: { build: 'next build' }, dependencies: next },
      { 'next.config.js': "// output: 'export'\n" },
    ],
    ['nuxt', { scripts: { build: 'nuxt build', start: 'nuxt start' }, dependencies: { nuxt: '4' } }, {}],
    [
      'react-router',
      {
        scripts: { build: 'react-router build', start: 'react-router-serve build/server/index.js' },
        dependencies: { '@react-router/serve': '7' },
      },
      {},
    ],
    [
      'react-router',
      {
        scripts: { build: 'remix vite:build', start: 'remix-serve build/server/index.js' },
        dependencies: { '@remix-run/serve': '2' },
      },
      {},
    ],
    [
      'node-server',
      {
        scripts: { build: 'react-router build', start: 'node server.js' },
        dependencies: { '@react-router/serve': '7' },
      },
      { 'server.js': '' },
    ],
    [
      'angular-server',
      {
        scripts: { build: 'ng build', start: 'ng serve' },
        dependencies: { '@angular/core': '21', '@angular/ssr': '21' },
      },
      {},
    ],
    [
      'angular',
      {
        scripts: { build: 'ng build', start: 'ng serve' },
        dependencies: { '@angular/core': '21', '@angular/ssr': '21' },
      },
      { 'angular.json': '{"outputMode": "static"}' },
    ],
    [
      'nitro',
      {
        scripts: { build: 'vinxi build', start: 'vinxi start' },
        dependencies: { '@solidjs/start': '1', vinxi: '0.5' },
      },
      {},
    ],
    ['expo-web', { scripts: { build: 'expo export -p web', start: 'expo start' }, dependencies: { expo: '54' } }, {}],
    ['site-generator', { scripts: { 'docs:build': 'vitepress build docs' }, devDependencies: { vitepress: '1' } }, {}],
    [
      'site-generator',
      { scripts: { build: 'gatsby build', start: 'gatsby develop' }, dependencies: { gatsby: '5' } },
      {},
    ],
  ])('is %s for %j and %j', (preset, manifest, files) => {
    expect(written(manifest, files).preset).toBe(preset);
  });
});

test.each([
  ['7.9.1', 'bin.js'],
  ['^8.0.0', 'bin.cjs'],
  ['latest', 'bin.cjs'],
])('the file of a program that moved between two majors: %s', (version, file) => {
  const scripts = { build: 'react-router build', start: 'react-router-serve build/server/index.js' };
  const { text } = written({ scripts, dependencies: { '@react-router/serve': version } }, {});
  expect(text).toContain(`CMD ["node_modules/@react-router/serve/${file}", "build/server/index.js"]`);
});
