import { diffArrays } from 'diff';

/** A place where both sides changed the same lines. */
export interface Clash {
  /** Line of the person's text. */
  readonly line: number;
  readonly mine: string;
  readonly theirs: string;
}

/** A merged text, once with the person's lines at each clash and once with the new ones; the same where there is none. */
export interface Merged {
  readonly mine: string;
  readonly theirs: string;
  readonly clashes: readonly Clash[];
}

type Side = 'mine' | 'theirs';

/** What one side put in the place of the base's tokens from `start` to `end`. */
interface Hunk {
  readonly side: Side;
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
}

/**
 * Three-way merge of texts with LF: what either side changed of the base is taken over.
 * An insertion beside a line that the other side changed is no clash, which git's merge would call one.
 * @returns undefined where the lines that come out do not go together.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged | undefined {
  const [from, own] = [tokensOf(base), tokensOf(mine)];
  const hunks = [...hunksOf(from, own, 'mine'), ...hunksOf(from, tokensOf(theirs), 'theirs')];
  const out = { mine: [] as string[], theirs: [] as string[] };
  const clashes: Clash[] = [];
  let done = 0;
  /** How much longer the person's text has become up to here. */
  let shift = 0;
  for (const group of groupsOf(hunks)) {
    const start = Math.min(...group.map((hunk) => hunk.start));
    const end = Math.max(...group.map((hunk) => hunk.end));
    const [asMine, asTheirs] = [applied(from, start, end, group, 'mine'), applied(from, start, end, group, 'theirs')];
    const isOneSided = new Set(group.map(({ side }) => side)).size === 1;
    const isSame = wordsOf(asMine) === wordsOf(asTheirs);
    const winner = isOneSided && group[0]?.side === 'theirs' ? asTheirs : asMine;
    const kept = from.slice(done, start);
    out.mine.push(...kept, ...winner);
    out.theirs.push(...kept, ...(isOneSided || isSame ? winner : asTheirs));
    if (!isOneSided && !isSame)
      clashes.push({
        line: own.slice(0, start + shift).filter(isLine).length + 1,
        mine: textOf(asMine) ?? '',
        theirs: textOf(asTheirs) ?? '',
      });
    shift += asMine.length - (end - start);
    done = end;
  }
  const [ownText, newText] = [out.mine, out.theirs].map((tokens) => textOf([...tokens, ...from.slice(done)]));
  return ownText === undefined || newText === undefined ? undefined : { mine: ownText, theirs: newText, clashes };
}

/** Marks the backslash at the end of a line, with the space around it. */
const TAIL = '\0';

/**
 * The lines; a backslash at the end is a token of its own, so that a line may be appended to an instruction on one side
 * while the other changes the line before.
 */
function tokensOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const tail = /[ \t]*\\[ \t]*$/.exec(line)?.[0];
    return tail === undefined ? [line] : [line.slice(0, -tail.length), TAIL + tail];
  });
}

function isLine(token: string): boolean {
  return !token.startsWith(TAIL);
}

/** Tokens as lines again; undefined where a backslash follows none or another one. */
function textOf(tokens: readonly string[]): string | undefined {
  const isWhole = tokens.every((token, index) => isLine(token) || isLine(tokens[index - 1] ?? TAIL));
  return isWhole
    ? tokens.map((token, index) => (isLine(token) ? `${index === 0 ? '' : '\n'}${token}` : token.slice(1))).join('')
    : undefined;
}

/** What is left to disagree about: no blank lines. */
function wordsOf(tokens: readonly string[]): string {
  return JSON.stringify(tokens.filter((token) => token.trim() !== ''));
}

function hunksOf(base: readonly string[], other: readonly string[], side: Side): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  for (const { added, removed, value } of diffArrays([...base], [...other])) {
    const open = hunks.at(-1)?.end === at ? hunks.pop() : undefined;
    const end = at + (added ? 0 : value.length);
    const tokens = [...(open?.tokens ?? []), ...(added ? value : [])];
    if (added || removed) hunks.push({ side, start: open?.start ?? at, end, tokens });
    else if (open) hunks.push(open);
    at = end;
  }
  return hunks.flatMap(lineByLine);
}

/** Lines that were replaced by as many are changed one by one. */
function lineByLine(hunk: Hunk): readonly Hunk[] {
  if (hunk.tokens.length !== hunk.end - hunk.start) return [hunk];
  return hunk.tokens.map((token, index) => ({
    ...hunk,
    start: hunk.start + index,
    end: hunk.start + index + 1,
    tokens: [token],
  }));
}

/** Hunks that speak of the same lines stand together. */
function groupsOf(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const groups: Hunk[][] = [];
  for (const hunk of [...hunks].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const group = groups.at(-1);
    if (group?.some((other) => other.side !== hunk.side && meet(other, hunk))) group.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

/** An insertion meets a change that it stands inside of, another insertion at its place, and a deletion beside it. */
function meet(a: Hunk, b: Hunk): boolean {
  if (a.start < b.end && b.start < a.end) return true;
  const touch = a.start <= b.end && b.start <= a.end;
  const [isInsertion, isOther] = [a.start === a.end, b.start === b.end];
  if (isInsertion && isOther) return a.start === b.start;
  return touch && ((isInsertion && b.tokens.length === 0) || (isOther && a.tokens.length === 0));
}

/** The base's tokens from `start` to `end` with the hunks of one side. */
function applied(
  base: readonly string[],
  start: number,
  end: number,
  group: readonly Hunk[],
  side: Side,
): readonly string[] {
  const own = group.filter((hunk) => hunk.side === side);
  let at = start;
  const tokens = own.flatMap((hunk) => {
    const before = base.slice(at, hunk.start);
    at = hunk.end;
    return [...before, ...hunk.tokens];
  });
  return [...tokens, ...base.slice(at, end)];
}
