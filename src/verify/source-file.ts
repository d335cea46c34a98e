/** How a comment looks in a source file, by the end of its name: the harmless change. */
const COMMENTS: readonly (readonly [pattern: RegExp, comment: (text: string) => string])[] = [
  [/\.(?:[cm]?[jt]sx?|go|java|kt|kts|scala|groovy|rs|cs|php|swift|css|scss)$/, (text) => `// ${text}`],
  [/\.(?:py|rb|sh)$/, (text) => `# ${text}`],
  [/\.(?:html?|vue|svelte|astro|md|mdx|xml)$/, (text) => `<!-- ${text} -->`],
];

/** Not a source of the running app: tests, settings, declarations, manifests. */
const OTHER =
  /(^|\/)(tests?|__tests__|spec|e2e|docs?|scripts|\.[^/]+|node_modules|vendor|migrations)\/|[._-](test|spec|stories)\.|config|\.d\.ts$|(^|\/)(setup|conftest|gulpfile|Gruntfile)\.|(^|\/)(pom|settings|build)\.|\.css$|(^|\/)(readme|changelog|contributing|license)/i;

/** Code is changed before pages. */
const RANKS = [/\.(?:[cm]?[jt]sx?|go|java|kt|py|rb|rs)$/, /(?<!\.mdx?)$/, /./];

/** A source file and the text that changes it harmlessly. */
export interface Touch {
  readonly path: string;
  readonly text: string;
}

/**
 * A source file of the app that a person would edit, as near to its folder as possible.
 * @param paths files of the build context.
 * @param dir the app's folder in it.
 */
export function touchOf(paths: readonly string[], dir: string, word: string): Touch | undefined {
  const inside = paths.filter((path) => path.startsWith(dir === '' ? '' : `${dir}/`) && !OTHER.test(path));
  const ranked = RANKS.flatMap((rank) =>
    inside
      .filter((path) => rank.test(path) && COMMENTS.some(([pattern]) => pattern.test(path)))
      .sort((a, b) => a.split('/').length - b.split('/').length),
  );
  const [path] = ranked;
  const comment = COMMENTS.find(([pattern]) => path !== undefined && pattern.test(path))?.[1];
  return path === undefined || comment === undefined ? undefined : { path, text: `\n${comment(word)}\n` };
}
