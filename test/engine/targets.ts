import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { build, imageName } from './checks.ts';
import { ask, docker, eventually, freePort, prepareImages, run } from './docker.ts';
import { makeProject, removeProject, type Project } from './project.ts';

/** Seconds for a first start, which compiles everything where there is something to compile. */
const PATIENCE = 600;

/** One text of a file in place of another. */
interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** How an example is worked on: what is edited and seen, and what makes its tests fail. */
export interface Work {
  readonly example: string;
  readonly path: string;
  readonly edit: Edit;
  /** Left out where nothing is tested. */
  readonly mistake?: Edit;
}

/** One example of each stack, and of each way by which an edit is seen. */
export const works: readonly Work[] = [
  {
    example: 'express',
    path: '/',
    edit: { file: 'index.js', from: 'Hello from Express', to: 'edited' },
    mistake: { file: 'test/index.test.js', from: "'function'", to: "'mistake'" },
  },
  { example: 'vite-site', path: '/', edit: { file: 'index.html', from: 'Hello from Vite', to: 'edited' } },
  {
    example: 'python-fastapi',
    path: '/notes',
    edit: { file: 'app/notes.py', from: 'Hello from FastAPI', to: 'edited' },
    mistake: { file: 'tests/test_notes.py', from: 'Hello from FastAPI', to: 'mistake' },
  },
  {
    example: 'go-gin',
    path: '/books/x',
    edit: { file: 'main.go', from: '"Go"', to: '"edited"' },
    mistake: { file: 'main_test.go', from: 'gin.New() == nil', to: 'gin.New() != nil' },
  },
  {
    example: 'spring-boot',
    path: '/orders',
    edit: {
      file: 'src/main/java/com/example/orders/OrderController.java',
      from: 'coffee',
      to: 'edited',
    },
    mistake: {
      file: 'src/test/java/com/example/orders/OrderControllerTest.java',
      from: 'coffee',
      to: 'mistake',
    },
  },
  { example: 'static-site', path: '/', edit: { file: 'index.html', from: 'Hello from a page', to: 'edited' } },
];

/** The four targets of an example, each for what it is there for. */
export async function checkTargets(work: Work): Promise<string> {
  const project = await makeProject(work.example);
  try {
    await prepareImages(project.dockerfile);
    await expectProductionAlone(project);
    await expectTests(project, work);
    await expectShell(project);
    const seconds = await expectReload(project, work);
    return `an edit is seen after ${seconds.toFixed(1)} s`;
  } finally {
    removeProject(project);
    for (const target of ['test', 'debug', 'production'])
      await docker('image', 'rm', '--force', imageName(project, target)).catch(() => undefined);
  }
}

/** What BuildKit says that it does for production names no stage of the other targets. */
async function expectProductionAlone(project: Project): Promise<void> {
  const { dockerfile, context } = project;
  const { all } = await execa(
    'docker',
    ['build', '--progress', 'plain', '--tag', imageName(project, 'production'), '--file', dockerfile, context],
    { all: true, stdin: 'ignore' },
  );
  const stages = [...all.matchAll(/^#\d+ \[(\S+)/gm)].flatMap(([, stage]) => stage ?? []);
  const others = stages.filter((stage) => /^(test|development|debug|shell)$/.test(stage));
  if (others.length > 0 || stages.length === 0) throw new Error(`production built ${others.join(', ') || 'nothing'}`);
}

async function expectTests(project: Project, { mistake }: Work): Promise<void> {
  await build(project, 'test');
  if (mistake === undefined) return;
  await edited(project, mistake, async () => {
    const failed = await build(project, 'test').then(
      () => false,
      () => true,
    );
    if (!failed) throw new Error('its test target passes with a test that fails');
  });
}

async function expectShell(project: Project): Promise<void> {
  await build(project, 'debug');
  const said = await docker('run', '--rm', '--entrypoint', 'sh', imageName(project, 'debug'), '-c', 'echo shell');
  if (said !== 'shell') throw new Error(`its debug target says ${said}`);
}

/** Starts what compose.dev.yaml says, edits a source and waits until the answer changes. */
async function expectReload(project: Project, { edit, path }: Work): Promise<number> {
  const folder = dirname(project.dockerfile);
  const outside = await freePort();
  const compose = await published(folder, outside);
  const url = `http://127.0.0.1:${outside}${path}`;
  const stop = new AbortController();
  const up = execa('docker', [...compose, 'up', '--build', '--watch'], {
    cwd: folder,
    all: true,
    reject: false,
    stdin: 'ignore',
    cancelSignal: stop.signal,
    gracefulCancel: false,
  });
  const expect = (isSeen: (body: string) => boolean): Promise<void> =>
    eventually(PATIENCE, async () => {
      const { status, body } = await ask(url);
      if (status !== 200 || !isSeen(body)) throw new Error(`${url} answers ${status}: ${body.slice(0, 500)}`);
    });
  try {
    await expect((body) => body.includes(edit.from));
    const start = Date.now();
    await edited(project, edit, () => expect((body) => body.includes('edited')));
    return (Date.now() - start) / 1000;
  } catch (error) {
    stop.abort();
    throw new Error(`${String(error)}\n${(await up).all.slice(-3000)}`, { cause: error });
  } finally {
    stop.abort();
    await up;
    await run('docker', [...compose, 'down', '--volumes', '--rmi', 'local', '--timeout', '1'], folder);
  }
}

/** The two files, and one that publishes their port where nothing else listens. */
async function published(folder: string, outside: number): Promise<readonly string[]> {
  const files = ['compose', '--file', 'compose.yaml', '--file', 'compose.dev.yaml'];
  const config = JSON.parse(await run('docker', [...files, 'config', '--format', 'json'], folder)) as {
    readonly services: Readonly<Record<string, { readonly ports?: readonly { readonly target: number }[] }>>;
  };
  const [name, service] = Object.entries(config.services).find(([, { ports }]) => ports !== undefined) ?? [];
  const ports = service?.ports?.map(({ target }) => `      - "127.0.0.1:${outside}:${target}"`) ?? [];
  const override = join(folder, 'ports.yaml');
  writeFileSync(override, ['services:', `  ${name ?? ''}:`, '    ports: !override', ...ports, ''].join('\n'));
  return [...files, '--file', override];
}

/** Runs something while a file is edited. */
async function edited(project: Project, { file, from, to }: Edit, during: () => Promise<void>): Promise<void> {
  const path = join(dirname(project.dockerfile), file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
  try {
    await during();
  } finally {
    writeFileSync(path, text);
  }
}
