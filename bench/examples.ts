/**
 * Measures the production image of every example and writes bench/results.json: npm run bench [-- --only NAME … --clean].
 * Needs a Docker engine. The figures of one run compare with each other, not with those of another machine.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, imageName, removeContainer, startProduction } from '../test/engine/checks.ts';
import { docker, prepareImages, stateOf } from '../test/engine/docker.ts';
import { makeProject, removeProject, type Project } from '../test/engine/project.ts';
import { exampleNames } from '../test/support/examples.ts';
import { median, seconds } from './measure.ts';

const RESULTS = join(import.meta.dirname, 'results.json');
const TIMES = 3;
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, clean: { type: 'boolean' } } });

interface Result {
  readonly preset: string;
  readonly megabytes: number;
  /** From a changed source file to an image, the caches being warm. */
  readonly rebuildSeconds: number;
  /** From nothing but the base images and the network to an image (--clean). */
  readonly cleanSeconds?: number;
  /** From `docker stop` to the end of the container; left out for a program that ends by itself. */
  readonly stopSeconds?: number;
  readonly exitCode?: number;
}

/** How a harmless change looks in a source file. */
const COMMENTS: Readonly<Record<string, string>> = {
  js: '//',
  ts: '//',
  tsx: '//',
  go: '//',
  java: '//',
  py: '#',
  html: '',
  astro: '',
  svelte: '',
  vue: '',
};

async function measure(name: string): Promise<Result> {
  const project = await makeProject(name);
  try {
    await prepareImages(project.dockerfile);
    const clean = values.clean === true ? { cleanSeconds: median([await cleanBuild(project)]) } : {};
    await build(project, 'production');
    const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', imageName(project, 'production')));
    const rebuilds: number[] = [];
    for (let i = 0; i < TIMES; i += 1) rebuilds.push(await rebuild(project, i));
    return {
      preset: project.example.spec.preset,
      megabytes: Math.round(size / 1e5) / 10,
      rebuildSeconds: median(rebuilds),
      ...clean,
      ...(project.port === undefined ? {} : await stop(project)),
    };
  } finally {
    removeProject(project);
    await docker('image', 'rm', '--force', imageName(project, 'production')).catch(() => undefined);
  }
}

/** Builds without layers of before and with cache mounts that nothing was ever put into. */
async function cleanBuild({ dockerfile, context, example: { name } }: Project): Promise<number> {
  const text = readFileSync(dockerfile, 'utf8');
  const own = `bench-${Date.now()}`;
  const clean = text.replace(/type=cache,target=([^\s,]+)/g, (mount, target: string) => `${mount},id=${own}${target}`);
  writeFileSync(dockerfile, clean);
  try {
    return await seconds(() =>
      docker('build', '--no-cache', '--tag', `bench-clean/${name}`, '--file', dockerfile, context),
    );
  } finally {
    writeFileSync(dockerfile, text);
    await docker('image', 'rm', '--force', `bench-clean/${name}`).catch(() => undefined);
  }
}

async function rebuild(project: Project, turn: number): Promise<number> {
  const { file, comment } = sourceOf(project);
  appendFileSync(join(project.folder, file), `${comment} change ${turn} of ${Date.now()}\n`);
  return seconds(() => build(project, 'production'));
}

/** The first source file, nearest to the top, that is neither a test nor a configuration. */
function sourceOf({ example }: Project): { readonly file: string; readonly comment: string } {
  const sources = Object.keys(example.files)
    .filter((path) => COMMENTS[extension(path)] !== undefined && !/test|config|\.d\.ts$/i.test(path))
    .sort((a, b) => a.split('/').length - b.split('/').length);
  const [file] = sources;
  if (file === undefined) throw new Error('no source file');
  return { file, comment: COMMENTS[extension(file)] ?? '' };
}

function extension(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

async function stop(project: Project): Promise<Pick<Result, 'stopSeconds' | 'exitCode'>> {
  const times: number[] = [];
  let exitCode = 0;
  for (let i = 0; i < TIMES; i += 1) {
    const container = await startProduction(project);
    times.push(await seconds(() => docker('stop', container)));
    exitCode = (await stateOf(container)).exitCode;
    await removeContainer(container);
  }
  return { stopSeconds: median(times), exitCode };
}

function known(): Readonly<Record<string, Result>> {
  try {
    return (JSON.parse(readFileSync(RESULTS, 'utf8')) as { examples: Readonly<Record<string, Result>> }).examples;
  } catch {
    return {};
  }
}

const names = exampleNames();
const results = Object.fromEntries(Object.entries(known()).filter(([name]) => names.includes(name)));
for (const name of names.filter((each) => values.only?.includes(each) ?? true)) {
  const result = await measure(name);
  results[name] = result;
  process.stdout.write(`${name}: ${JSON.stringify(result)}\n`);
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = {
    date: new Date().toISOString().slice(0, 10),
    engine: await docker('version', '--format', '{{.Server.Version}}'),
    examples: sorted,
  };
  writeFileSync(RESULTS, `${JSON.stringify(text, null, 1)}\n`);
}
