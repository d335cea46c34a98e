import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultOptions, type Options } from '../../src/plan/options.ts';
import { compileExample, readExample, type Example } from '../support/examples.ts';
import { parseDockerfile } from '../support/dockerfile.ts';
import { run } from './docker.ts';

const root = join(import.meta.dirname, '../..');
const MADE = new Set(['node_modules', 'target', '.venv', 'dist', '.next', '__pycache__', '.gradle']);

/** A copy of an example's app in a folder of its own, with the files that the command line wrote there. */
export interface Project {
  readonly example: Example;
  readonly folder: string;
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
  /** Absolute path of the build context. */
  readonly context: string;
  readonly stages: readonly string[];
  /** Folders that the container writes to, which compose.yaml gives volumes. */
  readonly writable: readonly string[];
  readonly port: number | undefined;
}

/** @param own files of a person's, beside the app's. */
export async function makeProject(name: string, own: Readonly<Record<string, string>> = {}): Promise<Project> {
  const example = readExample(name);
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  cpSync(example.folder, folder, {
    recursive: true,
    filter: (path) => !MADE.has(path.split(/[\\/]/).at(-1) ?? ''),
  });
  for (const path of [...Object.keys(example.expected), 'example.json']) rmSync(join(folder, path));
  for (const [path, text] of Object.entries(own)) writeFileSync(join(folder, path), text);
  mkdirSync(join(folder, '.git')); // the context ends at the folder that git starts at
  await run(process.execPath, [join(root, 'dist/cli.js'), join(folder, example.spec.dir ?? ''), ...flagsOf(example)]);
  const image = compileExample(example).plan.images[0];
  if (image === undefined) throw new Error('the example is not planned');
  const dockerfile = join(folder, image.dir, example.spec.options?.output ?? 'Dockerfile');
  return {
    example,
    folder,
    dockerfile,
    context: join(folder, image.context),
    stages: parseDockerfile(readFileSync(dockerfile, 'utf8')).stages.filter((stage) => stage !== undefined),
    writable: image.compose.volumes.map((volume) => volume.target),
    port: image.compose.port,
  };
}

export function removeProject(project: Project): void {
  rmSync(project.folder, { recursive: true, force: true });
}

/** The files that differ from what the example expects. */
export function differences({ example, folder }: Project): readonly string[] {
  return Object.entries(example.expected)
    .filter(([path, text]) => readFileSync(join(folder, path), 'utf8') !== text)
    .map(([path]) => path);
}

function flagsOf({ spec }: Example): readonly string[] {
  const flags = Object.entries(spec.options ?? {}).flatMap(([name, value]) => {
    if (value === defaultOptions[name as keyof Options]) return [];
    if (value === true) return [`--${name}`];
    return value === false
      ? [`--no-${name}`]
      : [`--${name}`, typeof value === 'number' ? String(value) : (value as string)];
  });
  return ['--yes', ...flags];
}
