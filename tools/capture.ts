/** Writes each example's generated files as its expectation: npm run test:capture [NAME…]. Read the diff before you commit it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileExample, exampleNames, readExample } from '../test/support/examples.ts';

const wanted = process.argv.slice(2);
for (const name of exampleNames().filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const example = readExample(name);
  const { files, plan } = compileExample(example);
  if (files.length === 0) throw new Error(`${name}: ${JSON.stringify(plan.problems, null, 1)}`);
  for (const path of Object.keys(example.expected)) rmSync(join(example.folder, path));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(example.folder, path)), { recursive: true });
    writeFileSync(join(example.folder, path), text);
  }
}
