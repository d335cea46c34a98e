import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { exitCodeOf } from '../src/model/problem.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { exampleNames, readExample } from './support/examples.ts';
import { hostileText } from './support/mutations.ts';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 1000);

const files = exampleNames().flatMap((name) => Object.entries(readExample(name).files));

/** Names that detection looks for, at the root or in a folder, and names that nobody looks for. */
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...new Set(files.map(([name]) => name))) },
  fc
    .tuple(fc.constantFrom('app', 'apps/web', 'src'), fc.constantFrom(...files.map(([name]) => name)))
    .map((parts) => parts.join('/')),
  hostileText.map((text) => text.replaceAll('/', '_').replace(/^\.{1,2}$/, '_')),
);

/** A manifest of another app, of another format, cut off, with a value of another type, or noise. */
const content = fc.oneof(
  fc.constantFrom(...files.map(([, text]) => text)),
  fc
    .tuple(fc.constantFrom(...files.map(([, text]) => text)), fc.nat(400))
    .map(([text, length]) => text.slice(0, length)),
  fc
    .record(
      Object.fromEntries(
        [
          'name',
          'main',
          'scripts',
          'dependencies',
          'devDependencies',
          'engines',
          'workspaces',
          'packageManager',
          'type',
          'bin',
          'packages',
          'tools',
        ].map((key) => [
          key,
          fc.oneof(
            fc.jsonValue({ maxDepth: 2 }),
            fc.dictionary(
              fc.constantFrom('start', 'build', 'test', 'prepare', 'node', 'express', '__proto__', 'constructor'),
              fc.oneof(hostileText, fc.jsonValue({ maxDepth: 1 })),
            ),
          ),
        ]),
      ),
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }),
  hostileText,
);

test('compile never throws, whatever stands in the files', () => {
  const repository = fc.array(fc.tuple(path, content), { maxLength: 8 }).map((entries) => Object.fromEntries(entries));
  const options = fc.record({ start: hostileText, port: fc.nat(70_000) }, { requiredKeys: [] });
  const property = fc.property(
    repository,
    options,
    fc.constantFrom('', 'app', 'apps/web', 'missing'),
    (repositoryFiles, chosen, dir) => {
      const repo = memoryRepo(repositoryFiles);
      const result = compile(repo, dir, { ...defaultOptions, ...chosen });
      const problems = [...repo.problems, ...result.plan.problems];
      expect(exitCodeOf(problems)).not.toBe(70);
      if (result.files.length === 0) expect(exitCodeOf(problems)).toBeGreaterThan(0);
      expect(() => JSON.stringify(result)).not.toThrow();
    },
  );
  fc.assert(property, { seed, numRuns });
});
