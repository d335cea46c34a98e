const NAME = /(^|\/)(?:(?:docker|container)file(?:[.-][\w.-]+)?|[\w.-]+\.dockerfile)$/i;
const OTHER = /\.(dockerignore|orig|md|ya?ml|json|[cm]?[jt]s|py|go|sh|tpl|tmpl|j2|template|txt)$/;

/** Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`, `Containerfile`. */
export function isDockerfileName(path: string): boolean {
  return NAME.test(path) && !OTHER.test(path);
}

/** One instruction of a Dockerfile, its continued lines joined and its comments left out. Lines count from 1. */
export interface Instruction {
  readonly keyword: string;
  /** What stands after the keyword and its flags, on one line, without the bodies of heredocs. */
  readonly text: string;
  /** The exec form's words; undefined for the shell form. */
  readonly exec?: readonly string[];
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** The bodies of heredocs: a script for RUN, contents for COPY. */
  readonly heredoc: string;
  readonly line: number;
  /** The last line, of its heredocs where it has any. */
  readonly endLine: number;
}

/**
 * The instructions of a Dockerfile that a person wrote.
 * @see https://docs.docker.com/reference/dockerfile/#format
 */
export function dockerInstructions(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  const lines = text.split('\n');
  const goesOn = new RegExp(`${escapeOf(lines)}\\s*$`);
  for (let i = 0; i < lines.length; i += 1) {
    let begin = i;
    const parts: string[] = [];
    for (; i < lines.length; i += 1) {
      const line = lines[i] ?? '';
      if (/^\s*#/.test(line) || (parts.length > 0 && line.trim() === '')) continue;
      if (parts.length === 0) begin = i;
      parts.push(line.replace(goesOn, ' '));
      if (!goesOn.test(line)) break;
    }
    const [, keyword, rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(parts.join('')) ?? [];
    if (keyword === undefined) continue;
    const textEnd = i;
    for (const [, mark] of /^(RUN|COPY)$/i.test(keyword) ? rest.matchAll(/<<-?["']?(\w+)["']?/g) : []) {
      const end = lines.findIndex((line, index) => index > i && line.trim() === mark);
      if (end !== -1) i = end;
    }
    found.push({
      keyword: keyword.toUpperCase(),
      ...withFlags(rest),
      line: begin + 1,
      endLine: Math.min(i + 1, lines.length),
      heredoc: lines.slice(textEnd + 1, i).join('\n'),
    });
  }
  return found;
}

const FLAG = /^--([\w-]+)(?:=(\S*))?\s+/;

function withFlags(rest: string): Pick<Instruction, 'text' | 'flags' | 'exec'> {
  const flags: { name: string; value: string }[] = [];
  let text = rest.trim();
  for (let match = FLAG.exec(`${text} `); match !== null; match = FLAG.exec(`${text} `)) {
    flags.push({ name: match[1] ?? '', value: match[2] ?? '' });
    text = text.slice(match[0].length);
  }
  const exec = execForm(text.replace(/^CMD\s+(?=\[)/, ''));
  return { text: text.replace(/\s+/g, ' ').trim(), flags, ...(exec === undefined ? {} : { exec }) };
}

/** The pattern of what ends a line that goes on: a directive above the first instruction may change it. */
function escapeOf(lines: readonly string[]): string {
  const first = lines.findIndex((line) => !/^\s*#\s*\w+\s*=/.test(line));
  const directive = lines.slice(0, Math.max(0, first)).find((line) => /^\s*#\s*escape\s*=/i.test(line));
  return directive?.includes('`') === true ? '`' : '\\\\';
}

/** The words of an exec-form instruction; undefined for the shell form. */
export function execForm(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

/** `NAME=value` and `NAME "a value"` pairs of ENV and ARG; the old `ENV NAME value` form too. */
export function assignments(text: string): readonly { readonly name: string; readonly value: string }[] {
  const old = /^(\w+)\s+([^=\s].*)$/.exec(text);
  if (old?.[1] !== undefined && !/^\w+=/.test(text)) return [{ name: old[1], value: old[2] ?? '' }];
  return [...text.matchAll(/(\w+)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s"'\\]|\\.)*))?/g)].map(
    ([, name = '', value = '']) => ({ name, value: value.replace(/^(["'])(.*)\1$/s, '$2') }),
  );
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` replaced by what is known; the rest stays as it is written. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, usual?: string) => {
      return values.get(plain ?? braced ?? '') ?? usual ?? whole;
    },
  );
}
