import { expect, test } from '@jest/globals';
import { readReadme, withFreshBlocks } from '../tools/readme-blocks.ts';

test('the generated parts of the README are up to date (npm run readme)', () => {
  expect(readReadme()).toBe(withFreshBlocks(readReadme()));
});
