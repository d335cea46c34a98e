/** What a .go file says before it is compiled. */
export interface GoSource {
  /** The text with its comments blanked; lines and offsets stay. */
  readonly code: string;
  readonly package: string;
  readonly imports: readonly string[];
  /** Patterns of go:embed, relative to the file's folder. */
  readonly embeds: readonly string[];
  /** Whether `func main()` stands in it. */
  readonly hasMain: boolean;
  /** Whether a build for Linux takes the file in. */
  readonly isBuilt: boolean;
}

/** Operating systems and processors that a file name may end with, for which no image of ours is built. */
const OTHER_SYSTEMS =
  /_(aix|android|darwin|dragonfly|freebsd|illumos|ios|js|netbsd|openbsd|plan9|solaris|wasip1|windows)(_\w+)?\.go$|_(386|arm|loong64|mips\w*|ppc64\w*|riscv64|s390x|wasm)\.go$/;

/** @see https://pkg.go.dev/cmd/go#hdr-Build_constraints */
const TRUE_TAGS = /^(linux|unix|amd64|gc|cgo|go1(\.\d+)?)$/;

/**
 * Reads package, imports and directives. Nothing is compiled: a broken file gives what can be read.
 * @param tags those that the build is told beside the ones that hold by themselves.
 */
export function parseGoSource(text: string, path: string, tags: readonly string[] = []): GoSource {
  const code = blankComments(text);
  const packageAt = /^\s*package\s+(\w+)/.exec(code);
  const head = text.slice(0, packageAt === null ? 0 : packageAt.index + packageAt[0].length);
  return {
    code,
    package: packageAt?.[1] ?? '',
    imports: importsOf(code),
    embeds: [...text.matchAll(/^\/\/go:embed[ \t]+(.+)$/gm)].flatMap((found) => embedPatterns(found[1] ?? '')),
    hasMain: /^func\s+main\s*\(\s*\)/m.test(code),
    isBuilt: !OTHER_SYSTEMS.test(path) && constraintHolds(head, (tag) => TRUE_TAGS.test(tag) || tags.includes(tag)),
  };
}

function importsOf(code: string): readonly string[] {
  const single = [...code.matchAll(/^import\s+(?:[\w.]+\s+)?["`]([^"`\n]+)["`]/gm)].map((found) => found[1] ?? '');
  const blocks = [...code.matchAll(/^import\s*\(([^)]*)\)/gm)].flatMap((block) =>
    [...(block[1] ?? '').matchAll(/["`]([^"`\n]+)["`]/g)].map((found) => found[1] ?? ''),
  );
  return [...single, ...blocks];
}

function embedPatterns(text: string): readonly string[] {
  const words = text.match(/"[^"]*"|`[^`]*`|\S+/g) ?? [];
  return words.map((word) => word.replace(/^["`]|["`]$/g, '').replace(/^all:/, ''));
}

/** Comments become spaces; texts and runes are left as they are. */
function blankComments(text: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'/g;
  return text.replace(token, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));
}

/** `//go:build` where there is one, else all `// +build` lines. */
function constraintHolds(head: string, holds: (tag: string) => boolean): boolean {
  const line = /^\/\/go:build\s+(.+)$/m.exec(head)?.[1];
  if (line !== undefined) return evaluate(line, holds);
  const isTrue = (tag: string): boolean => (tag.startsWith('!') ? !holds(tag.slice(1)) : holds(tag));
  return [...head.matchAll(/^\/\/ \+build\s+(.+)$/gm)].every((found) =>
    (found[1] ?? '')
      .trim()
      .split(/\s+/)
      .some((option) => option.split(',').every(isTrue)),
  );
}

/** A build constraint: tags, `!`, `&&`, `||` and brackets. */
function evaluate(expression: string, holds: (tag: string) => boolean): boolean {
  const tokens = expression.match(/&&|\|\||[!()]|[\w.]+/g) ?? [];
  let next = 0;
  const any = (): boolean => {
    let value = all();
    for (; tokens[next] === '||';) {
      next += 1;
      value = all() || value;
    }
    return value;
  };
  const all = (): boolean => {
    let value = one();
    for (; tokens[next] === '&&';) {
      next += 1;
      value = one() && value;
    }
    return value;
  };
  const one = (): boolean => {
    const token = tokens[next];
    next += 1;
    if (token === '!') return !one();
    if (token !== '(') return token !== undefined && holds(token);
    const value = any();
    next += 1;
    return value;
  };
  return any();
}
