import { describe, expect, test } from '@jest/globals';
import { defaultOptions } from '../src/plan/options.ts';
import { renderFiles } from '../src/render/index.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';
import { faultsOf, parseDockerfile } from './support/dockerfile.ts';

describe.each(exampleNames())('%s', (name) => {
  const example = readExample(name);
  const { plan, files } = compileExample(example);

  test('is planned by the stated preset, without an error', () => {
    expect(plan.problems.filter((problem) => problem.level === 'error')).toEqual([]);
    expect(plan.images.map((image) => image.preset)).toEqual([example.spec.preset]);
  });

  test.each(Object.keys(example.expected))('%s is as expected', (path) => {
    expect(files.find((file) => file.path === path)?.text).toBe(example.expected[path]);
  });

  test('generates the expected files and no other', () => {
    expect(files.map((file) => file.path).sort()).toEqual(Object.keys(example.expected).sort());
  });

  test('says what the container must do', () => {
    expect(example.spec.http ?? example.spec.stdout).toBeDefined();
  });

  test('has a Dockerfile without faults, whose last stage is production', () => {
    for (const { text } of files.filter((file) => file.path.endsWith('Dockerfile'))) {
      expect(faultsOf(text)).toEqual([]);
      const { stages } = parseDockerfile(text);
      expect(stages.at(-1)).toBe('production');
      expect(stages).not.toContain(undefined);
      expect(new Set(stages).size).toBe(stages.length);
    }
  });

  test('is planned in data: a plan that went through JSON gives the same files', () => {
    const copy = JSON.parse(JSON.stringify(plan)) as typeof plan;
    expect(renderFiles(copy, { ...defaultOptions, ...example.spec.options })).toEqual(files);
  });
});
