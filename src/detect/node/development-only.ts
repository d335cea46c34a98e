import { readDocument } from '../../parse/document.ts';
import { asRecord, at } from '../../parse/shape.ts';
import type { Repo } from '../../repo/repo.ts';
import { findInSources, sourceFiles } from '../sources.ts';
import { quotePattern } from '../../quote.ts';

const EXTENSIONS = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'];

/**
 * Whether a run can do without a package: npm's lockfile has it for development alone, so that `npm ci --omit=dev` leaves
 * it out too, and no source names it. Lockfiles of other managers do not say what is for development.
 * @see https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages
 */
export function isDevelopmentOnly(repo: Repo, lockfile: string | undefined, name: string): boolean {
  const entries = installedAs(repo, lockfile, name);
  return entries.length > 0 && entries.every(([, entry]) => at(entry, 'dev') === true) && !isNamed(repo, name);
}

const COMPILER = 'typescript';

/**
 * Folders of compilers that `npm ci --omit=dev` keeps, as a package of production takes them where they are there, and
 * that no source names.
 * @see https://github.com/npm/cli/issues/6282
 */
export function keptCompilers(repo: Repo, lockfile: string | undefined): readonly string[] {
  const kept = installedAs(repo, lockfile, COMPILER).filter(([, entry]) => at(entry, 'devOptional') === true);
  return kept.length > 0 && isNamed(repo, COMPILER) ? [] : kept.map(([path]) => path);
}

/** Where npm's lockfile has a package, and what it says of it there. */
function installedAs(repo: Repo, lockfile: string | undefined, name: string): readonly (readonly [string, unknown])[] {
  if (lockfile?.endsWith('package-lock.json') !== true) return [];
  const packages = asRecord(at(readDocument(repo, lockfile, 'json')?.value, 'packages'));
  return Object.entries(packages).filter(([path]) => `/${path}`.endsWith(`/node_modules/${name}`));
}

function isNamed(repo: Repo, name: string): boolean {
  const named = new RegExp(`['"\`]${quotePattern(name)}['"\`/]`);
  return findInSources(repo, sourceFiles(repo, '', EXTENSIONS), named) !== undefined;
}
