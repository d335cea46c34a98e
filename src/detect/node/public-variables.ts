import { join, within, type Repo } from '../../repo/repo.ts';
import { sourceFiles } from '../sources.ts';

/** A variable that a build puts into what a browser loads. */
export interface PublicVariable {
  readonly name: string;
  /** Its tracked value, where one of the .env files has it. */
  readonly value?: string;
}

/** Tracked files that may hold values, the one that a production build prefers first. */
const ENV_FILES = ['.env.production', '.env', '.env.example', '.env.sample'];
const VALUES_COUNT = 2;

/** The variables with a public prefix that the sources read or a tracked .env file sets, sorted. */
export function publicVariables(repo: Repo, dir: string, prefixes: readonly string[]): readonly PublicVariable[] {
  if (prefixes.length === 0) return [];
  const from = envFolder(repo, dir);
  const named = new RegExp(`\\b((?:${prefixes.join('|')})[A-Z0-9_]+)\\b`, 'g');
  const texts = [
    ...sourceFiles(repo, dir, ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'tsx', 'vue', 'svelte', 'astro', 'html']),
    ...ENV_FILES.map((file) => join(from, file)),
  ];
  const names = new Set(
    texts.flatMap((file) => [...(repo.read(file) ?? '').matchAll(named)].map((found) => found[1] ?? '')),
  );
  const values = ENV_FILES.slice(0, VALUES_COUNT).map((file) => readEnvFile(repo.read(join(from, file)) ?? ''));
  return [...names].sort().map((name) => {
    const value = values.map((file) => file.get(name)).find((each) => each !== undefined);
    return { name, ...(value === undefined ? {} : { value }) };
  });
}

/** The folder of the .env files: the app's, or the one that its Vite configuration names. @see https://vite.dev/config/shared-options#envdir */
function envFolder(repo: Repo, dir: string): string {
  const files = repo.scan([join(dir, '*.config.{js,mjs,cjs,ts,mts,cts}')]);
  const stated = files.map((file) => /\benvDir\s*:\s*['"`]([\w./-]+)['"`]/.exec(repo.read(file) ?? '')?.[1]);
  return within(dir, stated.find((each) => each !== undefined) ?? '') ?? dir;
}

/** NAME=value lines; quotes around a value are taken away. */
function readEnvFile(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.replace(/^(['"])(.*)\1$/, '$2')]];
  });
  return new Map(pairs);
}
