import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { answers, ask, buildOptions, docker, eventually, freePort, HARDENED, run, stateOf } from './docker.ts';
import type { Project } from './project.ts';

/** Targets that a person may name; the other stages are steps on their way. */
export const TARGETS = ['test', 'development', 'debug', 'production'];

export function imageName({ example }: Project, target: string): string {
  return `create-dockerfile-test/${example.name}:${target}`;
}

export async function lint({ dockerfile, context }: Project): Promise<void> {
  await docker('build', '--check', '--file', dockerfile, context);
  if (await answers('hadolint', '--version')) await run('hadolint', [dockerfile]);
  if (await answers('checkov', '--version')) await run('checkov', ['--file', dockerfile, '--compact', '--quiet']);
  if (await answers('docker', 'compose', 'version'))
    for (const files of [['compose.yaml'], ['compose.yaml', 'compose.dev.yaml']])
      await run(
        'docker',
        ['compose', ...files.flatMap((file) => ['--file', file]), 'config', '--quiet'],
        dirname(dockerfile),
      );
}

export async function build(project: Project, target: string): Promise<void> {
  const { dockerfile, context } = project;
  const tag = imageName(project, target);
  await docker('build', ...buildOptions(), '--target', target, '--tag', tag, '--file', dockerfile, context);
}

/** Starts the production image hardened, and waits until it does what example.json says. The caller removes it. */
async function startProduction(project: Project): Promise<string> {
  const { spec } = project.example;
  const outside = await freePort();
  const container = await docker(
    'run',
    '--detach',
    ...HARDENED,
    ...(project.port === undefined ? [] : ['--publish', `127.0.0.1:${outside}:${project.port}`]),
    ...project.writable.flatMap((path) => ['--volume', path]),
    ...Object.entries(spec.env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    imageName(project, 'production'),
  );
  try {
    if (spec.http) await expectAnswer(`http://127.0.0.1:${outside}${spec.http.path}`, spec.http, container);
    if (spec.stdout) await expectOutput(container, spec.stdout);
    return container;
  } catch (error) {
    await removeContainer(container);
    throw error;
  }
}

async function removeContainer(container: string): Promise<void> {
  await docker('rm', '--force', '--volumes', container);
}

/** Runs the production image: it must do what example.json says, be healthy, and end when it is asked to. */
export async function checkProduction(project: Project): Promise<void> {
  const image = imageName(project, 'production');
  await expectNumericUser(image);
  const container = await startProduction(project);
  try {
    await expectHealth(image, container);
    await expectStop(container);
  } finally {
    await removeContainer(container);
  }
}

/** Whether a program's output, which may be large, holds a text. */
export function printsText(file: string, args: readonly string[], text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let end = '';
    let found = false;
    child.stdout.setEncoding('latin1').on('data', (chunk: string) => {
      const part = end + chunk;
      found ||= part.includes(text);
      end = part.slice(-text.length);
    });
    child.on('error', reject).on('close', (code) => {
      if (code === 0) resolve(found);
      else reject(new Error(`${file} ${args.join(' ')} ended with ${String(code)}`));
    });
  });
}

async function expectNumericUser(image: string): Promise<void> {
  const user = await docker('image', 'inspect', '--format', '{{.Config.User}}', image);
  if (!/^[1-9]\d*:\d+$/.test(user)) throw new Error(`its user is ${JSON.stringify(user)}, not a numeric one`);
}

async function expectAnswer(
  url: string,
  wanted: { status: number; body: readonly string[] },
  container: string,
): Promise<void> {
  await eventually(60, async () => {
    try {
      const { status, body } = await ask(url);
      const missing = wanted.body.filter((text) => !body.includes(text));
      if (status !== wanted.status || missing.length > 0)
        throw new Error(`${url} answered ${status} without ${JSON.stringify(missing)}: ${body.slice(0, 500)}`);
    } catch (error) {
      throw new Error(`${String(error)}\n${await logsOf(container)}`, { cause: error });
    }
  });
}

async function expectOutput(container: string, wanted: readonly string[]): Promise<void> {
  await eventually(60, async () => {
    const logs = await logsOf(container);
    const missing = wanted.filter((text) => !logs.includes(text));
    if (missing.length > 0) throw new Error(`it did not print ${JSON.stringify(missing)}: ${logs}`);
  });
}

/** Runs the image's own check at once: the engine would wait for its interval. */
async function expectHealth(image: string, container: string): Promise<void> {
  const text = await docker('image', 'inspect', '--format', '{{json .Config.Healthcheck}}', image);
  const [kind, ...words] = (JSON.parse(text) as { Test?: readonly string[] } | null)?.Test ?? [];
  if (kind === undefined || kind === 'NONE') return;
  const command = kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
  await eventually(30, () => docker('exec', container, ...command));
}

/** A program that still runs must end by itself on SIGTERM: being killed after the engine's patience is a failure. */
async function expectStop(container: string): Promise<void> {
  await sleep(300); // a program that prints and ends may still be ending
  if ((await stateOf(container)).running) {
    await docker('stop', container);
    const { exitCode } = await stateOf(container);
    if (exitCode === 137) throw new Error('it was killed: it did not end on SIGTERM');
  } else {
    const { exitCode } = await stateOf(container);
    if (exitCode !== 0) throw new Error(`it ended with ${exitCode}: ${await logsOf(container)}`);
  }
}

async function logsOf(container: string): Promise<string> {
  const { all } = await execa('docker', ['logs', container], { all: true, reject: false });
  return all.slice(-2000);
}
