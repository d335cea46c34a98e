import { parse } from 'yaml';
import { compile } from '../../src/compile.ts';
import type { Decision } from '../../src/model/plan.ts';
import { defaultOptions } from '../../src/plan/options.ts';
import { memoryRepo } from '../../src/repo/memory.ts';

export type Files = Readonly<Record<string, string>>;

export interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
}

export interface Written {
  readonly text: string;
  readonly services: Readonly<Record<string, Service>>;
  /** Names of the services, the app's first. */
  readonly names: readonly string[];
  /** Variables of the app. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ids of the problems. */
  readonly problems: readonly string[];
  readonly decisions: readonly Decision[];
}

/** The compose file of some files, read back, with what was said of it. */
export function composeOf(files: Files): Written {
  const repo = memoryRepo(files);
  const { plan, files: written } = compile(repo, '', defaultOptions);
  const text = written.find(({ path }) => path === 'compose.yaml')?.text ?? '';
  const { services } = parse(text, { merge: true }) as { services: Readonly<Record<string, Service>> };
  const [app = ''] = Object.keys(services);
  return {
    text,
    services,
    names: Object.keys(services),
    environment: services[app]?.environment ?? {},
    problems: [...repo.problems, ...plan.problems].map(({ id }) => id),
    decisions: plan.decisions.filter(({ subject }) => subject === 'service'),
  };
}

export const node = (dependencies: Record<string, string>, code: string, more: Files = {}): Files => ({
  'package.json': JSON.stringify({ name: 'shop', scripts: { start: 'node server.js' }, dependencies }),
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n${code}`,
  ...more,
});
export const python = (requirements: string, code: string, more: Files = {}): Files => ({
  'requirements.txt': `fastapi\nuvicorn\n${requirements}\n`,
  'main.py': `import os\nfrom fastapi import FastAPI\napp = FastAPI()\n${code}`,
  ...more,
});
export const go = (driver: string, code: string): Files => ({
  'go.mod': `module example.com/shop\n\ngo 1.26\n\nrequire ${driver} v1.0.0\n`,
  'go.sum': 'x',
  'main.go': `package main\n\nimport (\n\t"net/http"\n\t"os"\n\n\t_ "${driver}"\n)\n\nfunc main() {\n${code}\n\thttp.ListenAndServe(":8080", nil)\n}\n`,
});
