import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { compile, type Compiled } from '../src/compile.ts';
import type { ImagePlan, Plan } from '../src/model/plan.ts';
import { exitCodeOf, type Problem } from '../src/model/problem.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { renderFiles } from '../src/render/index.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { faultsOf, parseDockerfile } from './support/dockerfile.ts';
import { exampleNames, readExample } from './support/examples.ts';
import { changes, HARMLESS, hostileText, placesOf } from './support/mutations.ts';

/** The same values on every run; PROPERTY_SEED and PROPERTY_RUNS look further. */
const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);
const runs = Number(process.env['PROPERTY_RUNS'] ?? 600);

/** What was compiled, with everything that was found wrong on the way. */
interface Outcome extends Omit<Compiled, 'repository'> {
  readonly problems: readonly Problem[];
}

const examples = exampleNames().map(readExample);
const counts = { all: 0, planned: 0, sameShape: 0 };

/** Everything that must hold of what was compiled, whatever the values are. */
function expectSound({ plan, files }: Outcome, options: Options): void {
  const calm = renderFiles(calmed(plan), options);
  for (const image of plan.images) {
    const text = textOf(files, options.output);
    expect(faultsOf(text)).toEqual([]);
    const dockerfile = parseDockerfile(text);
    expect(dockerfile.keywords).toEqual(parseDockerfile(textOf(calm, options.output)).keywords);
    const planned = arraysOf(image.values).map((words) => JSON.stringify(words));
    const written = dockerfile.execForms.map(({ words }) => JSON.stringify(words));
    expect(written.filter((words) => !planned.includes(words))).toEqual([]);
    const { command, entrypoint = [], health = [] } = image.values.runtime;
    const needed = [command, entrypoint, health]
      .filter((words) => words.length > 0)
      .map((words) => JSON.stringify(words));
    expect(needed.filter((words) => !written.includes(words))).toEqual([]);
    expectCompose(textOf(files, 'compose.yaml'), image);
  }
}

function expectCompose(text: string, { compose, context }: ImagePlan): void {
  const { services } = parseYaml(text, { merge: true }) as {
    services: Record<string, { build: { context: string }; ports?: string[]; volumes?: string[] }>;
  };
  const service = services[compose.name];
  expect(Object.keys(services)[0]).toBe(compose.name);
  expect(service?.ports).toEqual(
    compose.port === undefined ? undefined : [`127.0.0.1:${compose.port}:${compose.port}`],
  );
  expect(service?.volumes?.map((volume) => volume.replaceAll('$$', '$')) ?? []).toEqual(
    compose.volumes.map(({ name, target }) => `${name}:${target}`),
  );
  if (context === '') expect(service?.build.context).toMatch(/^\.(\.?\/?)*$/);
}

function textOf(files: Compiled['files'], name: string): string {
  return files.find((file) => file.path.split('/').at(-1) === name)?.text ?? '';
}

/** The plan with every character that means something in a Dockerfile taken out of its values. */
function calmed(plan: Plan): Plan {
  const calm = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return key === 'text' ? value : value.replace(/[^\w@%+=:,./*-]/gu, 'x');
    if (Array.isArray(value)) return value.map((item) => calm(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, calm(inner, name)]));
  };
  return {
    ...plan,
    images: plan.images.map((image) => ({ ...image, values: calm(image.values) as ImagePlan['values'] })),
  };
}

/** Every list of texts in the planned values. */
function arraysOf(value: unknown): readonly (readonly string[])[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(arraysOf) : [];
}

/** The plan's form without its texts: where it is the same, the Dockerfile has the same instructions. */
function shapeOf({ plan }: Outcome): string {
  const images = plan.images.map(({ stages, values }) => ({ stages: stages.map(({ kind }) => kind), values }));
  return JSON.stringify(images, (key, value: unknown) => (typeof value === 'string' && key !== 'kind' ? '' : value));
}

describe('hostile values in the manifests of an example', () => {
  test.each(examples.map((example) => [example.name, example] as const))('%s', (_name, example) => {
    const options = { ...defaultOptions, ...example.spec.options };
    const run = (files: Readonly<Record<string, string>>): Outcome => {
      const repo = memoryRepo(files);
      const { plan, files: written } = compile(repo, example.spec.dir ?? '', options);
      return { plan, files: written, problems: [...repo.problems, ...plan.problems] };
    };
    const places = placesOf(example.files);
    const mutation = fc.record({
      place: fc.constantFrom(...places),
      kind: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
      text: hostileText,
    });
    const property = fc.property(mutation, ({ place, kind, text }) => {
      const hostile = run(place.set(changes[kind](text)));
      counts.all += 1;
      if (hostile.files.length === 0) {
        expect(exitCodeOf(hostile.problems)).toBeGreaterThan(0);
        expect(exitCodeOf(hostile.problems)).not.toBe(70);
        return;
      }
      counts.planned += 1;
      expectSound(hostile, options);
      const harmless = run(place.set(changes[kind](HARMLESS)));
      if (shapeOf(hostile) !== shapeOf(harmless)) return;
      counts.sameShape += 1;
      const [ours, theirs] = [hostile, harmless].map(({ files }) => parseDockerfile(textOf(files, options.output)));
      expect(ours?.keywords).toEqual(theirs?.keywords);
      expect(ours?.stages).toEqual(theirs?.stages);
    });
    fc.assert(property, { seed, numRuns: Math.ceil(runs / examples.length) });
  });

  test('still reach a plan, and mostly the same one as harmless values', () => {
    expect(counts.planned / counts.all).toBeGreaterThan(0.6);
    expect(counts.sameShape / counts.planned).toBeGreaterThan(0.6);
  });
});
