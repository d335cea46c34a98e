import { build, checkProduction, imageName, lint } from './checks.ts';
import { docker, prepareImages } from './docker.ts';
import { makeProject, removeProject } from './project.ts';

/** A workspace with a native addon runs as it should when its image leaves out what the options allow. */
export async function checkSmaller(): Promise<string> {
  const options = { trace: true, strip: true };
  const made = await makeProject('npm-workspace', { '.create-dockerfile.json': JSON.stringify(options) });
  const project = { ...made, example: { ...made.example, name: 'smaller' } };
  try {
    await prepareImages(project.dockerfile);
    await lint(project);
    await build(project, 'production');
    await checkProduction(project);
    const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', imageName(project, 'production')));
    if (size > 160e6) throw new Error(`${size} bytes`);
    return `${(size / 1e6).toFixed(0)} MB`;
  } finally {
    removeProject(project);
    await docker('image', 'rm', '--force', imageName(project, 'production')).catch(() => undefined);
  }
}
