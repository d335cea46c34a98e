import picomatch from 'picomatch';

/**
 * Sorted paths, which are asked for by their folders: a repository may have a hundred thousand where an app has some, and
 * each of many questions would read them all.
 */
export interface Paths {
  has(path: string): boolean;
  /** Whether something lies in the folder, at any depth. */
  hasFolder(dir: string): boolean;
  /** What lies in the folder, at any depth; everything where it is ''. */
  below(dir: string): readonly string[];
  /** What lies in the folder itself. */
  filesIn(dir: string): readonly string[];
  /** What matches any of the globs (picomatch syntax, dot files included), sorted. */
  scan(globs: readonly string[]): readonly string[];
}

/** @param paths sorted by their UTF-16 code units, as `sort()` does. */
export function indexPaths(paths: readonly string[]): Paths {
  /** How many paths stand before the text. */
  const before = (text: string): number => {
    let [from, to] = [0, paths.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((paths[middle] ?? '') < text) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const has = (path: string): boolean => paths[before(path)] === path;
  const below = (dir: string): readonly string[] =>
    dir === '' ? paths : paths.slice(before(`${dir}/`), before(`${dir}${AFTER_SLASH}`));
  // Each folder in it is stepped over.
  const filesIn = (dir: string): readonly string[] => {
    const prefix = dir === '' ? '' : `${dir}/`;
    const found: string[] = [];
    for (let at = before(prefix); paths[at]?.startsWith(prefix) === true;) {
      const path = paths[at] ?? '';
      const slash = path.indexOf('/', prefix.length);
      if (slash === -1) found.push(path);
      at = slash === -1 ? at + 1 : before(path.slice(0, slash) + AFTER_SLASH);
    }
    return found;
  };
  const matching = (glob: string): readonly string[] => {
    const { base, rest, end } = partsOf(glob);
    if (rest === '') return has(base) ? [base] : [];
    const matches = picomatch(glob, { dot: true });
    const candidates = rest.includes('/') || rest.includes('**') ? below(base) : filesIn(base);
    return candidates.filter((path) => path.endsWith(end) && matches(path));
  };
  return {
    has,
    below,
    filesIn,
    hasFolder: (dir) => (dir === '' ? paths.length > 0 : paths[before(`${dir}/`)]?.startsWith(`${dir}/`) === true),
    scan(globs) {
      const [first = [], ...others] = globs.map(matching);
      return others.every(({ length }) => length === 0) ? first : [...new Set([first, others].flat(2))].sort();
    },
  };
}

/** The character that follows the slash: no path of a folder stands behind it. */
const AFTER_SLASH = '0';

const MAGIC = /[*?[\]{}()!\\]/;

/** A glob as the folders that it names, what follows them, and the characters that every match ends with. */
function partsOf(glob: string): { readonly base: string; readonly rest: string; readonly end: string } {
  const names = glob.replace(/^\.\//, '').split('/');
  const at = names.findIndex((name) => MAGIC.test(name));
  if (at === -1) return { base: names.join('/'), rest: '', end: '' };
  const rest = names.slice(at).join('/');
  return { base: names.slice(0, at).join('/'), rest, end: /[^*?[\]{}()!\\]*$/.exec(rest)?.[0] ?? '' };
}
