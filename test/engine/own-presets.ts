import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkProduction, imageName } from './checks.ts';
import { docker, prepareImages, run } from './docker.ts';
import { makeProject, removeProject } from './project.ts';

/** An app in a repository with a preset and stage templates of its own is built, run and asked like any other one. */
export async function checkOwnPresets(): Promise<string> {
  const project = await makeProject('express');
  try {
    cpSync(join(import.meta.dirname, '../own-presets'), join(project.folder, '.create-dockerfile.d'), {
      recursive: true,
    });
    await run(process.execPath, [join(import.meta.dirname, '../../dist/cli.js'), project.folder, '--yes']);
    if (!readFileSync(project.dockerfile, 'utf8').includes('com.acme.base'))
      throw new Error('its own stage is not used');
    await prepareImages(project.dockerfile);
    await build(project, 'production');
    await checkProduction(project);
    const versions = await docker('run', '--rm', imageName(project, 'production'), 'cat', '/versions.json');
    return `node ${(JSON.parse(versions) as { node: string }).node}`;
  } finally {
    removeProject(project);
    await docker('image', 'rm', '--force', imageName(project, 'production')).catch(() => undefined);
  }
}
