import { problem, type Problem } from '../../model/problem.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import type { Setting } from './settings.ts';
import { HOME } from './writable.ts';

const CONFIGURES = /^(conf|config|cfg|configuration)([._-]?(file|path))?$/i;
const FILE = /^[\w./~-]+\.\w+$/;

/** Configuration files that a flag has for its default and that no image would have. */
export function missingConfiguration(repo: Repo, dir: string, settings: readonly Setting[]): readonly Problem[] {
  return settings.flatMap(({ by, name, value, source }) => {
    if (by !== 'flag' || !CONFIGURES.test(name) || !FILE.test(value)) return [];
    const inner = /^[~/]/.test(value) ? undefined : within('', value);
    if (inner !== undefined && repo.has(join(dir, inner))) return [];
    const target = inner === undefined ? value.replace(/^~/, HOME) : `/app/${inner}`;
    const where =
      source.kind === 'file' ? { file: source.file, ...(source.line ? { line: source.line } : {}) } : undefined;
    const args = { path: value, flag: name, name: value.split('/').at(-1) ?? '', target };
    return [problem('configuration-missing', args, where)];
  });
}
