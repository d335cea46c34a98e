import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { ask, docker, eventually, prepareImages, run, stateOf } from '../test/engine/docker.ts';
import { contentsOf, type Contents } from './contents.ts';
import { middle, rounded } from './processes.ts';
import type { Stack, Variant } from './stacks.ts';

/** What is known of one image. */
/** What it holds is not known of older runs. */
export interface Measured extends Partial<Contents> {
  readonly megabytes: number;
  /** Of these, the image that it stands on. */
  readonly baseMegabytes: number;
  /** From base images, an empty cache and the network to the image. */
  readonly firstBuildSeconds: number;
  /** From an edited source file to the image. */
  readonly rebuildSeconds: number;
  /** The steps that ran again then. */
  readonly ranAgain: readonly string[];
  /** Sizes of the layers that the edit made anew, in kB. */
  readonly newLayersKilobytes: readonly number[];
  /** From `docker start` to the first answer. */
  readonly startSeconds: number;
  readonly stopSeconds: number;
  readonly exitCode: number;
}

const ROOT = join(import.meta.dirname, '..');
const TIMES = 3;
/** What the program wrote there is written anew. */
const WRITTEN =
  /^(Dockerfile|compose\.yaml|\.dockerignore|example\.json|renovate\.json|docker-bake\.hcl|\.github|node_modules)$/;

/** Builds a variant of a stack from nothing and after an edit, starts and stops it, and removes it. */
export async function measureVariant(name: string, stack: Stack, variant: Variant): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  const image = `create-dockerfile-bench/${name}`;
  const again = `${image}:edited`;
  try {
    await write(folder, name, stack, variant);
    await prepareImages(join(folder, 'Dockerfile'));
    const firstBuildSeconds = await seconds(() => build(folder, image, '--no-cache'));
    const before = (await layers(image)).map(({ id }) => id);
    const bytes = await bytesOf(image);
    const base = baseOf(folder);
    const contents = await contentsOf(image, base, stack.own);
    const running = await startAndStop(image, stack.path, variant.env ?? {});
    const source = join(folder, stack.edit.file);
    writeFileSync(source, edited(readFileSync(source, 'utf8'), stack.edit));
    let log = '';
    const rebuildSeconds = await seconds(async () => {
      log = await build(folder, again);
    });
    return {
      megabytes: rounded(bytes / 1e6, 1),
      baseMegabytes: rounded((base === undefined ? 0 : await bytesOf(base)) / 1e6, 1),
      ...contents,
      firstBuildSeconds: rounded(firstBuildSeconds, 1),
      rebuildSeconds: rounded(rebuildSeconds, 1),
      ranAgain: ranIn(log),
      newLayersKilobytes: (await layers(again)).flatMap((each) =>
        before.includes(each.id) ? [] : [rounded(each.bytes / 1e3, 0)],
      ),
      ...running,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await docker('image', 'rm', '--force', image, again).catch(() => undefined);
  }
}

async function write(
  folder: string,
  name: string,
  { app }: Stack,
  { dockerfile, options = [] }: Variant,
): Promise<void> {
  cpSync(join(ROOT, app), folder, { recursive: true, filter: (path) => !WRITTEN.test(basename(path)) });
  mkdirSync(join(folder, '.git')); // where the context ends
  const target = join(folder, 'Dockerfile');
  if (dockerfile === undefined) await run(process.execPath, [join(ROOT, 'dist/cli.js'), folder, '--yes', ...options]);
  else cpSync(join(import.meta.dirname, 'stacks', name, dockerfile), target);
  rmSync(join(folder, '.git'), { recursive: true });
  // Cache mounts that nothing was put into yet.
  const own = `bench-${Date.now()}`;
  const text = readFileSync(target, 'utf8');
  writeFileSync(
    target,
    text.replace(/type=cache,target=([^\s,]+)/g, (mount, path: string) => `${mount},id=${own}${path}`),
  );
}

function edited(text: string, { file, from, to }: Stack['edit']): string {
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return text.replace(from, to.replace('#', String(Date.now())));
}

async function build(folder: string, image: string, ...options: readonly string[]): Promise<string> {
  const args = ['build', '--progress', 'plain', ...options, '--tag', image, folder];
  const { all, failed } = await execa('docker', args, { all: true, reject: false, stdin: 'ignore' });
  if (failed) throw new Error(all.slice(-3000));
  return all;
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

/** The RUN steps of a build that came from no cache. */
function ranIn(log: string): readonly string[] {
  const steps = [...log.matchAll(/^#(\d+) \[(?:(\S+) )?\d+\/\d+\] (RUN .*)$/gm)];
  const ran = steps.filter(([, id = '']) => !new RegExp(`^#${id} CACHED$`, 'm').test(log));
  return [
    ...new Set(
      ran.map(([, , stage = '', step = '']) => `${stage}: ${step.replace(/--mount=\S+ */g, '').slice(0, 80)}`),
    ),
  ];
}

async function bytesOf(image: string): Promise<number> {
  return Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
}

/** The image that the last stage stands on; undefined for scratch. */
function baseOf(folder: string): string | undefined {
  const stages = [
    ...readFileSync(join(folder, 'Dockerfile'), 'utf8').matchAll(/^FROM (?:--\S+ )*(\S+)(?: AS (\S+))?/gm),
  ];
  let image = stages.at(-1)?.[1] ?? 'scratch';
  for (let parent; (parent = stages.find(([, , name]) => name === image)?.[1]) !== undefined;) image = parent;
  return image === 'scratch' ? undefined : image;
}

interface Layer {
  readonly id: string;
  readonly bytes: number;
}

/** The layers of an image, with their sizes before compression. */
async function layers(image: string): Promise<readonly Layer[]> {
  const ids = JSON.parse(await docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', image)) as string[];
  const { stdout } = await execa('sh', ['-c', 'docker save "$1" | tar -tvf -', '_', image]);
  return ids.map((id) => {
    const line = stdout.split('\n').find((text) => text.includes(id.replace('sha256:', 'blobs/sha256/')));
    return { id, bytes: Number(line?.split(/\s+/)[2]) };
  });
}

async function startAndStop(
  image: string,
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<Pick<Measured, 'startSeconds' | 'stopSeconds' | 'exitCode'>> {
  const ports = await docker(
    'image',
    'inspect',
    '--format',
    '{{range $p, $_ := .Config.ExposedPorts}}{{$p}} {{end}}',
    image,
  );
  const port = parseInt(ports, 10);
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const [starts, stops]: [number[], number[]] = [[], []];
  let exitCode = 0;
  for (let turn = 0; turn < TIMES; turn += 1) {
    const container = await docker('create', ...variables, image);
    try {
      starts.push(
        await seconds(async () => {
          await docker('start', container);
          const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
          const address = await docker('inspect', '--format', format, container);
          await eventually(120, () => ask(`http://${address}:${port}${path}`), 20);
        }),
      );
      // One that is killed takes the engine's whole patience each time.
      if (stops.every((each) => each < 5)) stops.push(await seconds(() => docker('stop', container)));
      exitCode = (await stateOf(container)).exitCode || exitCode;
    } finally {
      await docker('rm', '--force', '--volumes', container);
    }
  }
  return { startSeconds: rounded(middle(starts), 2), stopSeconds: rounded(middle(stops), 2), exitCode };
}
