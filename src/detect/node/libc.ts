import { readDocument } from '../../parse/document.ts';
import { asRecord, at } from '../../parse/shape.ts';
import type { Repo } from '../../repo/repo.ts';

/**
 * Folders of binaries for musl that npm installs beside those for glibc, as paths with a `*`: a lockfile without the
 * field `libc` does not tell them apart.
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#libc
 */
export function muslBinaries(repo: Repo, lockfile: string): readonly string[] {
  const packages = asRecord(at(readDocument(repo, lockfile, 'json')?.value, 'packages'));
  const folders = Object.entries(packages).flatMap(([path, entry]) => {
    const [, scope] = /^((?:[\w@.-]+\/)*node_modules\/@[\w.-]+)\/[\w.-]*musl[\w.-]*$/.exec(path) ?? [];
    const isKept = ['dev', 'devOptional'].every((mark) => at(entry, mark) !== true) && at(entry, 'libc') === undefined;
    return scope !== undefined && isKept ? [`${scope}/*musl*`] : [];
  });
  return [...new Set(folders)].sort();
}
