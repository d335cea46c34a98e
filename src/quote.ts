/**
 * Quoting of values for where they stand in a generated file. Every value of a repository passes one of these;
 * those that cannot be written safely throw UnquotableError, which the plan turns into a Problem.
 */
export class UnquotableError extends Error {
  constructor(readonly value: string) {
    super(`cannot be written safely: ${JSON.stringify(value)}`);
  }
}

/** One word of a POSIX shell command inside a RUN instruction. */
export function quoteWord(value: string): string {
  if (/^[\w@%+=:,./-]+$/.test(value)) return value;
  if (/[\n\r\0]/.test(value)) throw new UnquotableError(value);
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** A JSON array on one line, as the exec form wants it. Dockerfile's exec form expands no variables. */
export function quoteJson(values: readonly string[]): string {
  return `[${values.map(quoteJsonText).join(', ')}]`;
}

/** JSON text in which nothing but printable characters stands raw, and nothing that a parser could take for a heredoc. */
function quoteJsonText(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]|<(?=<)/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The value of an ENV or ARG. @see https://docs.docker.com/reference/dockerfile/#environment-replacement */
export function quoteEnv(value: string): string {
  if (/^[\w@%+=:,./-]+$/.test(value)) return value;
  if (/[\n\r\0]/.test(value)) throw new UnquotableError(value);
  return `"${value.replace(/[\\"$]/g, '\\$&')}"`;
}

/** The name of an environment variable. */
export function quoteName(value: string): string {
  if (!/^[A-Za-z_]\w*$/.test(value)) throw new UnquotableError(value);
  return value;
}

/**
 * One source or target of a COPY: globs, variables and quotes of the Dockerfile's own syntax are escaped.
 * Paths with spaces need the JSON form, which `copyArguments` chooses.
 * @see https://docs.docker.com/reference/dockerfile/#copy
 */
function escapeCopyPath(path: string): string {
  return path.replace(/[\\$'"]/g, '\\$&').replace(/[[*?]/g, '[$&]');
}

/** The arguments of a COPY, as words where that is safe, else as a JSON array; a line may break between any two of them. */
export function copyArguments(paths: readonly string[]): readonly string[] {
  if (paths.some((path) => /[\p{Cc}\u2028\u2029]/u.test(path) || path.startsWith('<<')))
    throw new UnquotableError(paths.join(' '));
  if (paths.every((path) => /^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('--'))) return paths;
  return paths.map((path, index) => {
    const isLast = index === paths.length - 1;
    return `${index === 0 ? '[' : ''}${quoteJsonText(escapeCopyPath(path))}${isLast ? ']' : ','}`;
  });
}

/** A path in a RUN --mount or COPY --exclude option, which has no quoting of its own. */
export function optionPath(path: string): string {
  if (!/^[\w@%+./-]+$/.test(path)) throw new UnquotableError(path);
  return path;
}

/** An image reference made from the tables and a version of the repository. */
export function imageReference(value: string): string {
  if (!/^[a-z0-9][\w./:@-]*$/.test(value)) throw new UnquotableError(value);
  return value;
}

/** A scalar of compose.yaml: always double-quoted JSON text, with compose's own `$` doubled. */
export function quoteYaml(value: string): string {
  return quoteJsonText(value).replaceAll('$', '$$$$');
}

/** A scalar of compose.yaml in which `${NAME:-default}` stays for compose to fill in: for texts of ours alone. */
export function quoteInterpolated(value: string): string {
  const parts = value
    .split(/(\$\{[A-Z]\w*:-[\w-]+\})/)
    .map((part, index) => (index % 2 === 1 ? part : quoteYaml(part).slice(1, -1)));
  return `"${parts.join('')}"`;
}

/**
 * A scalar of a GitHub workflow. Two braces begin an expression there, and a template in the context of a build.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
export function quoteWorkflow(value: string): string {
  if (value.includes('{{')) throw new UnquotableError(value);
  return /^\.[\w./-]*$/.test(value) ? value : quoteJsonText(value);
}

/** A string of HCL, in which no template is evaluated. @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions */
export function quoteHcl(value: string): string {
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) throw new UnquotableError(value);
  return quoteJsonText(value).replace(/[$%](?=\{)/g, '$&$&');
}

/** A pattern line of an ignore file; a path that starts with # or ! or holds glob characters is escaped; outer spaces would be trimmed. */
export function ignorePattern(path: string): string {
  if (/[\n\r\0]/.test(path)) throw new UnquotableError(path);
  return path
    .replace(/[\\*?[\]]/g, '\\$&')
    .replace(/^[#!]/, '\\$&')
    .replace(/^\s|\s$/g, '?');
}

/** A text in a regular expression: it matches itself alone. */
export function quotePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
