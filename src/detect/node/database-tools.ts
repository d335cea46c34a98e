import data from '../../../data/database-tools.json' with { type: 'json' };
import type { Generation } from '../../model/app.ts';
import type { SimpleCommand } from '../../parse/command-line.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten, runOf } from './scripts.ts';

interface Tool {
  /** Its commands that write code from a schema. */
  readonly generates: readonly string[];
  /** Those that bring a database up to date. */
  readonly applies: readonly string[];
  /** What its other commands read. */
  readonly files: readonly string[];
}

const TOOLS: Readonly<Record<string, Tool>> = data.tools;

/** What a package manager puts before a program: `pnpm exec prisma`, `yarn prisma`. */
const RUNNERS = new Set(['npm', 'pnpm', 'yarn', 'bun', 'exec', 'run', 'x', 'dlx', '--']);

function toolOf({ words }: SimpleCommand): { readonly tool?: Tool; readonly verb: string; readonly words: string } {
  const [program = '', ...rest] = words.slice(words.findIndex((word) => !RUNNERS.has(word)));
  const found = { verb: rest[0] ?? '', words: rest.join(' ') };
  return Object.hasOwn(TOOLS, program) && TOOLS[program] !== undefined ? { tool: TOOLS[program], ...found } : found;
}

/** Whether a command writes code from a schema: a part of the build, wherever a script has it. */
export function isGenerator(command: SimpleCommand): boolean {
  const { tool, verb } = toolOf(command);
  return tool?.generates.includes(verb) === true;
}

/** Whether a command speaks to a database: it runs before the start, never in a build. */
export function isMigration(command: SimpleCommand): boolean {
  return toolOf(command).tool !== undefined && !isGenerator(command);
}

/** Whether a command brings a database up to date, and can be run again without harm. */
export function appliesMigrations(command: SimpleCommand): boolean {
  const { tool, words } = toolOf(command);
  return tool?.applies.some((verb) => `${words} `.startsWith(`${verb} `)) === true;
}

/** The files that the database tools of a start command read, relative to the app. */
export function databaseFiles(repo: Repo, dir: string, commands: readonly string[]): readonly string[] {
  const words = commands.flatMap((command) => command.split(/\s+/));
  const globs = [...new Set(words)].flatMap((word) => (Object.hasOwn(TOOLS, word) ? (TOOLS[word]?.files ?? []) : []));
  const found = globs.length === 0 ? [] : repo.scan(globs.map((glob) => join(dir, glob)));
  const prefix = dir === '' ? 0 : dir.length + 1;
  return [...new Set(found.map((path) => path.slice(prefix).split('/')[0] ?? ''))];
}

/**
 * The clients that Prisma has to write before the packages are built, and where they stand.
 * @param packages those that the app needs, the workspace's root first.
 * @see https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/generating-prisma-client
 */
export function generationsOf(
  repo: Repo,
  packages: readonly PackageManifest[],
  isPnpm: boolean,
): readonly Generation[] {
  const [owner] = packages;
  return packages.flatMap((manifest) => {
    const { dir } = manifest;
    const isStated = [manifest, owner].some(
      (each) => each !== undefined && Object.hasOwn({ ...each.dependencies, ...each.devDependencies }, 'prisma'),
    );
    const schema = isStated ? schemaOf(repo, manifest) : undefined;
    if (schema === undefined) return [];
    const root = join(owner?.dir ?? '', 'node_modules');
    const usual = isPnpm ? `${root}/.pnpm/@prisma+client@*/node_modules/.prisma` : `${root}/.prisma`;
    return [
      {
        dir,
        words: ['prisma', 'generate'],
        env: Object.fromEntries(demanded(repo, dir).map((name) => [name, 'unused'])),
        isScripted: runsGenerator(manifest),
        made: madeBy(repo, schema, usual),
      },
    ];
  });
}

/** The first file of the schema, as package.json, prisma.config or convention names it. */
function schemaOf(repo: Repo, { dir, raw }: PackageManifest): string | undefined {
  const configured = /\bschema\s*:\s*['"`]([^'"`\n]+)/.exec(configuration(repo, dir))?.[1];
  const stated = asString(at(raw, 'prisma', 'schema')) ?? configured;
  const path = stated === undefined ? undefined : within(dir, stated);
  if (path !== undefined && repo.has(path)) return path;
  const globs = path === undefined ? ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema/*.prisma'] : [];
  return repo.scan([
    ...globs.map((glob) => join(dir, glob)),
    ...(path === undefined ? [] : [`${path}/**/*.prisma`]),
  ])[0];
}

function configuration(repo: Repo, dir: string): string {
  const [file] = repo.scan([join(dir, 'prisma.config.{js,mjs,cjs,ts,mts,cts}')]);
  return file === undefined ? '' : (repo.read(file) ?? '');
}

/** Variables without which the configuration cannot be loaded; nothing connects while code is written. */
function demanded(repo: Repo, dir: string): readonly string[] {
  const found = configuration(repo, dir).matchAll(/(?<![.\w])env(?:<[^>]*>)?\(\s*['"`](\w+)['"`]\s*\)/g);
  return [...new Set([...found].map(([, name = '']) => name))];
}

function runsGenerator({ scripts }: PackageManifest): boolean {
  const { commands } = flatten(
    { scripts, alone: [], isShipped: () => false, configured: () => undefined },
    runOf(scripts, 'build'),
  );
  return commands.some(isGenerator);
}

/** Where the JavaScript clients of a schema are written; TypeScript ones are compiled with the sources. */
function madeBy(repo: Repo, schema: string, usual: string): readonly string[] {
  const folder = schema.slice(0, schema.lastIndexOf('/') + 1);
  const generators = [...(repo.read(schema) ?? '').matchAll(/^\s*generator\s+\w+\s*\{([^}]*)\}/gm)];
  return generators.flatMap(([, text = '']) => {
    const value = (name: string): string | undefined =>
      new RegExp(`^\\s*${name}\\s*=\\s*"([^"\\n]+)"`, 'm').exec(text)?.[1];
    if (value('provider') !== 'prisma-client-js') return [];
    const output = value('output');
    return output === undefined ? [usual] : (within(folder, output) ?? []);
  });
}
