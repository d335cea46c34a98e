/** A statement of a Gradle script: its text, the headers of the blocks around it, and its line. */
export interface GradleStatement {
  /** Headers of the blocks that it stands in, the outermost first: `dependencies`, `tasks.named('bootJar')`. */
  readonly path: readonly string[];
  readonly text: string;
  readonly line: number;
}

/** No statement that says something is longer: what is left of a longer one is dropped. */
const LONGEST = 4_000;
const DEEPEST = 50;
const STRINGS = ['"""', "'''", '"', "'"];

/**
 * Reads a script of either DSL by its form alone: comments, strings, brackets and blocks. Both are programs, so this
 * knows what stands where, and nothing of what it does. Never fails: what does not nest is read as it stands.
 * @see https://docs.gradle.org/current/userguide/writing_build_scripts.html
 */
export function parseGradle(text: string): readonly GradleStatement[] {
  const statements: GradleStatement[] = [];
  const path: string[] = [];
  let current = '';
  let depth = 0;
  let line = 1;
  let start = 1;
  const add = (part: string): void => {
    if (current === '' && part.trim() === '') return;
    if (current === '') start = line;
    if (current.length < LONGEST) current += part;
  };
  const end = (): void => {
    const whole = current.trim();
    if (whole !== '') statements.push({ path: [...path], text: whole, line: start });
    current = '';
  };
  for (let index = 0; index < text.length;) {
    const skipped = commentAt(text, index) ?? stringAt(text, index);
    if (skipped !== undefined) {
      const part = text.slice(index, skipped.end);
      add(skipped.isString ? part : ' ');
      line += part.split('\n').length - 1;
      index = skipped.end;
      continue;
    }
    const character = text.charAt(index);
    index += 1;
    if ('(['.includes(character) || (character === '{' && depth > 0)) depth += 1;
    if (depth > 0) {
      add(character === '\n' ? ' ' : character);
      if (')]}'.includes(character)) depth -= 1;
    } else if (character === '{') {
      if (path.length < DEEPEST) path.push(current.trim());
      current = '';
    } else if (character === '}') {
      end();
      path.pop();
    } else if (character === ';' || (character === '\n' && !goesOn(current, text, index))) end();
    else add(character === '\n' ? ' ' : character);
    if (character === '\n') line += 1;
  }
  end();
  return statements;
}

interface Skipped {
  readonly end: number;
  readonly isString: boolean;
}

function commentAt(text: string, index: number): Skipped | undefined {
  const close = text.startsWith('//', index) ? '\n' : text.startsWith('/*', index) ? '*/' : undefined;
  if (close === undefined) return undefined;
  const found = text.indexOf(close, index + 2);
  const end = found === -1 ? text.length : close === '\n' ? found : found + 2;
  return { end, isString: false };
}

/** A string that starts here. One of a single line ends at the line's end, whatever is missing. */
function stringAt(text: string, index: number): Skipped | undefined {
  const quote = STRINGS.find((each) => text.startsWith(each, index));
  if (quote === undefined) return undefined;
  for (let at = index + quote.length; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.startsWith(quote, at)) return { end: at + quote.length, isString: true };
    else if (quote.length === 1 && text.charAt(at) === '\n') return { end: at, isString: true };
  }
  return { end: text.length, isString: true };
}

/** Whether a statement goes on in the next line: after a comma or an operator, before a call of what it gives. */
function goesOn(current: string, text: string, next: number): boolean {
  if (/[,=+?:\\]\s*$/.test(current.slice(-20))) return true;
  return /^\s{0,200}\??\.[a-zA-Z]/.test(text.slice(next, next + 210));
}

/** The texts of all strings in a statement, without their quotes. */
export function stringsOf(statement: string): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < statement.length;) {
    const string = stringAt(statement, index);
    if (string === undefined) {
      index += 1;
      continue;
    }
    const quote = STRINGS.find((each) => statement.startsWith(each, index)) ?? '"';
    found.push(statement.slice(index + quote.length, string.end - quote.length));
    index = string.end;
  }
  return found;
}
