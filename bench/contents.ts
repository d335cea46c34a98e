import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { rounded } from './processes.ts';

/** What an image holds beyond its base, by what it is there for. */
export interface Contents {
  /** Files of the app itself. */
  readonly appMegabytes: number;
  /** What makes up for something that the base lacks: a runtime, bytecode, an archive of classes. */
  readonly addedMegabytes: number;
  /** The largest files that are neither. */
  readonly others: readonly string[];
}

/** Runtimes that are put beside an app, and what is compiled ahead so that not every start does it. */
const ADDED = /^(opt\/java\/|nodejs\/bin\/|usr\/lib\/python3[^/]*\/)|\.(pyc|jsa)$/;

/**
 * The files in the layers above the base image.
 * @param base undefined where there is none.
 * @param app paths of the app's own files, without the first slash.
 */
export async function contentsOf(image: string, base: string | undefined, app: RegExp): Promise<Contents> {
  const own = (await layersOf(image)).slice(base === undefined ? 0 : (await layersOf(base)).length);
  const files = await filesIn(image, own);
  const added = files.filter(({ path }) => ADDED.test(path));
  const apps = files.filter(({ path }) => !ADDED.test(path) && app.test(path));
  const others = files.filter((file) => !added.includes(file) && !apps.includes(file) && file.bytes > 10_000);
  return {
    appMegabytes: megabytes(apps),
    addedMegabytes: megabytes(added),
    others: others
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, 10)
      .map(({ path, bytes }) => `${path} ${rounded(bytes / 1e3, 0)} kB`),
  };
}

interface File {
  readonly path: string;
  readonly bytes: number;
}

function megabytes(files: readonly File[]): number {
  return rounded(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6, 2);
}

async function layersOf(image: string): Promise<readonly string[]> {
  const { stdout } = await execa('docker', ['image', 'inspect', '--format', '{{json .RootFS.Layers}}', image]);
  return JSON.parse(stdout) as string[];
}

interface Manifest {
  readonly Layers: readonly string[];
}

async function filesIn(image: string, ids: readonly string[]): Promise<readonly File[]> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-bench-'));
  try {
    await execa('sh', ['-c', 'docker save "$1" | tar -xf - -C "$2"', '_', image, folder]);
    const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest[];
    const paths = manifest?.Layers.slice(-ids.length || Infinity) ?? [];
    const lists = await Promise.all(paths.map((path) => execa('tar', ['-tvf', join(folder, path)])));
    return lists.flatMap(({ stdout }) => stdout.split('\n').flatMap((line) => fileOf(line) ?? []));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line of `tar -tv`: mode, owner, size, date, time, path. */
function fileOf(line: string): File | undefined {
  const [, bytes, path] = /^-\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+(.*)$/.exec(line) ?? [];
  return path === undefined ? undefined : { path: path.replace(/^\.\//, ''), bytes: Number(bytes) };
}
