/**
 * Measures how long the program takes beside `node -e 0`, in pairs one after the other, and which part takes what:
 * npm run bench:startup [-- --pairs 31]. Writes bench/results-startup.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeProject, removeProject } from '../test/engine/project.ts';
import { middle, openMeter, rounded, type Run } from './processes.ts';
import { partsOf } from './profile.ts';

const ROOT = join(import.meta.dirname, '..');
const CLI = join(ROOT, 'dist/cli.js');
const DRY = ['--yes', '--dry-run'];
/** One app a stack, and what reads a lockfile in YAML. */
const APPS = ['typescript-api', 'next-app', 'pnpm-strict-builds', 'go-gin', 'python-fastapi', 'spring-boot'];

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '21' } } });
const pairs = Number(values.pairs);
const meter = openMeter();

/** A command beside an empty program: the medians of both, and of the quotients pair by pair. */
function compare(args: readonly string[], env: NodeJS.ProcessEnv = {}): Record<string, number> {
  meter.measure([CLI, ...args], env); // what it keeps for later runs is kept now
  const found: { readonly node: Run; readonly ours: Run }[] = [];
  for (let turn = 0; turn < pairs; turn += 1)
    found.push({ node: meter.measure(['-e', '0']), ours: meter.measure([CLI, ...args], env) });
  const quotient = (what: keyof Run): number =>
    rounded(middle(found.map(({ node, ours }) => ours[what] / node[what])), 2);
  return {
    nodeMilliseconds: rounded(middle(found.map(({ node }) => node.milliseconds)), 0),
    milliseconds: rounded(middle(found.map(({ ours }) => ours.milliseconds)), 0),
    timesNode: quotient('milliseconds'),
    timesNodeCpu: quotient('cpuMilliseconds'),
    peakMegabytes: rounded(middle(found.map(({ ours }) => ours.peakMegabytes)), 0),
  };
}

function installed(): { readonly megabytes: number; readonly packedKilobytes: number } {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' }),
  ) as { size: number; unpackedSize: number }[];
  return {
    megabytes: rounded((packed?.unpackedSize ?? 0) / 1e6, 2),
    packedKilobytes: rounded((packed?.size ?? 0) / 1e3, 0),
  };
}

/** Milliseconds of the program's parts, from profiles of a bundle whose functions have their names. */
function parts(app: string): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-bench-'));
  const profiles = (name: string, args: readonly string[]): readonly string[] => {
    const into = join(folder, name);
    const options = ['--cpu-prof', '--cpu-prof-interval', '100', '--cpu-prof-dir', into];
    for (let turn = 0; turn < 10; turn += 1) execFileSync(process.execPath, [...options, ...args], { stdio: 'ignore' });
    return readdirSync(into).map((file) => readFileSync(join(into, file), 'utf8'));
  };
  try {
    execFileSync(process.execPath, [join(ROOT, 'tools/build.mjs'), join(folder, 'dist'), '--readable']);
    const program = [join(folder, 'dist/cli.js'), app, ...DRY];
    execFileSync(process.execPath, program, { stdio: 'ignore' }); // what it keeps for later runs is kept now
    return partsOf(profiles('ours', program), profiles('empty', ['-e', '0']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const apps: Record<string, Record<string, number>> = {};
let partsOfOne: Record<string, number> = {};
for (const name of APPS) {
  const project = await makeProject(name);
  const args = [join(project.folder, project.example.spec.dir ?? ''), ...DRY];
  apps[name] = compare(args);
  process.stdout.write(`${name}: ${JSON.stringify(apps[name])}\n`);
  if (name === APPS[0]) {
    apps[`${name}, first run`] = compare(args, { NODE_DISABLE_COMPILE_CACHE: '1' });
    partsOfOne = parts(args[0] ?? '');
  }
  removeProject(project);
}
const results = {
  date: new Date().toISOString().slice(0, 16),
  node: process.version,
  pairs,
  installed: installed(),
  files: Object.fromEntries(
    ['cli.js', 'main.js', 'help.js', 'commands.js'].map((name) => [name, statSync(join(ROOT, 'dist', name)).size]),
  ),
  help: compare(['--help']),
  dryRuns: apps,
  partsInMilliseconds: partsOfOne,
};
meter.close();
writeFileSync(join(import.meta.dirname, 'results-startup.json'), `${JSON.stringify(results, null, 1)}\n`);
process.stdout.write(`${JSON.stringify(results, null, 1)}\n`);
