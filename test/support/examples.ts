import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type Compiled } from '../../src/compile.ts';
import { defaultOptions, type Options } from '../../src/plan/options.ts';
import { memoryRepo } from '../../src/repo/memory.ts';

const folder = join(import.meta.dirname, '../../examples');

/** Files of an example that are expectations, not the app. */
const EXPECTED =
  /(^|\/)(Dockerfile|\.dockerignore|compose(\.dev)?\.yaml|example\.json|[^/]*\.dockerignore|docker-bake[^/]*\.hcl|renovate\.json)$|^\.github\/workflows\/docker/;

/** example.json: how the example is generated, and what its container must do. */
export interface ExampleSpec {
  readonly preset: string;
  /** Folder of the app in the example; its root where left out. */
  readonly dir?: string;
  readonly options?: Partial<Options>;
  /** What the app must answer. */
  readonly http?: { readonly path: string; readonly status: number; readonly body: readonly string[] };
  /** What the app must answer where it runs with its servers: `docker compose up --wait` is healthy first. */
  readonly compose?: { readonly path: string; readonly body: readonly string[] };
  /** What the app must print. */
  readonly stdout?: readonly string[];
  /** Variables that the container is run with. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Example {
  readonly name: string;
  readonly folder: string;
  readonly spec: ExampleSpec;
  /** The app's own files. */
  readonly files: Readonly<Record<string, string>>;
  /** The generated files as they are expected, by path. */
  readonly expected: Readonly<Record<string, string>>;
}

export function exampleNames(): readonly string[] {
  return readdirSync(folder).sort();
}

export function readExample(name: string): Example {
  const root = join(folder, name);
  const texts = Object.fromEntries(
    walk(root).map((path): [string, string] => [path, readFileSync(join(root, path), 'utf8')]),
  );
  const pick = (expected: boolean): Record<string, string> =>
    Object.fromEntries(
      Object.entries(texts).filter(([path]) => EXPECTED.test(path) === expected && path !== 'example.json'),
    );
  return {
    name,
    folder: root,
    spec: JSON.parse(texts['example.json'] ?? '{}') as ExampleSpec,
    files: pick(false),
    expected: pick(true),
  };
}

function walk(root: string, dir = ''): string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = dir === '' ? entry.name : `${dir}/${entry.name}`;
    if (entry.isDirectory())
      return ['node_modules', 'target', '.venv', 'dist', '.next', '__pycache__'].includes(entry.name)
        ? []
        : walk(root, path);
    return [path];
  });
}

/** The whole pure way of an example, from its files to the generated ones. */
export function compileExample(example: Pick<Example, 'files' | 'spec'>): Compiled {
  return compile(memoryRepo(example.files), example.spec.dir ?? '', { ...defaultOptions, ...example.spec.options });
}
