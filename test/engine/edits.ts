import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { personsEdits, type PersonsEdit } from '../support/edits.ts';
import { build, checkProduction, imageName } from './checks.ts';
import { docker, prepareImages, run } from './docker.ts';
import { makeProject, removeProject, type Project } from './project.ts';

/** Those that change which stages there are, and the one that everybody makes. */
const BUILT = ['a label in the runtime', 'a stage added', 'a stage renamed'];
const PORT = 4100;

/** Generated, edited, generated again for another port and another Node: what comes out is built, run and asked. */
export async function checkEdits(): Promise<string> {
  for (const edit of personsEdits.filter(({ name }) => BUILT.includes(name))) await checkEdit(edit);
  return BUILT.join(', ');
}

async function checkEdit({ name, edit, added }: PersonsEdit): Promise<void> {
  const project: Project = { ...(await makeProject('typescript-api')), port: PORT };
  try {
    writeFileSync(project.dockerfile, edit(readFileSync(project.dockerfile, 'utf8')));
    const manifest = join(project.folder, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"node": "[^"]*"/, '"node": "22"'));
    const cli = join(import.meta.dirname, '../../dist/cli.js');
    await run(process.execPath, [cli, project.folder, '--yes', '--port', String(PORT)]);
    const merged = readFileSync(project.dockerfile, 'utf8');
    const missing = [...added, `EXPOSE ${PORT}`].filter((line) => !merged.includes(line));
    if (missing.length > 0 || !merged.includes('node:22')) throw new Error(`${name}: lost ${missing.join('; ')}`);
    await prepareImages(project.dockerfile);
    await build(project, 'test');
    await build(project, 'production');
    await checkProduction(project);
  } finally {
    removeProject(project);
    for (const target of ['test', 'production'])
      await docker('image', 'rm', '--force', imageName(project, target)).catch(() => undefined);
  }
}
