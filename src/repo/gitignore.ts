import picomatch from 'picomatch';

/**
 * The rules of a .gitignore above a folder, as the folder's own .gitignore would write them.
 * @param way the folder, relative to the .gitignore's.
 * @see https://git-scm.com/docs/gitignore
 */
export function rebaseGitignore(text: string, way: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [, not = '', pattern = ''] = /^(!?)(.*)$/.exec(line) ?? [];
    const isAnchored = pattern.replace(/\/$/, '').includes('/') && !pattern.startsWith('**/');
    if (!isAnchored) return [line];
    const rest = remainder(pattern.replace(/^\//, '').split('/'), way.split('/'));
    return rest === undefined ? [] : [`${not}/${rest.join('/')}`];
  });
}

/** The last names of a .gitignore's patterns: a path whose name none of them fits is spoken of by none of its rules. */
export function namesIn(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [name] = line.startsWith('#') ? [] : (/[^/]*\/?\s*$/.exec(line.replace(/^!/, '')) ?? []);
    return name === undefined || name.trim() === '' ? [] : [name.replace(/^[#!]/, '\\$&')];
  });
}

/** What of the pattern is left below the folder; undefined where it speaks of another one, or of nothing below. */
function remainder(pattern: readonly string[], folders: readonly string[]): readonly string[] | undefined {
  const [first, ...rest] = pattern;
  const [folder, ...below] = folders;
  if (folder === undefined) return first === undefined || first === '' ? undefined : pattern;
  if (first === '**') return pattern;
  return first !== undefined && first !== '' && picomatch(first, { dot: true })(folder)
    ? remainder(rest, below)
    : undefined;
}
