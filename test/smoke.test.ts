import { describe, expect, test } from '@jest/globals';
import { compileExample, exampleNames, readExample } from './support/examples.ts';

describe.each(exampleNames())('%s', (name) => {
  test('compiles', () => {
    expect(compileExample(readExample(name)).files.length).toBeGreaterThan(0);
  });
});
