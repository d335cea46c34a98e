import { readFileSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';

/**
 * Whether the last commit has the file just as it stands, so that replacing it loses nothing.
 * The stored object is compared byte by byte: filters and hooks, which a repository could bring along, do not run.
 * No repository, no commit and no git count as no.
 */
export async function gitCanRestore(root: string, path: string): Promise<boolean> {
  const { execa } = await import('execa');
  const full = join(root, path);
  const stored = await execa('git', ['cat-file', 'blob', `HEAD:./${basename(full)}`], {
    cwd: dirname(full),
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: 20_000_000,
    env: { GIT_NO_LAZY_FETCH: '1' },
  });
  return stored.exitCode === 0 && readFileSync(full).equals(stored.stdout);
}
