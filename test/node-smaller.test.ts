import { describe, expect, test } from '@jest/globals';
import { builtInPresets } from '../src/preset/built-in.ts';
import { app, generated, SERVES, type Files } from './support/node.ts';

const EXPRESS = { dependencies: { express: '5' } };

function server(manifest: object, files: Readonly<Record<string, string | object>> = {}): Files {
  return app({ scripts: { start: 'node server.js' }, ...EXPRESS, ...manifest }, { 'server.js': SERVES, ...files });
}

describe('--trace', () => {
  const dockerfile = (files: Files): string => generated(files, '', { trace: true }).file('Dockerfile');

  test('takes of the dependencies what the start file leads to, and all of the app', () => {
    const text = dockerfile(server({}));
    expect(text).toContain('FROM production-dependencies AS trace\n');
    expect(text).toMatch(/npm install --prefix \/tracer @vercel\/nft@\d+\.\d+\.\d+\n/);
    expect(text).toContain('/tracer/trace.mjs ./server.js\n');
    expect(text).toContain('COPY --from=trace /traced/app/node_modules ./node_modules\nCOPY . .\n');
    expect(text).not.toContain('COPY --from=production-dependencies');
  });

  test('follows what is loaded before the start file, and what a server is given', () => {
    expect(dockerfile(server({ scripts: { start: 'node -r dotenv/config --env-file=x server' } }))).toContain(
      'trace.mjs ./server dotenv/config\n',
    );
    const served = { scripts: { start: 'react-router-serve ./build/server/index.js' } };
    expect(dockerfile(server({ ...served, dependencies: { '@react-router/serve': '7' } }))).toContain(
      'trace.mjs ./node_modules/@react-router/serve/bin.js ./build/server/index.js\n',
    );
  });

  test('of a workspace leaves out of every member', () => {
    const files = server(
      { workspaces: ['packages/*'], dependencies: { '@x/log': '*' } },
      { 'packages/log/package.json': { name: '@x/log', main: 'index.js', ...EXPRESS }, 'packages/log/index.js': '' },
    );
    expect(dockerfile(files)).toContain('COPY --from=trace /traced/app/ /app/\n');
  });

  test.each<[string, Files]>([
    ['a bundle', server({ scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '15' } })],
    ['an old Node', server({ engines: { node: '18' } })],
    ['TypeScript', server({ scripts: { start: 'node server.ts' } }, { 'server.ts': SERVES })],
    ['a shell', server({ scripts: { start: 'node $FLAGS server.js' } })],
    ['no dependencies', server({ dependencies: {} })],
    ['Bun', server({ scripts: { start: 'bun server.js' } }, { 'bun.lock': '{}' })],
  ])('refuses %s', (_what, files) => {
    expect(generated(files, '', { trace: true }).problems).toContain('trace-refused');
  });

  test('says where code loads what only a run knows', () => {
    const by = (text: string): readonly string[] =>
      generated(server({}, { 'plugins.js': text }), '', { trace: true }).problems;
    expect(by('for (const name of names) require(name);')).toContain('trace-cannot-see');
    expect(by("require('./' + name); import('x');")).not.toContain('trace-cannot-see');
  });
});

describe('--strip', () => {
  test('puts a Node without symbols where distroless has its own', () => {
    const text = generated(server({}), '', { strip: true }).file('Dockerfile');
    expect(text).toContain('FROM node:24-trixie AS stripped\nRUN strip --strip-all -o /node /usr/local/bin/node\n');
    expect(text).toContain('FROM gcr.io/distroless/cc-debian13:nonroot AS runtime');
    expect(text).toContain('COPY --from=stripped /node /nodejs/bin/node\n');
    expect(text).toContain('ENTRYPOINT ["/nodejs/bin/node"]\n');
  });

  test('refuses an image that has a Node in a layer below', () => {
    for (const base of ['slim', 'alpine'] as const)
      expect(generated(server({}), '', { strip: true, base }).problems).toContain('strip-refused');
  });
});

test('neither fits what is no Node server', () => {
  const site = app(
    { scripts: { build: 'vite build' }, devDependencies: { vite: '6' } },
    { 'index.html': '<!doctype html>' },
  );
  expect(generated(site, '', { trace: true }).problems).toContain('trace-refused');
  expect(generated(site, '', { strip: true }).problems).toContain('strip-refused');
  const go = { 'go.mod': 'module x\ngo 1.26\n', 'main.go': 'package main\nfunc main() {}\n' };
  expect(generated(go, '', { trace: true }).problems).toContain('trace-refused');
});

test('every shape of a Node server has the stages of both', () => {
  for (const { id, stages, bases } of builtInPresets) {
    const kinds = stages.map(({ kind }) => kind);
    if (!kinds.includes('node/base') || !bases.includes('distroless')) continue;
    const traced = [id, kinds.includes('node/trace')];
    expect(traced).toEqual([id, kinds.includes('node/production-dependencies')]);
    expect(kinds).toContain('node/stripped');
  }
});
