import data from '../../../data/build-variables.json' with { type: 'json' };
import { withoutComments } from '../../parse/script-source.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { sourceFiles } from '../sources.ts';
import { envFiles, trackedValues } from './env-files.ts';

/** A variable that a build reads. */
export interface BuildVariable {
  readonly name: string;
  /** Its tracked value, where one of the .env files has it. */
  readonly value?: string;
}

const CODE = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'tsx', 'vue', 'svelte', 'astro'];
/** Configurations of the tools that a build runs. */
const CONFIGURATIONS = `{${data.configurations.join(',')}}.config.{js,mjs,cjs,ts,mts,cts}`;
/** Names that a tool, a test run or a hosting platform sets by itself. */
const SET_ELSEWHERE = new RegExp(`^(?:${data.setElsewhere.join('|')})`);
const READS = /\b(?:process\.env|import\.meta\.env|env)(?:\.|\[['"])([A-Z][A-Z0-9_]*)\b/g;

/** The variables with a public prefix that the sources read or a tracked .env file sets, sorted. */
export function publicVariables(repo: Repo, dir: string, prefixes: readonly string[]): readonly BuildVariable[] {
  if (prefixes.length === 0) return [];
  // A name that ends in `_` is the beginning of others: what a program looks for or joins, not what it reads.
  const named = new RegExp(`\\b((?:${prefixes.join('|')})[A-Z0-9_]*[A-Z0-9])\\b`, 'g');
  const files = [...sourceFiles(repo, dir, [...CODE, 'html']), ...envFiles(repo, dir)];
  return withValues(
    repo,
    dir,
    files.flatMap((file) => namesIn(repo.read(file) ?? '', named)),
  );
}

/** The variables that the configurations of the build read, sorted. */
export function configurationVariables(repo: Repo, dir: string): readonly BuildVariable[] {
  const names = repo
    .scan([join(dir, CONFIGURATIONS)])
    .flatMap((file) => namesIn(withoutComments(file, repo.read(file) ?? ''), READS));
  return withValues(
    repo,
    dir,
    names.filter((name) => !SET_ELSEWHERE.test(name)),
  );
}

/** The variables of an environment's schema that must be there. @see https://env.t3.gg/docs/customization */
const SCHEMA = /\bcreateEnv\(\{[\s\S]*?\bserver\s*:\s*\{([\s\S]*?)\n\s*\},/;
const SCHEMA_KEY = /^\s*([A-Z][A-Z0-9_]*)\s*:\s*([\s\S]*?)(?=,\s*\n\s*[A-Z][A-Z0-9_]*\s*:|,?\s*$)/gm;
/** `process.env.NAME!`: the code takes it for granted. */
const ASSERTED = /\bprocess\.env\.([A-Z][A-Z0-9_]*)!/g;
/** The usual way around a schema while nothing is set. */
const SKIPS = /\bSKIP_ENV_VALIDATION\b/;

export interface RequiredVariables {
  /** What code that a build runs cannot do without, sorted. */
  readonly variables: readonly BuildVariable[];
  /** Whether a schema can be told to let them be. */
  readonly skips: boolean;
}

/** What the server's code wants at once when it is loaded: a build that collects pages loads it. */
export function requiredVariables(repo: Repo, dir: string): RequiredVariables {
  const texts = sourceFiles(repo, dir, CODE).map((file) => withoutComments(file, repo.read(file) ?? ''));
  const skips = texts.some((text) => SKIPS.test(text));
  const schema = texts.flatMap((text) => {
    const keys = SCHEMA.exec(text)?.[1] ?? '';
    return [...`${keys}\n`.matchAll(SCHEMA_KEY)].flatMap(([, name = '', rule = '']) =>
      /\.(?:optional|default|nullish|catch)\(/.test(rule) ? [] : [name],
    );
  });
  const asserted = texts.flatMap((text) => namesIn(text, ASSERTED));
  const names = [...(skips ? [] : schema), ...asserted].filter((name) => !SET_ELSEWHERE.test(name));
  return { variables: withValues(repo, dir, names), skips };
}

/** A value that lets code be loaded which only looks at its form. */
export function placeholderOf(name: string): string {
  const row = data.placeholders.find(({ pattern }) => new RegExp(pattern).test(name));
  return row?.value ?? 'placeholder';
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((found) => found[1] ?? '');
}

function withValues(repo: Repo, dir: string, names: readonly string[]): readonly BuildVariable[] {
  const valueOf = trackedValues(repo, dir);
  return [...new Set(names)].sort().map((name) => {
    const value = valueOf(name);
    return { name, ...(value === undefined ? {} : { value }) };
  });
}
