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
  if (lockfile?.endsWith('package-lock.json') !== true) return false;
  const packages = asRecord(at(readDocument(repo, lockfile, 'json')?.value, 'packages'));
  const entries = Object.entries(packages).filter(([path]) => `/${path}`.endsWith(`/node_modules/${name}`));
  if (entries.length === 0 || entries.some(([, entry]) => at(entry, 'dev') !== true)) return false;
  const named = new RegExp(`['"\`]${quotePattern(name)}['"\`/]`);
  return findInSources(repo, sourceFiles(repo, '', EXTENSIONS), named) === undefined;
}
