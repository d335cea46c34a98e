const NAME = /(^|\/)(?:(?:docker|container)file(?:[.-][\w.-]+)?|[\w.-]+\.dockerfile)$/i;
const OTHER = /\.(dockerignore|orig|md|ya?ml|json|[cm]?[jt]s|py|go|sh|tpl|tmpl|j2|template|txt)$/;

/** Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`, `Containerfile`. */
export function isDockerfileName(path: string): boolean {
  return NAME.test(path) && !OTHER.test(path);
}

/** One instruction of a Dockerfile, its continued lines joined and its comments left out. */
export interface DockerInstruction {
  readonly keyword: string;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** The last line, of its heredocs where it has any. */
  readonly endLine: number;
  /** The bodies of its heredocs: a script for RUN, contents for COPY; empty where it has none. */
  readonly heredoc: string;
}

/**
 * The instructions of a Dockerfile that a person wrote.
 * @see https://docs.docker.com/reference/dockerfile/#format
 */
export function dockerInstructions(text: string): readonly DockerInstruction[] {
  const found: DockerInstruction[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    let begin = i;
    const parts: string[] = [];
    for (; i < lines.length; i += 1) {
      const line = lines[i] ?? '';
      if (/^\s*#/.test(line) || (parts.length > 0 && line.trim() === '')) continue;
      if (parts.length === 0) begin = i;
      parts.push(line.replace(/\\\s*$/, ' '));
      if (!/\\\s*$/.test(line)) break;
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
      text: rest.trim(),
      line: begin + 1,
      endLine: Math.min(i + 1, lines.length),
      heredoc: lines.slice(textEnd + 1, i).join('\n'),
    });
  }
  return found;
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
