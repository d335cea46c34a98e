/** Files in which `//` and `/*` begin a comment. */
const WITH_COMMENTS = /\.(?:[cm]?[jt]sx?|jsonc?)$/;

/** A string, or a comment: strings come first, so that the `//` of an address is none. */
const STRING_OR_COMMENT =
  /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** The text of a JavaScript, TypeScript or JSON file with its comments blanked; every line and offset stays where it is. */
export function withoutComments(file: string, text: string): string {
  if (!WITH_COMMENTS.test(file)) return text;
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found));
}
