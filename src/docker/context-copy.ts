import {
  chmodSync,
  constants,
  existsSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { dockerIgnore } from '../parse/docker-ignore.ts';

/**
 * Copies a build context as the builder would see it: what the ignore file drops is left out, links stay links.
 * @returns the paths of its files.
 */
export function copyContext(from: string, to: string, ignoreLines: readonly string[]): readonly string[] {
  const isIgnored = dockerIgnore(ignoreLines);
  const kept = ignoreLines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
  /** Whether something below an ignored folder may be kept after all. */
  const mayHold = (folder: string): boolean =>
    kept.some((pattern) => /^\/?[*?[]/.test(pattern) || pattern.replace(/^\//, '').startsWith(`${folder}/`));
  const paths: string[] = [];
  const visit = (dir: string): void => {
    for (const { name } of readdirSync(join(from, dir), { withFileTypes: true })) {
      const path = dir === '' ? name : `${dir}/${name}`;
      const stat = lstatSync(join(from, path));
      const ignored = isIgnored(path) && path !== '.dockerignore';
      if (stat.isDirectory()) {
        // A folder for temporary files may stand in the context itself.
        if ((ignored && !mayHold(path)) || to.startsWith(join(from, path) + sep)) continue;
        if (!ignored) mkdirSync(join(to, path), { recursive: true });
        visit(path);
        // Folders are copied with their mode (COPY --parents): another one would be another cache key.
        if (existsSync(join(to, path))) chmodSync(join(to, path), stat.mode);
        continue;
      }
      if (ignored || !(stat.isFile() || stat.isSymbolicLink())) continue;
      mkdirSync(join(to, dir), { recursive: true });
      if (stat.isSymbolicLink()) symlinkSync(readlinkSync(join(from, path)), join(to, path));
      else copyFileSync(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
      paths.push(path);
    }
  };
  mkdirSync(to, { recursive: true });
  visit('');
  return paths.sort();
}
