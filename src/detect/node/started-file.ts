import type { SimpleCommand } from '../../parse/command-line.ts';
import { asString, at } from '../../parse/shape.ts';
import { within, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

/** Programs that are given the file that they run. */
const RUNNERS_OF_FILES = new Set(['node', 'bun', 'tsx', 'ts-node', 'ts-node-dev', 'tsnd', 'babel-node']);
const VALUE_OPTIONS = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--title',
  '-P',
  '--project',
  '--tsconfig',
]);
const NO_FILE = new Set(['-e', '--eval', '-p', '--print', '--test', '--run']);

/** The file that a command starts, and whether a clone of the repository has it. */
export interface StartedFile {
  /** Relative to the app, as the command or `main` writes it. */
  readonly path: string;
  /** The tracked file; undefined where only a build makes it. */
  readonly tracked?: string;
  /** Whether the command surely names a file to run. */
  readonly isSure: boolean;
}

/** Reads `node --opt dist/main` and its like; undefined where no file can be told. */
export function startedFile(repo: Repo, manifest: PackageManifest, { words }: SimpleCommand): StartedFile | undefined {
  const [program = '', ...rest] = words;
  const isSure = RUNNERS_OF_FILES.has(program);
  const stated = isSure ? fileArgument(program, rest) : words.find((word) => /^(\.\/)?[\w@-]\S*\//.test(word));
  const path = stated === undefined || stated.startsWith('/') ? undefined : within('', stated);
  if (path === undefined || path.startsWith('node_modules/')) return undefined;
  const tracked = resolveFile(repo, manifest.dir, path);
  if (tracked !== undefined) return { path: tracked, tracked, isSure };
  if (path !== '') return { path, isSure };
  const main = within('', asString(at(manifest.raw, 'main')) ?? 'index.js') ?? 'index.js';
  const entry = resolveFile(repo, manifest.dir, main);
  return { path: entry ?? main, ...(entry === undefined ? {} : { tracked: entry }), isSure };
}

function fileArgument(program: string, words: readonly string[]): string | undefined {
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (NO_FILE.has(word)) return undefined;
    if (VALUE_OPTIONS.has(word)) i += 1;
    else if (!word.startsWith('-') && !(program !== 'node' && ['run', 'watch'].includes(word))) return word;
  }
  return undefined;
}

/** A file as Node finds it: as named, with an ending, or the index of a folder. @returns a path relative to the app. */
export function resolveFile(repo: Repo, dir: string, entry: string): string | undefined {
  const path = within('', entry);
  if (path === undefined || path === '') return undefined;
  const endings = ['', '.js', '.cjs', '.mjs', '.ts', '.tsx', '/index.js', '/index.ts'];
  return endings.map((ending) => `${path}${ending}`).find((file) => repo.has(within(dir, file) ?? file));
}
