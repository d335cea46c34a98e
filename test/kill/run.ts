/**
 * Kills the program 200 times while it writes, at every operation on the disk and at random moments, and looks at what
 * it left: each file is the old or the new one, nothing of a person is lost, and the next run finishes and tidies up.
 *
 *     npm run test:kill
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundledCli } from '../support/cli.ts';
import { filesIn, folderOf, removeFolders } from '../support/folder.ts';

const KILLS = 200;
const HOOK = pathToFileURL(join(import.meta.dirname, 'hook.mjs')).href;
const APP = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n`,
};

type Files = Readonly<Record<string, string>>;

/** A state of the disk and the run that changes it: new files, an update with an edit, a deletion, a person's file. */
interface Scenario {
  readonly name: string;
  readonly before: Files;
  readonly args: readonly string[];
}

function scenarios(): readonly Scenario[] {
  const written = afterRun(APP, []);
  const edited = { ...written, Dockerfile: (written['Dockerfile'] ?? '').replace('USER', 'LABEL a=b\nUSER') };
  return [
    { name: 'create', before: APP, args: [] },
    { name: 'update', before: edited, args: ['--port', '4000'] },
    { name: 'delete', before: written, args: ['--no-compose', '--base', 'slim'] },
    { name: 'force', before: { ...APP, Dockerfile: 'FROM mine\n', '.dockerignore': 'mine\n' }, args: ['--force'] },
  ];
}

function afterRun(files: Files, args: readonly string[]): Files {
  const root = folderOf(files);
  const { status, stderr } = spawnSync(process.execPath, [bundledCli(), root, '--yes', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return filesIn(root);
}

/** Runs until it is killed or done: at an operation, or after a time. @returns whether it was killed. */
function killed(root: string, args: readonly string[], at: number | undefined, milliseconds: number): Promise<boolean> {
  const hook = at === undefined ? [] : ['--import', HOOK];
  const child = spawn(process.execPath, [...hook, bundledCli(), root, '--yes', ...args], {
    stdio: 'ignore',
    env: { ...process.env, KILL_AT: String(at ?? 0) },
  });
  const timer = at === undefined ? setTimeout(() => child.kill('SIGKILL'), milliseconds) : undefined;
  return new Promise((resolve) => {
    child.on('exit', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

const isTemporary = (path: string): boolean => path.includes('.create-dockerfile.tmp-');

function checkLeft({ name, before }: Scenario, after: Files, left: Files): void {
  for (const [path, text] of Object.entries(left)) {
    if (isTemporary(path)) continue;
    if (text !== before[path] && text !== after[path]) throw new Error(`${name}: ${path} is neither old nor new`);
  }
  for (const [path, text] of Object.entries(before))
    if (left[path] === undefined && after[path] !== undefined && text !== '')
      throw new Error(`${name}: ${path} is gone`);
}

function checkRepaired({ name, before, args }: Scenario, after: Files, root: string): void {
  const { status, stderr } = spawnSync(process.execPath, [bundledCli(), root, '--yes', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: the next run ended with ${String(status)}: ${stderr}`);
  const now = filesIn(root);
  const temporary = Object.keys(now).filter(isTemporary);
  if (temporary.length > 0) throw new Error(`${name}: ${temporary.join(', ')} was left`);
  for (const [path, text] of Object.entries(after))
    if (now[path] !== text && !path.endsWith('.orig')) throw new Error(`${name}: ${path} is not as it should be`);
  for (const [path, text] of Object.entries(before))
    if (text.includes('mine') && !Object.values(now).includes(text)) throw new Error(`${name}: ${path} was lost`);
}

async function main(): Promise<void> {
  const cases = scenarios().map((scenario) => ({ scenario, after: afterRun(scenario.before, scenario.args), at: 1 }));
  let kills = 0;
  let tries = 0;
  while (kills < KILLS) {
    const each = cases[tries % cases.length];
    if (each === undefined) return;
    tries += 1;
    // A fifth at a random moment (a run takes some 150 ms), and all once every operation had its kill.
    const at = each.at === 0 || tries % 5 === 0 ? undefined : each.at;
    const root = folderOf(each.scenario.before);
    const wasKilled = await killed(root, each.scenario.args, at, 60 + Math.random() * 140);
    if (wasKilled) kills += 1;
    if (at !== undefined) each.at = wasKilled ? each.at + 1 : 0;
    checkLeft(each.scenario, each.after, filesIn(root));
    checkRepaired(each.scenario, each.after, root);
  }
  process.stdout.write(`${kills} kills in ${tries} runs: nothing lost, nothing left\n`);
}

try {
  await main();
} finally {
  removeFolders();
}
