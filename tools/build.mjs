/** Bundles src/cli.ts into dist/ (or the folder that is named): one entry and chunks that load when they are used. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const outdir = process.argv[2] ?? join(root, 'dist');

const COMMONJS = [
  `import { createRequire as makeRequire } from 'node:module';`,
  `import { fileURLToPath as toPath } from 'node:url';`,
  'const require = makeRequire(import.meta.url), __filename = toPath(import.meta.url);',
].join('');

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  alias: { 'string-width': './tools/string-width.mjs' },
  minify: true,
  legalComments: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  // CommonJS dependencies use what ESM does not have.
  banner: { js: COMMONJS },
  logLevel: 'warning',
});
chmodSync(join(outdir, 'cli.js'), 0o755);
// The folder runs wherever it is copied to.
writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }\n');
