import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exampleNames, readExample } from '../support/examples.ts';
import { ask, eventually, freePort, prepareImages, run } from './docker.ts';
import { makeProject, removeProject } from './project.ts';

/** Examples that talk to a database, a cache or a queue. */
export const COMPOSED = exampleNames().filter((name) => readExample(name).spec.compose !== undefined);

/** A fresh clone is healthy after one command, and what the app answers then comes from its servers. */
export async function checkCompose(name: string): Promise<string> {
  const project = await makeProject(name);
  const { spec } = project.example;
  const folder = dirname(project.dockerfile);
  const outside = await freePort();
  const override = join(folder, 'ports.yaml');
  const compose = (...args: readonly string[]): Promise<string> =>
    run(
      'docker',
      ['compose', '-p', `create-dockerfile-${name}`, '-f', 'compose.yaml', '-f', override, ...args],
      folder,
    );
  const services = JSON.parse(await run('docker', ['compose', 'config', '--format', 'json'], folder)) as {
    readonly services: Readonly<Record<string, { readonly ports?: readonly { readonly target: number }[] }>>;
  };
  // What the file publishes may be taken on this machine: the app gets a free port, a page for people none.
  const published = Object.entries(services.services).flatMap(([service, { ports }]) => {
    const isApp = ports?.some(({ target }) => target === project.port) === true;
    const other = isApp ? `["127.0.0.1:${outside}:${project.port ?? 0}"]` : '[]';
    return ports === undefined ? [] : [`  ${service}:\n    ports: !override ${other}`];
  });
  writeFileSync(override, `services:\n${published.join('\n')}\n`);
  try {
    await prepareImages(project.dockerfile, join(folder, 'compose.yaml'));
    const start = Date.now();
    await compose('up', '--build', '--wait', '--wait-timeout', '240');
    const seconds = (Date.now() - start) / 1000;
    const url = `http://127.0.0.1:${outside}${spec.compose?.path ?? '/'}`;
    await eventually(30, async () => {
      const { status, body } = await ask(url);
      const missing = (spec.compose?.body ?? []).filter((text) => !body.includes(text));
      if (status !== 200 || missing.length > 0)
        throw new Error(`${url} answered ${status} without ${JSON.stringify(missing)}: ${body.slice(0, 500)}`);
    });
    return `healthy in ${seconds.toFixed(0)} s: ${Object.keys(services.services).join(', ')}`;
  } catch (error) {
    const logs = await compose('logs', '--tail', '30').catch(() => '');
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${logs.slice(-3000)}`, {
      cause: error,
    });
  } finally {
    await compose('down', '--volumes', '--rmi', 'local', '--timeout', '2').catch(() => undefined);
    removeProject(project);
  }
}
