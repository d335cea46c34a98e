import type { IgnoreSection } from '../model/plan.ts';
import { dockerIgnore } from '../parse/docker-ignore.ts';
import { ignorePattern } from '../quote.ts';
import type { Repo } from '../repo/repo.ts';
import { fromGitIgnore } from './git-ignore.ts';
import type { SecretsPlan } from './secret-files.ts';

/** What no image needs, whatever the language. Tests stay: the `test` target runs them. */
const GENERAL: readonly IgnoreSection[] = [
  {
    title: 'Version control, CI and editors',
    patterns: [
      '**/.git',
      '.gitignore',
      '.gitattributes',
      '.github',
      '.gitlab-ci.yml',
      '.circleci',
      '.husky',
      '**/.vscode',
      '**/.idea',
      '**/*.swp',
      '**/.DS_Store',
    ],
  },
  {
    title: 'Docker files and documents',
    patterns: [
      '**/Dockerfile*',
      '**/Containerfile*',
      '**/.dockerignore',
      '**/*.dockerignore',
      '**/compose*.y*ml',
      '**/docker-compose*.y*ml',
      '**/.create-dockerfile.*',
      'docs',
      'README*',
      'CHANGELOG*',
      'CONTRIBUTING*',
    ],
  },
];

/**
 * The sections of an ignore file: what git ignores (a fresh clone lacks it, so no image may depend on it), the general
 * ones, the language's. Git's come first: an exception that they make must not let a secret in again.
 * A pattern that would drop a file which the build reads is followed by an exception; a general one that would drop a
 * folder is left out instead: an exception would let the secrets in it in again.
 * @param reads paths of the context that the build reads.
 */
export function planIgnore(
  repo: Repo,
  language: readonly IgnoreSection[],
  reads: readonly string[],
  secrets: SecretsPlan,
): readonly IgnoreSection[] {
  const folders = reads.filter((path) => repo.hasFolder(path));
  const needed = (pattern: string): boolean => folders.some((path) => `${path}/`.startsWith(`${pattern}/`));
  const general = GENERAL.map((section) => ({
    ...section,
    patterns: section.patterns.filter((pattern) => !needed(pattern)),
  }));
  const ours = [...general, ...secrets.sections, ...language];
  const isStated = covers(ours.flatMap((section) => section.patterns));
  const fromGit = [...repo.gitignores]
    .flatMap(([file, text]) => fromGitIgnore(file, text))
    .filter((pattern) => !isStated(pattern));
  const git = {
    title: 'What git ignores, a fresh clone lacks',
    patterns: [...new Set(fromGit), ...trackedDespite(repo, fromGit)],
  };
  const all = fromGit.length > 0 ? [git, ...ours] : ours;
  const ignores = dockerIgnore(all.flatMap((section) => section.patterns));
  const others = dockerIgnore([...general, ...language].flatMap((section) => section.patterns));
  const harmless = secrets.harmless.filter((path) => !others(path));
  const dropped = [...new Set([...reads, ...harmless])].filter((path) => ignores(path) && !folders.includes(path));
  return dropped.length === 0
    ? all
    : [
        ...all,
        { title: 'Needed by the build or the program', patterns: dropped.map((path) => `!${ignorePattern(path)}`) },
      ];
}

/** Exceptions for files that are tracked although a pattern drops them; for the folder where they are many. */
function trackedDespite(repo: Repo, patterns: readonly string[]): readonly string[] {
  if (patterns.length === 0) return [];
  const dropped = repo.paths.filter(dockerIgnore(patterns));
  const folders = [...new Set(dropped.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))];
  const few = dropped.length <= 10 || folders.includes('') ? dropped : folders;
  return few.map((path) => `!${ignorePattern(path)}`);
}

/** Whether the patterns drop all that another one drops: the same pattern, or a plain path that they match at any depth. */
function covers(patterns: readonly string[]): (pattern: string) => boolean {
  const ignores = dockerIgnore(patterns.filter((pattern) => !pattern.startsWith('!')));
  return (pattern) => {
    if (patterns.includes(pattern)) return true;
    const path = pattern.replace(/^\*\*\//, '');
    if (/[*?[\]\\!]/.test(path)) return false;
    return ignores(path) && (path === pattern || ignores(`any/folder/${path}`));
  };
}
