import { expect, test } from '@jest/globals';
import { documents, read, withFreshBlocks } from '../tools/readme-blocks.ts';

test.each(documents)('the generated parts of %s are up to date (npm run readme)', (path) => {
  expect(read(path)).toBe(withFreshBlocks(read(path)));
});
