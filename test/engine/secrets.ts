import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { secretKinds } from '../../src/plan/secret-files.ts';
import { build, imageName, printsText } from './checks.ts';
import { docker, prepareImages } from './docker.ts';
import { layersHold } from './layers.ts';
import { makeProject, removeProject, type Project } from './project.ts';

const SECRET = 'planted-secret-4f1c9a77';
const NAMES = secretKinds.flatMap(({ names }) => names);

/** Puts every kind of secret where people leave them: into each folder of the app, unless the app has a file there. */
export function plantSecrets({ example, folder, context, dockerfile }: Project): void {
  const own = Object.keys(example.files).map((path) => dirname(join(folder, path)));
  for (const place of new Set([...own, context, dirname(dockerfile)]))
    for (const path of [...NAMES, '.git/planted'].map((name) => join(place, name))) {
      if (existsSync(path)) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `SECRET=${SECRET}\n`);
    }
}

/** @throws where a planted secret is part of the build context, or of a layer of one of the images. */
export async function expectNoSecrets(project: Project, images: readonly string[]): Promise<void> {
  if (await contextHolds(project)) throw new Error('its build context holds a secret');
  if (await layersHold(images, SECRET)) throw new Error(`a layer of ${images.join(', ')} holds a secret`);
}

/** Whether a planted secret passes the ignore file: all that does is copied into an empty image. */
async function contextHolds({ context, dockerfile }: Project): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  try {
    const ignore = ignoreFile(context, dockerfile);
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
    writeFileSync(join(folder, 'Dockerfile.dockerignore'), readFileSync(ignore));
    const args = ['build', '--quiet', '--file', join(folder, 'Dockerfile'), '--output', 'type=tar,dest=-', context];
    return await printsText('docker', args, SECRET);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ignoreFile(context: string, dockerfile: string): string {
  const preferred = `${dockerfile}.dockerignore`;
  return existsSync(preferred) ? preferred : join(context, '.dockerignore');
}

/** Proof that the search can fail: with nothing ignored, it finds what is planted, in the context and in layers. */
export async function checkSearch(): Promise<string> {
  const project = await makeProject('express');
  const image = imageName(project, 'nothing-ignored');
  try {
    await prepareImages(project.dockerfile);
    plantSecrets(project);
    writeFileSync(ignoreFile(project.context, project.dockerfile), '');
    if (!(await contextHolds(project))) throw new Error('nothing is found in a context that nothing is kept out of');
    // A later layer hides what an earlier one holds.
    const text = `${readFileSync(project.dockerfile, 'utf8')}\nFROM dependencies AS nothing-ignored\nCOPY . .\nRUN find . -type f -delete\n`;
    writeFileSync(project.dockerfile, text);
    await build(project, 'nothing-ignored');
    if (!(await layersHold([image], SECRET))) throw new Error('nothing is found in the layers of such an image');
    return 'found where nothing is ignored';
  } finally {
    removeProject(project);
    await docker('image', 'rm', '--force', image).catch(() => undefined);
  }
}

/** A person's own ignore file that lets outputs in alone stays, and the image is built by ours. */
export async function checkOwnIgnore(): Promise<string> {
  const text = '*\n!target/*-runner\n';
  const project = await makeProject('express', { '.dockerignore': text });
  try {
    if (readFileSync(join(project.folder, '.dockerignore'), 'utf8') !== text) throw new Error('it was changed');
    await prepareImages(project.dockerfile);
    plantSecrets(project);
    await build(project, 'production');
    await expectNoSecrets(project, [imageName(project, 'production')]);
    return 'built beside it';
  } finally {
    removeProject(project);
    await docker('image', 'rm', '--force', imageName(project, 'production')).catch(() => undefined);
  }
}
