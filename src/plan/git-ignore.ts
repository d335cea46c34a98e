import { isDockerPattern } from '../parse/docker-ignore.ts';

/**
 * Git's patterns in Docker's terms: Docker anchors every pattern at the root, git only those with a slash. What git
 * takes for malformed, and so never matches, is left out: Docker would refuse the whole file.
 * @param file path of the .gitignore, whose patterns speak of its folder.
 * @see https://git-scm.com/docs/gitignore
 */
export function fromGitIgnore(file: string, text: string): readonly string[] {
  const dir = escaped(file.slice(0, -'.gitignore'.length));
  return text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.replace(/(?<!\\)\s+$/, '');
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const negated = trimmed.startsWith('!');
    const pattern = inDockersWords(negated ? trimmed.slice(1) : trimmed);
    if (pattern === '' || pattern === '/') return [];
    const rooted = pattern.includes('/') ? `${dir}${pattern.replace(/^\//, '')}` : `${dir}**/${pattern}`;
    return isDockerPattern(rooted) && !/[\r\n\0]/.test(rooted) ? [`${negated ? '!' : ''}${rooted}`] : [];
  });
}

/** One pattern: no folder mark, `**` only as a whole part, `[^` for `[!`, no escape of a letter (Docker would read a class), no space at the end. */
function inDockersWords(pattern: string): string {
  return pattern
    .replace(/(?<!\\)\/$/, '')
    .replace(/\/\*\*$/, '')
    .replace(/(?<=[^/*])\*{2,}|(?<!\*)\*{2,}(?=[^/*])/g, '*')
    .replaceAll('[!', '[^')
    .replace(/\\(\w)/g, '$1')
    .replace(/\\\s$/, '?');
}

function escaped(dir: string): string {
  return dir.replace(/[\\*?[\]]/g, '\\$&').replace(/^[#!]/, '\\$&');
}
