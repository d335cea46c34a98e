import { findInSources, sourceFiles } from '../sources.ts';
import { join, type Repo } from '../../repo/repo.ts';

/** Top-level entries that no compiled app reads at run time. */
const NEVER_READ =
  /^(\.|src$|test|tests$|__tests__$|e2e$|docs?$|node_modules$|coverage$|package(-lock)?\.json$|tsconfig|README|LICENSE|CHANGELOG|CONTRIBUTING|.*\.config\.|.*\.md$|Dockerfile|compose|docker-compose|yarn\.lock$|pnpm-|bun\.|nodemon\.json$|nest-cli\.json$|jest)/i;

/**
 * The tracked top-level entries beside the build output that the sources name in a text: views, public, migrations,
 * a default configuration. Too much is safe, too little is a crash.
 * @returns paths relative to the app.
 */
export function runtimeFiles(repo: Repo, dir: string, output: string): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const entries = new Set(
    repo.paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split('/')[0] ?? ''),
  );
  const sources = sourceFiles(repo, dir, ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs']);
  const isCompiled = (entry: string): boolean =>
    repo.paths
      .filter((path) => path.startsWith(`${join(dir, entry)}/`) || path === join(dir, entry))
      .every((path) => /\.[cm]?tsx?$/.test(path));
  return [...entries].filter((entry) => {
    if (entry === '' || entry === output.split('/')[0] || NEVER_READ.test(entry) || isCompiled(entry)) return false;
    const named = new RegExp(`['"\`](?:\\.{0,2}/)*${entry.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:/[^'"\`]*)?['"\`]`);
    return (
      findInSources(
        repo,
        sources.filter((file) => file !== join(dir, entry)),
        named,
      ) !== undefined
    );
  });
}
