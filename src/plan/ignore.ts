import dockerignoreModule from '@balena/dockerignore';
import type { IgnoreSection } from '../model/plan.ts';
import { ignorePattern } from '../quote.ts';
import type { Repo } from '../repo/repo.ts';

// A CommonJS module whose types promise a default export of its own.
const dockerignore = dockerignoreModule as unknown as typeof dockerignoreModule.default;

/** What no image needs, whatever the language. Tests stay: the `test` target runs them. */
const GENERAL: readonly IgnoreSection[] = [
  {
    title: 'Version control, CI and editors',
    patterns: [
      '.git',
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
      '.create-dockerfile.*',
      'docs',
      'README*',
      'CHANGELOG*',
      'CONTRIBUTING*',
    ],
  },
  {
    title: 'Secrets: given at run time or by --mount=type=secret, never copied',
    patterns: [
      '**/.env',
      '**/.env.*',
      '!**/.env.example',
      '!**/.env.sample',
      '**/.envrc',
      '**/.netrc',
      '**/.pypirc',
      '**/.git-credentials',
      '**/*.pem',
      '**/*.key',
      '**/*.p12',
      '**/*.pfx',
      '**/*.jks',
      '**/*.keystore',
      '**/id_rsa*',
      '**/id_ed25519*',
      '**/id_ecdsa*',
      '**/.aws',
      '**/.azure',
      '**/.gcp',
      '**/.ssh',
      '**/.gnupg',
      '**/.kube',
      '**/kubeconfig',
      '**/.docker',
      '**/credentials.json',
      '**/service-account*.json',
      '**/*.tfstate',
      '**/*.tfstate.*',
      '**/.terraform',
    ],
  },
];

/** Files that the general patterns would drop although a build may read them, by name. */
const README_NAMES = /^README(\.\w+)?$/i;

/**
 * The sections of an ignore file: the general ones, the language's, and what git ignores (a fresh clone lacks it, so
 * no image may depend on it). A pattern that would drop a file which the build reads is followed by an exception.
 * @param reads paths of the context that the build reads.
 */
export function planIgnore(
  repo: Repo,
  language: readonly IgnoreSection[],
  reads: readonly string[],
): readonly IgnoreSection[] {
  const sections = [...GENERAL, ...language];
  const stated = new Set(sections.flatMap((section) => section.patterns));
  const fromGit = [...repo.gitignores]
    .flatMap(([file, text]) => translate(file, text))
    .filter((pattern) => !stated.has(pattern));
  const all =
    fromGit.length > 0
      ? [...sections, { title: 'What git ignores, a fresh clone lacks', patterns: [...new Set(fromGit)] }]
      : sections;
  const matcher = dockerignore().add(all.flatMap((section) => [...section.patterns]));
  const dropped = [...new Set(reads)].filter((path) => matcher.ignores(path) || README_NAMES.test(path));
  return dropped.length === 0
    ? all
    : [...all, { title: 'Needed by the build', patterns: dropped.map((path) => `!${ignorePattern(path)}`) }];
}

/**
 * Git's patterns in Docker's terms: Docker anchors every pattern at the root, git only those with a slash.
 * @see https://git-scm.com/docs/gitignore and https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
function translate(file: string, text: string): readonly string[] {
  const dir = file.slice(0, -'.gitignore'.length);
  return text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.replace(/(?<!\\)\s+$/, '');
    if (trimmed === '' || trimmed.startsWith('#') || /[\0]/.test(trimmed)) return [];
    const negated = trimmed.startsWith('!');
    const pattern = (negated ? trimmed.slice(1) : trimmed).replace(/\/$/, '').replace(/\/\*\*$/, '');
    if (pattern === '' || pattern === '/') return [];
    const anchored = pattern.replace(/\/$/, '').includes('/');
    const rooted = anchored ? `${dir}${pattern.replace(/^\//, '')}` : `${dir}**/${pattern}`;
    return [`${negated ? '!' : ''}${rooted}`];
  });
}
