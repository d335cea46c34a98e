import { problem, type Problem } from '../../../model/problem.ts';
import type { Repo } from '../../../repo/repo.ts';
import { findInSources, type Hit } from '../../sources.ts';

const STATIC_ROOT = /^\s*STATIC_ROOT\s*=(?!\s*None)/m;
/** An absolute folder, as a text or as a variable's default. */
const OUTSIDE =
  /^\s*STATIC_ROOT\s*=\s*(?:Path\(\s*)?(?:[\w.]*(?:env|config|environ\.get|getenv)[\w.]*\(\s*['"]\w+['"]\s*,\s*(?:default\s*=\s*)?)?['"](\/[\w./-]*\w)\/?['"]/m;
const MANIFEST_STORAGE = /['"][\w.]*Manifest\w*Storage['"]/;
/** Storages elsewhere: collecting would upload. */
const REMOTE_STORAGE =
  /(?:STATICFILES_STORAGE\s*=\s*|['"]staticfiles['"]\s*:\s*\{\s*['"]BACKEND['"]\s*:\s*)['"](?!django\.|whitenoise\.)[\w.]*(?:s3|S3|storages|azure|gcloud)/;
/** What serves static files beside the app. */
const SERVERS = ['whitenoise', 'servestatic', 'dj-static'];
const SERVES_IN_URLS =
  /\bstatic\(\s*settings\.STATIC_URL|\bstaticfiles_urlpatterns\(|django\.views\.static\.serve|views\.static\b/;

/** What is to be done with the static files of a Django project, and what is to be known of them. */
export interface StaticFiles {
  /** Set where they are collected while the image is built. */
  readonly collect?: Hit;
  /** The absolute folder that they are collected in, where it is one. */
  readonly outside?: string;
  readonly problems: readonly Problem[];
}

/** @see https://docs.djangoproject.com/en/stable/howto/static-files/deployment/ */
export function staticFiles(
  repo: Repo,
  settings: readonly string[],
  files: readonly string[],
  dependencies: Readonly<Record<string, unknown>>,
): StaticFiles {
  const find = (pattern: RegExp, where: readonly string[] = settings): Hit | undefined =>
    findInSources(repo, where, pattern);
  const apps = find(/INSTALLED_APPS\s*[+=]/);
  const isInstalled = find(/django\.contrib\.staticfiles/) !== undefined;
  const root = find(STATIC_ROOT);
  const outside = find(OUTSIDE)?.match[1];
  const manifest = find(MANIFEST_STORAGE);
  const isRemote = find(REMOTE_STORAGE) !== undefined;
  const isUsed = isInstalled || apps === undefined;
  const isServed =
    SERVERS.some((name) => Object.hasOwn(dependencies, name)) || find(SERVES_IN_URLS, files) !== undefined;
  const at = (hit: Hit): { readonly file: string; readonly line?: number } => ({
    file: hit.source.file,
    ...(hit.source.line === undefined ? {} : { line: hit.source.line }),
  });
  return {
    ...(root && isUsed && !isRemote ? { collect: root, ...(outside === undefined ? {} : { outside }) } : {}),
    problems: [
      ...(manifest && !root && !isRemote ? [problem('static-root-missing', {}, at(manifest))] : []),
      ...(isInstalled && apps && !isServed && !isRemote ? [problem('static-files-not-served', {}, at(apps))] : []),
    ],
  };
}

/** Whether the app answers by any name that it is called: what settings say of hosts and of debugging. */
export function hostProblems(repo: Repo, settings: readonly string[]): readonly Problem[] {
  const debug = findInSources(repo, settings, /^DEBUG\s*=\s*True\b/m);
  const hosts = findInSources(repo, settings, /^ALLOWED_HOSTS\s*=\s*\[([^\]]*)\]/m);
  const isSetElsewhere = findInSources(
    repo,
    settings,
    /^\s*ALLOWED_HOSTS\s*(?:\+=|=\s*[^[\s])|ALLOWED_HOSTS\.(?:append|extend)\(/m,
  );
  const list = hosts?.match[1]?.trim() ?? '*';
  const where = (hit: Hit): { readonly file: string; readonly line?: number } => ({
    file: hit.source.file,
    ...(hit.source.line === undefined ? {} : { line: hit.source.line }),
  });
  if (debug) return [problem('django-debug', {}, where(debug))];
  const isNarrow =
    hosts &&
    isSetElsewhere === undefined &&
    !/['"](\*|localhost|127\.0\.0\.1)['"]|\b(env|config|environ|getenv)\b/.test(list);
  return isNarrow ? [problem('allowed-hosts', { hosts: list.replace(/\s+/g, ' ') || 'none' }, where(hosts))] : [];
}
