/**
 * Bundles the program into dist/ (or the folder that is named; with --readable after it, names are kept): src/cli.ts, what it loads next, and a file for each
 * module that few runs need.
 */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildParts } from './build-parts.mjs';
import { jsonAsText, LATE, lateFile, lateFiles, lateStandIns, slimLibraries } from './build-plugins.mjs';

const root = join(import.meta.dirname, '..');
const [folder, look] = process.argv.slice(2);
const outdir = folder ?? join(root, 'dist');

const shared = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  // Node reads CommonJS files one after the other, without the loader of ES modules: a tenth of the start of --help.
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  banner: { js: 'const thisFile = require("node:url").pathToFileURL(__filename).href;' },
  define: { 'import.meta.url': 'thisFile' },
  minify: look !== '--readable',
  legalComments: 'linked',
  logLevel: 'warning',
};

rmSync(outdir, { recursive: true, force: true });
await Promise.all([
  buildParts({
    ...shared,
    supported: { 'dynamic-import': false },
    plugins: [slimLibraries, lateStandIns, jsonAsText],
  }),
  build({
    ...shared,
    entryPoints: Object.fromEntries(Object.keys(LATE).map((name) => [lateFile(name), `late:${name}`])),
    plugins: [slimLibraries, lateFiles],
  }),
]);
chmodSync(join(outdir, 'cli.js'), 0o755);
// The folder runs wherever it is copied to.
writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
