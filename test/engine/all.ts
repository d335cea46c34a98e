import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ask, eventually, freePort, prepareImages, run } from './docker.ts';

/** Two apps that nothing connects, both on the port that they read from a variable. */
const FILES = {
  'api/package.json': '{ "name": "api", "private": true, "scripts": { "start": "node server.js" } }',
  'api/server.js':
    "require('node:http').createServer((q, s) => s.end('api says hello')).listen(process.env.PORT || 3000);\n",
  'clock/go.mod': 'module example.com/clock\n\ngo 1.25\n',
  'clock/main.go': `package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "clock says hello") })
	log.Fatal(http.ListenAndServe(":3000", nil))
}
`,
};
const ANSWERS = { api: ['/', 'api says hello'], clock: ['/healthz', 'clock says hello'] } as const;

/** A repository with several apps is healthy after one command, and one bake file builds them all. */
export async function checkAll(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  const project = 'create-dockerfile-all';
  const compose = (...args: readonly string[]): Promise<string> =>
    run('docker', ['compose', '-p', project, '-f', 'compose.yaml', '-f', 'ports.yaml', ...args], folder);
  mkdirSync(join(folder, '.git'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  try {
    await run(process.execPath, [join(import.meta.dirname, '../../dist/cli.js'), folder, '--all', '--bake', '--yes']);
    const { services } = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as {
      readonly services: Readonly<Record<string, { readonly ports: readonly string[] }>>;
    };
    const published = Object.values(services).map(({ ports }) => ports[0]?.split(':')[1]);
    if (new Set(published).size !== published.length) throw new Error(`one port twice: ${published.join(', ')}`);
    // What the file publishes may be taken on this machine.
    const outside = { api: await freePort(), clock: await freePort() };
    const ports = (['api', 'clock'] as const).map(
      (name) => `  ${name}:\n    ports: !override ["127.0.0.1:${outside[name]}:3000"]`,
    );
    writeFileSync(join(folder, 'ports.yaml'), `services:\n${ports.join('\n')}\n`);
    for (const name of ['api', 'clock']) await prepareImages(join(folder, name, 'Dockerfile'));
    await compose('up', '--build', '--wait', '--wait-timeout', '240');
    for (const name of ['api', 'clock'] as const) {
      const [path, text] = ANSWERS[name];
      await eventually(30, async () => {
        const { status, body } = await ask(`http://127.0.0.1:${outside[name]}${path}`);
        if (status !== 200 || body !== text) throw new Error(`${name} answered ${status}: ${body.slice(0, 300)}`);
      });
    }
    const printed = JSON.parse(
      await run('docker', ['buildx', 'bake', '--file', 'docker-bake.hcl', '--print'], folder),
    ) as { readonly target: Readonly<Record<string, { readonly context?: string }>> };
    const contexts = Object.values(printed.target).map(({ context }) => context);
    for (const name of ['api', 'clock'])
      if (!contexts.includes(name))
        throw new Error(`no target of the bake file builds ${name}: ${contexts.join(', ')}`);
    return `${Object.keys(services).join(', ')}; ${Object.keys(printed.target).length} targets of one bake file`;
  } finally {
    await compose('down', '--volumes', '--rmi', 'local', '--timeout', '2').catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
}
