import { describe, expect, test } from '@jest/globals';
import { checkDockerfile, dockerfilesOf } from '../src/check/index.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { buildDrifts } from './support/drifts-build.ts';
import { runDrifts } from './support/drifts-run.ts';
import { example, lineOf, own, type Drift } from './support/drifts.ts';
import { exampleNames, readExample } from './support/examples.ts';

const TODAY = { today: '2026-11-21', tableAge: 0 };
const drifts = [...buildDrifts, ...runDrifts];

describe('check finds', () => {
  test.each(drifts.map((drift): [string, Drift] => [`${drift.id}: ${drift.what}`, drift]))('%s', (_name, drift) => {
    const { findings, problem } = checkDockerfile(memoryRepo(drift.files), 'Dockerfile', TODAY);
    expect(problem).toBeUndefined();
    const found = findings.filter(({ id }) => id === drift.id);
    const places = found.map(({ where, evidence }) => [where, evidence]);
    const file = drift.at[0];
    const at = { file, line: lineOf(drift.files, drift.at) };
    const [against, text] = drift.against ?? [];
    const evidence =
      against === undefined
        ? undefined
        : text === undefined
          ? expect.objectContaining({ file: against })
          : { file: against, line: lineOf(drift.files, [against, text]) };
    expect(places).toContainEqual([at, evidence]);
  });

  test('at least twenty-five kinds of drift are planted', () => {
    expect(new Set(drifts.map(({ id }) => id)).size).toBeGreaterThanOrEqual(25);
  });
});

describe('check is silent', () => {
  test.each(exampleNames())('on the example %s', (name) => {
    const { spec } = readExample(name);
    const repo = memoryRepo(example(name));
    const paths = dockerfilesOf(repo, spec.dir ?? '');
    expect(paths).not.toEqual([]);
    for (const path of paths) expect(checkDockerfile(repo, path, TODAY)).toMatchObject({ findings: [] });
  });

  test("on a person's Dockerfile that fits, at any date", () => {
    const files = { ...own, '.dockerignore': '.git\nnode_modules\ndist\n.env\n' };
    expect(checkDockerfile(memoryRepo(files), 'Dockerfile', TODAY).findings).toEqual([]);
  });
});
