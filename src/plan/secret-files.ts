import data from '../../data/secret-files.json' with { type: 'json' };
import type { IgnoreSection } from '../model/plan.ts';
import { problem, type Problem } from '../model/problem.ts';
import { dockerIgnore } from '../parse/docker-ignore.ts';
import type { Repo } from '../repo/repo.ts';

/** A row of the table: names that such files have, and where the text decides, how. */
interface SecretKind {
  readonly kind: string;
  readonly patterns: readonly string[];
  readonly names: readonly string[];
  readonly shows?: string;
  readonly isSecret?: string;
  readonly onlyHere?: boolean;
}

/** The kinds of files that hold secrets, as sections of an ignore file. */
const secretSections: readonly { readonly title: string; readonly kinds: readonly SecretKind[] }[] = data.sections;
export const secretKinds: readonly SecretKind[] = secretSections.flatMap(({ kinds }) => kinds);

/** Whether a path is named as files with secrets are. */
export const isNamedSecret = dockerIgnore(secretKinds.flatMap(({ patterns }) => patterns));

/** Code by its name: no secret, whatever else the name says. */
export const CODE = /\.([cm]?[jt]sx?|vue|svelte|astro|py|go|java|kts?|groovy|scala|rb|php|cs|rs|html?|s?css)$/;
const SETTINGS = /(?<!lock)\.(ya?ml|properties|toml|xml|conf|ini)$/;
const NOT_SHIPPED = /(^|\/)(tests?|__tests__|testdata|fixtures?|examples?|docs?|node_modules|\.github)\//;

/** Whether a path is named as files with secrets are, and no text that is known says otherwise. */
export function isSecretFile(repo: Repo, path: string, where: 'context' | 'finding' = 'context'): boolean {
  return secretKindOf(path, () => repo.read(path), where) !== undefined;
}

/** The kind of secret that a file holds by its name, where no text that is known says otherwise. */
export function secretKindOf(
  path: string,
  read: () => string | undefined,
  where: 'context' | 'finding',
): string | undefined {
  if (!isNamedSecret(path) || CODE.test(path)) return undefined;
  const kinds = secretKinds.filter(({ patterns }) => dockerIgnore(patterns)(path));
  if (where === 'finding' && kinds.every(({ onlyHere }) => onlyHere === true)) return undefined;
  return kinds.find((kind) => !isHarmless(kind, read()))?.kind;
}

/** Certificates without a key, a package manager's settings without a token. Bytes that are no text prove nothing. */
function isHarmless({ shows, isSecret }: SecretKind, text: string | undefined): boolean {
  if (text === undefined || shows === undefined || isSecret === undefined || /[\0\uFFFD]/.test(text)) return false;
  return new RegExp(shows, 'm').test(text) && !new RegExp(isSecret, 'm').test(text);
}

/** What an ignore file says of secrets. */
export interface SecretsPlan {
  readonly sections: readonly IgnoreSection[];
  /** Tracked files that a pattern would drop, and that hold no secret. */
  readonly harmless: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The patterns against secrets, for a repository. A pattern that would drop a folder of tracked code is left out.
 * @param reads paths that the build reads, which nothing may drop: one that looks like a secret is a Problem, as is one
 * that stays out although the program names it.
 */
export function planSecrets(repo: Repo, reads: readonly string[]): SecretsPlan {
  const named = repo.paths.filter(isNamedSecret);
  const folders = named.filter((path) => CODE.test(path)).flatMap(foldersOf);
  const dropsCode = (pattern: string): boolean => folders.length > 0 && folders.some(dockerIgnore([pattern]));
  const sections = secretSections.map(({ title, kinds }) => ({
    title,
    patterns: kinds.flatMap(({ patterns }) => patterns.filter((pattern) => !dropsCode(pattern))),
  }));
  const drops = dockerIgnore(sections.flatMap(({ patterns }) => patterns));
  const [secret, harmless] = partition(named.filter(drops), (path) => isSecretFile(repo, path));
  return { sections, harmless, problems: secret.flatMap((path) => problemOf(repo, path, reads)) };
}

function problemOf(repo: Repo, file: string, reads: readonly string[]): readonly Problem[] {
  if (reads.includes(file)) return [problem('secret-is-read', { file }, { file })];
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^\.env/.test(name) || NOT_SHIPPED.test(file)) return [];
  const by = repo.paths.find(
    (path) =>
      path !== file &&
      (CODE.test(path) || SETTINGS.test(path)) &&
      !NOT_SHIPPED.test(path) &&
      names(repo.read(path) ?? '', name),
  );
  if (by === undefined) return [];
  const line = (repo.read(by) ?? '').split('\n').findIndex((each) => names(each, name)) + 1;
  return [problem('secret-left-out', { file, by }, { file: by, line })];
}

/** Whether a text names a file, as a word or at the end of a path. */
function names(text: string, file: string): boolean {
  for (let at = text.indexOf(file); at !== -1; at = text.indexOf(file, at + 1))
    if (/^$|[\s"'`/:=(]/.test(text.slice(Math.max(0, at - 1), at)) && !/[\w-]/.test(text.charAt(at + file.length)))
      return true;
  return false;
}

/** The folders above a path that may be packages of code: hidden ones are tools' own. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.flatMap((part, index) => (part.startsWith('.') ? [] : [parts.slice(0, index + 1).join('/')]));
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}
