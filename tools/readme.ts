/** Makes the generated parts of the documents anew: npm run readme. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolders } from '../test/support/folder.ts';
import { documents, read, withFreshBlocks } from './readme-blocks.ts';

for (const path of documents) writeFileSync(join(import.meta.dirname, '..', path), await withFreshBlocks(read(path)));
removeFolders();
