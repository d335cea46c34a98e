import { problem, type Problem } from '../model/problem.ts';

/** A value of a go.mod or go.work, with the line that it stands on, counted from 1. */
export interface Stated<T> {
  readonly value: T;
  readonly line: number;
}

/** The parts of a go.mod or go.work that decide anything. */
export interface GoMod {
  readonly file: string;
  readonly module?: Stated<string>;
  readonly go?: Stated<string>;
  readonly toolchain?: Stated<string>;
  readonly require: readonly Stated<{ readonly path: string; readonly version: string; readonly indirect: boolean }>[];
  /** Replacements by a folder (`=> ../x`) and by another module. */
  readonly replace: readonly Stated<{ readonly path: string; readonly by: string; readonly isLocal: boolean }>[];
  /** Folders of a go.work. */
  readonly use: readonly Stated<string>[];
  /** Packages of programs that the module is worked on with. @see https://go.dev/ref/mod#go-mod-file-tool */
  readonly tool: readonly Stated<string>[];
}

interface Line {
  readonly words: readonly string[];
  readonly comment: string;
  readonly line: number;
}

/** How many words each directive takes; one that is not here is newer than this table and is passed over. */
const DIRECTIVES: Readonly<Record<string, (words: readonly string[]) => boolean>> = {
  module: ({ length }) => length === 1,
  go: ({ length }) => length === 1,
  toolchain: ({ length }) => length === 1,
  require: (words) => words.length === 2 && /^v\d/.test(words[1] ?? ''),
  replace: (words) =>
    /^[^=]+=>[^=]+$/.test(words.map((word) => (word === '=>' ? word : 'w')).join('')) && words.length <= 5,
  use: ({ length }) => length === 1,
  tool: ({ length }) => length === 1,
};

/**
 * Reads a go.mod or a go.work.
 * @see https://go.dev/ref/mod#go-mod-file
 */
export function parseGoMod(text: string, file: string): GoMod | Problem {
  const malformed = (line: number, what: string): Problem =>
    problem('malformed-file', { file, reason: `${what} on line ${line}` }, { file, line });
  const lines: (Line & { readonly directive: string })[] = [];
  let block: { readonly directive: string; readonly line: number } | undefined;
  for (const { words, comment, line } of readLines(text)) {
    const [first, ...rest] = words;
    if (first === undefined) continue;
    if (block !== undefined) {
      if (first === ')' && rest.length === 0) block = undefined;
      else lines.push({ directive: block.directive, words, comment, line });
    } else if (!/^[a-z]+$/.test(first)) return malformed(line, `${first} is no directive`);
    else if (rest.length === 1 && rest[0] === '(') block = { directive: first, line };
    else if (rest.join('') !== '()') lines.push({ directive: first, words: rest, comment, line });
  }
  if (block !== undefined) return malformed(block.line, `the block ${block.directive} is not closed; it begins`);
  const wrong = lines.find(({ directive, words }) => DIRECTIVES[directive]?.(words) === false);
  if (wrong) return malformed(wrong.line, `"${[wrong.directive, ...wrong.words].join(' ')}" cannot be understood`);
  return toGoMod(lines, file);
}

function toGoMod(lines: readonly (Line & { readonly directive: string })[], file: string): GoMod {
  const of = <T>(directive: string, read: (line: Line) => T): Stated<T>[] =>
    lines.filter((line) => line.directive === directive).map((line) => ({ value: read(line), line: line.line }));
  const single = (directive: 'module' | 'go' | 'toolchain'): Partial<Record<typeof directive, Stated<string>>> => {
    const [stated] = of(directive, ({ words }) => words[0] ?? '');
    return stated === undefined ? {} : { [directive]: stated };
  };
  return {
    file,
    ...single('module'),
    ...single('go'),
    ...single('toolchain'),
    require: of('require', ({ words, comment }) => ({
      path: words[0] ?? '',
      version: words[1] ?? '',
      indirect: /^\/\/\s*indirect\b/.test(comment),
    })),
    replace: of('replace', ({ words }) => {
      const by = words[words.indexOf('=>') + 1] ?? '';
      return { path: words[0] ?? '', by, isLocal: /^\.{0,2}\/|^\.{1,2}$/.test(by) };
    }),
    use: of('use', ({ words }) => words[0] ?? ''),
    tool: of('tool', ({ words }) => words[0] ?? ''),
  };
}

/** Words and the comment of each line; `"x"` and `` `x` `` are words without their quotes. */
function readLines(text: string): readonly Line[] {
  return text.split('\n').map((raw, index) => {
    const words: string[] = [];
    let comment = '';
    for (const [whole, remark, quoted, plain] of raw.matchAll(/(\/\/.*)|["`]([^"`]*)["`]|((?:(?!\/\/)[^\s"`])+)/g)) {
      if (remark !== undefined) comment = whole;
      else words.push(...(quoted === undefined ? parts(plain ?? '') : [quoted]));
    }
    return { words, comment, line: index + 1 };
  });
}

/** A bracket may touch its directive: `require(`. */
function parts(word: string): readonly string[] {
  return word.match(/[()]|[^()]+/g) ?? [];
}
