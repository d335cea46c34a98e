/** One simple command of a script: environment assignments, then words. */
export interface SimpleCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** A script as far as it can be started without a shell. */
export interface CommandLine {
  /** Commands joined by `&&`, in order. */
  readonly commands: readonly SimpleCommand[];
  /** Whether only a shell can run it: pipes, redirections, `;`, `||`, `&`, expansions, substitutions, globs. */
  readonly needsShell: boolean;
}

/**
 * Reads a POSIX shell command line: words, quotes, assignments and `&&`. Nothing is run or expanded.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function parseCommandLine(text: string): CommandLine {
  const { tokens, needsShell } = tokenise(text);
  const commands: SimpleCommand[] = [];
  let current: string[] = [];
  for (const token of [...tokens, AND]) {
    if (typeof token === 'string') current.push(token);
    else if (current.length > 0) {
      commands.push(simpleCommand(current));
      current = [];
    }
  }
  return { commands, needsShell };
}

const AND = Symbol('&&');
const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

function simpleCommand(words: readonly string[]): SimpleCommand {
  const first = words.findIndex((word) => !ASSIGNMENT.test(word));
  const count = first === -1 ? words.length : first;
  const env = Object.fromEntries(words.slice(0, count).map((word) => word.split(/=([\s\S]*)/, 2) as [string, string]));
  return { env, words: words.slice(count) };
}

function tokenise(text: string): { tokens: (string | typeof AND)[]; needsShell: boolean } {
  const tokens: (string | typeof AND)[] = [];
  let needsShell = false;
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) tokens.push(word);
    word = undefined;
  };
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (c === "'" || c === '"') {
      const close = closingQuote(text, i);
      const inner = text.slice(i + 1, close);
      needsShell ||= close === text.length || (c === '"' && /[$`]/.test(inner));
      word = (word ?? '') + (c === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner);
      i = close;
    } else if (c === '\\') {
      i += 1;
      word = (word ?? '') + text.charAt(i);
    } else if (/\s/.test(c)) {
      needsShell ||= c === '\n';
      end();
    } else if (c === '&' && text[i + 1] === '&') {
      end();
      tokens.push(AND);
      i += 1;
    } else {
      needsShell ||= '|&;<>()$`*?[]#~!{}'.includes(c);
      word = (word ?? '') + c;
    }
  }
  end();
  return { tokens, needsShell };
}

/** The index of the quote that closes the one at `start`, or the text's length. */
function closingQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let i = start + 1; i < text.length; i += 1) {
    if (quote === '"' && text[i] === '\\') i += 1;
    else if (text[i] === quote) return i;
  }
  return text.length;
}
