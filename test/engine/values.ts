import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ignorePattern } from '../../src/quote.ts';
import { helpers } from '../../src/render/helpers.ts';
import { docker, prepareImages } from './docker.ts';

const TEXTS = [
  'a b',
  '$HOME ${X} $(id)',
  '"quoted" \'twice\'',
  'back\\slash\\',
  '#no comment',
  '<<EOF',
  '`id`',
  'ü 漢',
  '[x] {y} *',
  '&& true',
  '\t|;',
];
const NAMES = ['a b.txt', '$x.txt', "it's.txt", 'q"q.txt', '[a].txt', 'st*r.txt', '#hash.txt', '!bang.txt', 'ü.txt'];
const WORKDIR = '/a b/$x "y" \'z\' \\ #';
const IMAGE = 'create-dockerfile-test/values';

/** Hostile values, quoted by our helpers, must come out of the engine as they went in. */
export async function checkValues(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  const env = TEXTS.map((value, index) => ({ name: `V${index}`, value }));
  const names = NAMES.filter((name) => process.platform !== 'win32' || !/["*]/.test(name));
  const dockerfile = [
    '# syntax=docker/dockerfile:1',
    'FROM scratch AS production',
    `WORKDIR ${helpers.path(WORKDIR)}`,
    `ENV ${helpers.env(env)}`,
    ...names.map((name, index) => helpers.copyLine({ sources: [name], target: `./${index}` })),
    'COPY . ./context/',
    `ENTRYPOINT ${helpers.json(TEXTS)}`,
    `CMD ${helpers.json([...TEXTS].reverse())}`,
    `HEALTHCHECK CMD ${helpers.json(TEXTS)}`,
  ];
  try {
    for (const name of names) writeFileSync(join(folder, name), `content of ${name}`);
    for (const name of ['kept', ...names]) writeFileSync(join(folder, `left ${name}`), 'ignored');
    writeFileSync(join(folder, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
    writeFileSync(join(folder, '.dockerignore'), names.map((name) => `${ignorePattern(`left ${name}`)}\n`).join(''));
    await prepareImages(join(folder, 'Dockerfile'));
    await docker('build', '--tag', IMAGE, folder);
    await expectConfig(env.map(({ name, value }) => `${name}=${value}`));
    await expectFiles(folder, names);
    return `${TEXTS.length} values, ${names.length} names`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await docker('image', 'rm', '--force', IMAGE).catch(() => undefined);
  }
}

async function expectConfig(env: readonly string[]): Promise<void> {
  const config = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config}}', IMAGE)) as {
    readonly Env: readonly string[];
    readonly Entrypoint: readonly string[];
    readonly Cmd: readonly string[];
    readonly Healthcheck: { readonly Test: readonly string[] };
    readonly WorkingDir: string;
  };
  expectSame(
    config.Env.filter((pair) => pair.startsWith('V')),
    env,
  );
  expectSame(config.Entrypoint, TEXTS);
  expectSame(config.Cmd, [...TEXTS].reverse());
  expectSame(config.Healthcheck.Test, ['CMD', ...TEXTS]);
  expectSame(config.WorkingDir, WORKDIR);
}

/** Each file holds what the file of its name holds; what the ignore file names did not come in. */
async function expectFiles(folder: string, names: readonly string[]): Promise<void> {
  const container = await docker('create', IMAGE);
  try {
    const out = join(folder, 'out');
    await docker('cp', `${container}:${WORKDIR}`, out);
    expectSame(
      names.map((_, index) => readFileSync(join(out, String(index)), 'utf8')),
      names.map((name) => `content of ${name}`),
    );
    const ignored = readdirSync(join(out, 'context')).filter((name) => name.startsWith('left'));
    expectSame(ignored, ['left kept']);
  } finally {
    await docker('rm', container);
  }
}

function expectSame(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
}
