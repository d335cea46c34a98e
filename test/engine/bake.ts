import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ImagePlan } from '../../src/model/plan.ts';
import { renderBake } from '../../src/render/bake.ts';
import { compileExample, exampleNames, readExample } from '../support/examples.ts';
import { docker, prepareImages, run } from './docker.ts';

/** The example that is built by its bake file. */
const BUILT = 'typescript-api';

/** Characters that mean something to HCL, to a shell or to Docker. */
const HOSTILE = ['a ${TAG} b', '%{ if true }', `"quoted" 'twice'`, 'back\\slash', '#hash /* b', 'github.com'];

type Printed = Readonly<Record<string, { readonly context: string; readonly dockerfile: string }>>;

/** Bake understands the file of every example and of hostile folders, and builds one of them. */
export async function checkBake(): Promise<string> {
  for (const name of exampleNames()) await understands(name);
  await understandsHostile();
  const folder = writeExample(BUILT);
  const images = ['latest', 'development'].map((tag) => `localhost/bake-test/${BUILT}:${tag}`);
  try {
    await prepareImages(join(folder, 'Dockerfile'));
    const bake = ['docker', 'buildx', 'bake', '--load', 'default', 'test', 'development'];
    await run('env', ['REGISTRY=localhost/bake-test/', ...bake], folder);
    for (const image of images) await docker('image', 'inspect', image);
    return `${exampleNames().length} printed; production, test and development of ${BUILT} built`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await docker('image', 'rm', '--force', ...images).catch(() => undefined);
  }
}

async function understands(name: string): Promise<void> {
  const folder = writeExample(name);
  try {
    const { plan, files } = withBake(name);
    const [image] = plan.images;
    const path = files.find((file) => file.path.endsWith('.hcl'))?.path ?? '';
    const targets = Object.entries(await printed(join(folder, path)));
    if (targets.length < 2) throw new Error(`${name}: ${path} has no targets`);
    for (const [target, { context, dockerfile }] of targets) {
      const built = join(dirname(join(folder, path)), context, dockerfile);
      if (built !== join(folder, image?.dir ?? '', 'Dockerfile')) throw new Error(`${name}: ${target} builds ${built}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function understandsHostile(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  try {
    const built = HOSTILE.map((dir, index) => {
      const compose = { name: `app-${index}`, args: [], secrets: [] };
      const image = { dir, context: dir, compose } as unknown as ImagePlan;
      return { image, dockerfile: join(dir, 'Dockerfile'), stages: ['production'], secrets: [] };
    });
    const { path, text } = renderBake(built);
    writeFileSync(join(root, path), text);
    const contexts = Object.values(await printed(join(root, path))).map(({ context }) => context);
    const missing = HOSTILE.filter((dir) => !contexts.includes(dir) && !contexts.includes(`./${dir}`));
    if (missing.length > 0) throw new Error(`not understood: ${missing.join(', ')}; ${contexts.join(', ')}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What Bake makes of a file, called in its folder. */
async function printed(file: string): Promise<Printed> {
  const text = await run('docker', ['buildx', 'bake', '--file', file, '--print', 'default', 'release'], dirname(file));
  return (JSON.parse(text) as { readonly target: Printed }).target;
}

function withBake(name: string): ReturnType<typeof compileExample> {
  const example = readExample(name);
  return compileExample({
    ...example,
    spec: { ...example.spec, options: { ...example.spec.options, bake: true } },
  });
}

function writeExample(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  cpSync(readExample(name).folder, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  for (const { path, text } of withBake(name).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
