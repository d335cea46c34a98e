/** An environment marker: a comparison of a variable and a text, or two markers joined. */
type Marker =
  | { readonly operator: 'and' | 'or'; readonly left: Marker; readonly right: Marker }
  | { readonly operator: string; readonly left: string; readonly right: string };

const TOKEN =
  /[ \t]*(?:([()])|(and|or)\b|(not[ \t]+in\b|in\b|===|[<>=!~]=|[<>])|(python_full_version|python_version|os_name|sys_platform|platform_(?:release|system|version|machine|python_implementation)|implementation_(?:name|version)|extra)\b|("[^"\\\n]*"|'[^'\\\n]*'))[ \t]*/y;

/** More of them no marker has that a person wrote; each takes a step of recursion. */
const MOST_TOKENS = 500;

type Token = 'bracket' | 'join' | 'comparison' | 'value';

/**
 * Reads what follows the `;` of a requirement. Both joins are grouped to the right, `and` before `or`.
 * @returns undefined where the text is no marker.
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function parseMarker(text: string): Marker | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  let at = 0;
  const take = (kind: Token, texts?: string): string | undefined => {
    const token = tokens[at];
    if (token?.[0] !== kind || (texts !== undefined && token[1] !== texts)) return undefined;
    at += 1;
    return token[1];
  };
  const joined = (operator: 'and' | 'or', part: () => Marker | undefined): Marker | undefined => {
    const left = part();
    if (left === undefined || take('join', operator) === undefined) return left;
    const right = joined(operator, part);
    return right && { operator, left, right };
  };
  const expression = (): Marker | undefined => {
    if (take('bracket', '(') !== undefined) {
      const within = marker();
      return take('bracket', ')') === undefined ? undefined : within;
    }
    const [left, operator, right] = [take('value'), take('comparison'), take('value')];
    return left === undefined || operator === undefined || right === undefined ? undefined : { left, operator, right };
  };
  const marker = (): Marker | undefined => joined('or', () => joined('and', expression));
  const found = marker();
  return at === tokens.length ? found : undefined;
}

function tokensOf(text: string): readonly (readonly [Token, string])[] | undefined {
  const tokens: (readonly [Token, string])[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null || tokens.length === MOST_TOKENS) return undefined;
    const [, bracket, join, comparison, variable, literal] = found;
    if (bracket !== undefined) tokens.push(['bracket', bracket]);
    else if (join !== undefined) tokens.push(['join', join]);
    else if (comparison !== undefined) tokens.push(['comparison', comparison]);
    else tokens.push(['value', variable ?? literal ?? '']);
  }
  return tokens;
}

const LINUX: Readonly<Record<string, string>> = { sys_platform: 'linux', platform_system: 'Linux', os_name: 'posix' };

/** Whether a marker can hold on Linux; undefined where that depends on something else. */
export function holdsOnLinux(marker: Marker): boolean | undefined {
  const { operator, left, right } = marker;
  if (typeof left !== 'string' || typeof right !== 'string') {
    const sides = [left, right].map((side) => (typeof side === 'string' ? undefined : holdsOnLinux(side)));
    const decisive = operator === 'or';
    if (sides.includes(decisive)) return decisive;
    return sides.includes(undefined) ? undefined : !decisive;
  }
  const value = LINUX[left] ?? LINUX[right];
  const literal = (LINUX[left] === undefined ? left : right).slice(1, -1);
  if (value === undefined) return undefined;
  if (operator === '==') return value === literal;
  return operator === '!=' ? value !== literal : undefined;
}
