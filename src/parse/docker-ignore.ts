/**
 * Docker's reading of ignore patterns, which is not git's: each pattern is anchored at the root, the last one that
 * matches a path or a folder above it decides.
 * @param lines the lines of an ignore file; one that Docker could not read matches nothing.
 * @returns whether a path, relative to the context, is kept out of it.
 * @see https://github.com/moby/patternmatcher and https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function dockerIgnore(lines: readonly string[]): (path: string) => boolean {
  const runs: { readonly negated: boolean; readonly patterns: string[] }[] = [];
  for (const line of lines) {
    const text = line.startsWith('#') ? '' : line.trim();
    const negated = text.startsWith('!');
    const pattern = patternText(cleaned(negated ? text.slice(1).trim() : text));
    if (pattern === undefined || pattern === '') continue;
    if (runs.at(-1)?.negated === negated) runs.at(-1)?.patterns.push(pattern);
    else runs.push({ negated, patterns: [pattern] });
  }
  const rules = runs.map(({ negated, patterns }) => ({ negated, expression: anyOf(patterns) }));
  return (path) => {
    const last = rules.findLast(({ expression }) => expression.test(path));
    return last !== undefined && !last.negated;
  };
}

const ANYWHERE = '(?:.*/)?';
const STAR = '[^/]*';

/** One expression for all patterns, of a path or of a folder above it: large repositories ask it of every path. */
function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${shared(ANYWHERE, patterns, (rest) => shared(STAR, rest)).join('|')})(?=/|$)`, 'su');
}

/** Alternatives with what some of them begin with said once: a path is gone through once for all of these, not for each. */
function shared(
  start: string,
  texts: readonly string[],
  within = (rest: readonly string[]): readonly string[] => rest,
): readonly string[] {
  const rest = texts.filter((each) => each.startsWith(start)).map((each) => each.slice(start.length));
  const others = texts.filter((each) => !each.startsWith(start));
  return rest.length === 0 ? others : [`${start}(?:${within(rest).join('|')})`, ...others];
}

/** Whether Docker can read the pattern; one that it cannot fails the whole build. */
export function isDockerPattern(pattern: string): boolean {
  return patternText(pattern) !== undefined;
}

/** A class without the corners in which Go, git and JavaScript differ. */
const CLASS = /^\[\^?(?:[^\]\\[^!-](?:-[^\]\\[^!-])?)+\]/u;
const PLAIN = /^[\w/-]+/;
const DOUBLE_STAR = /^\*\*\/?/;

/** The text of the expression that a pattern stands for; undefined where it is malformed. */
function patternText(pattern: string): string | undefined {
  let expression = '';
  for (let rest = pattern; rest !== '';) {
    const [piece, length] = nextPiece(rest);
    if (length === 0) return undefined;
    expression += piece;
    rest = rest.slice(length);
  }
  return expression;
}

/** The expression of what a pattern begins with, and the length of that; 0 where it is malformed. */
function nextPiece(rest: string): readonly [string, number] {
  const plain = PLAIN.exec(rest)?.[0];
  if (plain !== undefined) return [plain, plain.length];
  const stars = DOUBLE_STAR.exec(rest)?.[0];
  if (stars !== undefined) return [stars.length === rest.length ? '.*' : ANYWHERE, stars.length];
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  if (character === '*') return [STAR, 1];
  if (character === '?') return ['[^/]', 1];
  if (character === '[') {
    const found = CLASS.exec(rest)?.[0] ?? '';
    return [found, found.length];
  }
  if (character !== '\\') return [literal(character), character.length];
  const escaped = rest.slice(1, 2);
  return escaped === '' || /\w/.test(escaped) ? ['', 0] : [literal(escaped), 2];
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

/** Go's filepath.Clean, as far as patterns need it, without the slash at the front. */
function cleaned(pattern: string): string {
  if (!/(^|\/)\.{0,2}(\/|$)/.test(pattern)) return pattern;
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
