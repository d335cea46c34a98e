import picomatch from 'picomatch';
import { join, within, type Repo } from '../../repo/repo.ts';
import type { GoFile } from './packages.ts';

/** Files that `//go:embed` puts into the program. @see https://pkg.go.dev/embed */
export function embeddedFiles(repo: Repo, files: readonly GoFile[]): readonly string[] {
  const patterns = files.flatMap(({ path, source }) => {
    const dir = path.split('/').slice(0, -1).join('/');
    return source.embeds.map((pattern) => join(dir, pattern.replace(/^\.\/?/, '')));
  });
  if (patterns.length === 0) return [];
  const matches = picomatch(
    patterns.flatMap((pattern) => (pattern === '' ? ['**'] : [pattern, `${pattern}/**`])),
    { dot: true },
  );
  return repo.paths.filter((path) => !path.endsWith('.go') && matches(path));
}

/** A text of the code that can be a relative path, whole or up to a pattern (`templates/*.html`, `locales/%s.json`). */
const TEXT = /["`]((?:\.\/)?[\w@-][\w.@ -]*(?:\/[\w.@*%{} -]+)*\/?)["`]/g;
/** `SetConfigName("config")` with a search path: the extension is added by the library. */
const CONFIG_NAME = /SetConfigName\(\s*"([\w.-]+)"/g;

/**
 * Tracked files and folders that the code names by a relative path and that are not Go: templates, migrations, a
 * configuration. Too much is safe, too little is a crash.
 * @param dir the module's folder, in which the program is taken to be started.
 * @param known what a framework reads without its being named.
 * @returns paths relative to that folder, none inside another.
 */
export function runtimeFiles(
  repo: Repo,
  dir: string,
  files: readonly GoFile[],
  embedded: readonly string[],
  known: readonly string[] = [],
): readonly string[] {
  const left = new Set(embedded);
  const data = repo.paths.filter((path) => !/\.go$|(^|\/)go\.(mod|sum|work|work\.sum)$/.test(path) && !left.has(path));
  const named = files.flatMap(({ source: { code } }) => [
    ...[...code.matchAll(TEXT)].map((found) => fixedPart(found[1] ?? '')),
    ...[...code.matchAll(CONFIG_NAME)].flatMap((found) =>
      ['yaml', 'yml', 'json', 'toml'].map((ending) => `${found[1] ?? ''}.${ending}`),
    ),
  ]);
  const found = new Set(
    [...new Set([...named, ...known.map((name) => `${name}/`)])].flatMap((name) => {
      const path = within('', name);
      if (path === undefined || path === '') return [];
      const whole = join(dir, path);
      // A bare word that is the name of a package is most likely that.
      if (/^\w+$/.test(name) && repo.below(whole).some((file) => file.endsWith('.go'))) return [];
      return data.some((file) => file === whole || file.startsWith(`${whole}/`)) ? [path] : [];
    }),
  );
  return [...found].filter((path) => ![...found].some((other) => path.startsWith(`${other}/`))).sort();
}

/** A text of the code that leads out of the folder in which the command stands. */
const UPWARD = /["`]((?:\.\.\/)+[\w@-][\w.@/-]*)["`]/g;

/**
 * Tracked files and folders that the code names from the command's own folder upwards (`../../configs`): it is meant to
 * be started there.
 * @param dir the command's folder.
 * @returns paths of the repository.
 */
export function filesAbove(repo: Repo, dir: string, files: readonly GoFile[]): readonly string[] {
  const named = files.flatMap(({ source: { code } }) => [...code.matchAll(UPWARD)].map((found) => found[1] ?? ''));
  const paths = [...new Set(named)].flatMap((name) => within(dir, name) ?? []);
  return paths.filter(
    (path) =>
      path !== '' && repo.paths.some((file) => !file.endsWith('.go') && (file === path || file.startsWith(`${path}/`))),
  );
}

/** The path up to the first part that is a pattern. */
function fixedPart(text: string): string {
  const parts = text.split('/');
  const end = parts.findIndex((part) => /[*%{}]/.test(part));
  // `templates/*` is no bare word: its folder is meant.
  return end === -1 ? text : `${parts.slice(0, end).join('/')}/`;
}
