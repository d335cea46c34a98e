/** Makes the generated parts of README.md anew: npm run readme. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReadme, withFreshBlocks } from './readme-blocks.ts';

writeFileSync(join(import.meta.dirname, '../README.md'), withFreshBlocks(readReadme()));
