import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brokenApps, soundApp, type BrokenApp } from '../support/broken-apps.ts';
import { docker, prepareImages } from './docker.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.js');

/** The parts of `verify --json` that are asked for here. */
interface Report {
  readonly passed: boolean;
  readonly steps: readonly {
    readonly id: string;
    readonly state: string;
    readonly failure?: { readonly problem: { readonly id: string }; readonly cause?: { readonly id: string } };
  }[];
}

/** A sound app passes, and each broken one is told by its own cause. */
export async function checkVerify(): Promise<string> {
  await withApp({}, async (folder) => {
    const { code, report } = await verify(folder);
    if (code !== 0 || !report.passed) throw new Error(`a sound app: ${JSON.stringify(report.steps)}`);
  });
  for (const broken of brokenApps) await checkBroken(broken);
  return `${brokenApps.length} broken apps, each by its cause`;
}

/** An engine whose ports are not this machine's: it is asked by another address, and the app from beside its container. */
export async function checkElsewhere(): Promise<string> {
  const socket = /^unix:\/\/(.+)$/.exec(process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock')?.[1];
  const host = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
  if (socket === undefined || host === undefined) return 'not checked: no address of this machine, or no socket';
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: socket, allowHalfOpen: true });
    client.pipe(engine).pipe(client);
    for (const [end, other] of [
      [client, engine],
      [engine, client],
    ] as const)
      end.on('error', () => other.destroy());
  });
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await withApp({}, async (folder) => {
      const { code, text } = await verify(folder, { DOCKER_HOST: `tcp://${host}:${port}` });
      if (code !== 0 || !/asked beside it/.test(text)) throw new Error(text);
    });
  } finally {
    server.close();
  }
  return 'asked from beside the container';
}

async function checkBroken({ name, files, fails, problem, cause, says }: BrokenApp): Promise<void> {
  await withApp(files, async (folder) => {
    const { code, report, text } = await verify(folder);
    const failed = report.steps.filter(({ state }) => state === 'failed');
    const found = {
      code,
      fails: failed.map(({ id }) => id),
      problem: failed[0]?.failure?.problem.id,
      cause: failed[0]?.failure?.cause?.id,
    };
    if (JSON.stringify(found) !== JSON.stringify({ code: 1, fails, problem, cause }) || !says.test(text))
      throw new Error(`${name}: ${JSON.stringify(found)}\n${text}`);
  });
}

/** The moments, as the program itself names them, after which it is asked to end, and how: once, or again and again. */
const MOMENTS: readonly (readonly [moment: string, ...signals: NodeJS.Signals[]])[] = [
  ['build', 'SIGINT'],
  ['starts hardened', 'SIGTERM'],
  ['answers', 'SIGINT', 'SIGINT', 'SIGTERM'],
  ['rebuilds quickly', 'SIGHUP'],
  ['naive image', 'SIGINT', 'SIGINT'],
];

/** Interrupted at any moment, it ends with 130 and leaves nothing in the engine and no folder. */
export async function checkInterrupts(): Promise<string> {
  for (const [moment, ...signals] of MOMENTS)
    await withApp({ '.dockerignore': '.tmp\nDockerfile\n' }, async (folder) => {
      // Nothing of it is in the cache: each build takes its time.
      writeFileSync(join(folder, 'fresh.js'), `// ${Math.random()}\n`);
      const temporary = join(folder, '.tmp');
      mkdirSync(temporary);
      const { code, pid } = await interrupted(folder, temporary, moment, signals);
      if (code !== 130) throw new Error(`${moment}: it ended with ${String(code)}`);
      const left = [...(await leftBy(pid)), ...readdirSync(temporary)];
      if (left.length > 0) throw new Error(`${moment}: it left ${left.join(', ')}`);
    });
  return MOMENTS.map(([moment, ...signals]) => `${moment} (${signals.join(' ')})`).join(', ');
}

async function withApp(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  try {
    mkdirSync(join(folder, '.git'));
    for (const [path, text] of Object.entries({ ...soundApp, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    await prepareImages(join(folder, 'Dockerfile'));
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verify(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; report: Report; text: string }> {
  const child = spawn(process.execPath, [CLI, 'verify', folder, '--json', '--no-compare', '--wait', '6'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, report: JSON.parse(text || '{"steps":[]}') as Report, text });
    });
  });
}

function interrupted(
  folder: string,
  temporary: string,
  moment: string,
  signals: readonly NodeJS.Signals[],
): Promise<{ code: number | null; pid: number }> {
  const child = spawn(process.execPath, [CLI, 'verify', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  });
  let isAsked = false;
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (isAsked || !chunk.includes(moment)) return;
    isAsked = true;
    void (async () => {
      for (const signal of signals) {
        await sleep(300);
        child.kill(signal);
      }
    })();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, pid: child.pid ?? 0 });
    });
  });
}

/** Everything in the engine that a run of this process made: its label ends with the process's number. */
async function leftBy(pid: number): Promise<readonly string[]> {
  const label = 'create-dockerfile.verify';
  const lists = [
    ['ps', '--all', '--format', `{{.ID}} {{.Label "${label}"}}`],
    ['network', 'ls', '--format', '{{.ID}} {{.Name}}'],
    ['volume', 'ls', '--format', `{{.Name}} {{.Label "${label}"}}`],
    ['image', 'ls', '--format', '{{.ID}} {{.Repository}}'],
  ];
  const lines = await Promise.all(lists.map(async (list) => (await docker(...list)).split('\n')));
  return lines.flat().filter((line) => new RegExp(`verify-\\w+-${pid}\\b`).test(line));
}
