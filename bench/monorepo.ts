/**
 * Measures a dry run on a workspace of 100,000 files, once as git tracks it and once without git: npm run bench:monorepo.
 * Writes bench/results-monorepo.json. The time of `node -e 0` is taken off: what is left is ours.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { middle, openMeter, rounded } from './processes.ts';

const PACKAGES = 1000;
const FILES_EACH = 98;
const TIMES = 5;
const CLI = join(import.meta.dirname, '../dist/cli.js');

/** A server in the first package, which uses the second one; the others are not needed. */
function write(root: string): void {
  const file = (path: string, content: string | object): void => {
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  file('package.json', {
    name: 'mono',
    private: true,
    workspaces: ['packages/*'],
    scripts: { start: 'npm start -w @mono/p0' },
  });
  file('package-lock.json', { name: 'mono', lockfileVersion: 3, packages: { '': { name: 'mono' } } });
  file('.gitignore', 'node_modules\ndist\n*.log\n');
  for (let index = 0; index < PACKAGES; index += 1) {
    const dir = `packages/p${index}`;
    for (let part = 0; part < 7; part += 1) mkdirSync(join(root, dir, `src/part${part}`), { recursive: true });
    const isServer = index === 0;
    file(`${dir}/package.json`, {
      name: `@mono/p${index}`,
      version: '1.0.0',
      main: 'src/index.js',
      ...(isServer ? { scripts: { start: 'node src/index.js' }, dependencies: { '@mono/p1': '*' } } : {}),
    });
    file(
      `${dir}/src/index.js`,
      isServer ? "require('node:http').createServer((_, to) => to.end('ok')).listen(process.env.PORT || 3000);\n" : '',
    );
    for (let each = 0; each < FILES_EACH; each += 1)
      file(`${dir}/src/part${each % 7}/module${each}.ts`, `export const value${each} = ${each};\n`);
  }
}

const meter = openMeter();
const root = mkdtempSync(join(tmpdir(), 'create-dockerfile-bench-'));

function measure(dir: string): Record<string, number> {
  const base = middle(Array.from({ length: TIMES }, () => meter.measure(['-e', '0']).milliseconds));
  const runs = Array.from({ length: TIMES }, () => meter.measure([CLI, join(root, dir), '--yes', '--dry-run']));
  return {
    ownMilliseconds: rounded(middle(runs.map(({ milliseconds }) => milliseconds)) - base, 0),
    cpuMilliseconds: rounded(middle(runs.map(({ cpuMilliseconds }) => cpuMilliseconds)), 0),
    peakMegabytes: rounded(Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)), 0),
  };
}

try {
  write(root);
  const app = 'packages/p0';
  const untracked = { app: measure(app), root: measure('') };
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', '--all'], { cwd: root });
  const tracked = { app: measure(app), root: measure('') };
  const files = PACKAGES * (FILES_EACH + 2) + 3;
  const results = { date: new Date().toISOString().slice(0, 16), node: process.version, files, untracked, tracked };
  writeFileSync(join(import.meta.dirname, 'results-monorepo.json'), `${JSON.stringify(results, null, 1)}\n`);
  process.stdout.write(`${JSON.stringify(results, null, 1)}\n`);
} finally {
  meter.close();
  rmSync(root, { recursive: true, force: true });
}
