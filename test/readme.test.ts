import { afterAll, expect, jest, test } from '@jest/globals';
import { documents, read, withFreshBlocks } from '../tools/readme-blocks.ts';
import { removeFolders } from './support/folder.ts';

jest.setTimeout(60_000);
afterAll(removeFolders);

test.each(documents)('the generated parts of %s are up to date (npm run readme)', async (path) => {
  expect(read(path)).toBe(await withFreshBlocks(read(path)));
});
