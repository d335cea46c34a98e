import ignore from 'ignore';
import { problem } from '../model/problem.ts';
import { makeRepo, type Repo } from './repo.ts';

/** A Repo from an object of files, as tests and property tests write it; .gitignore at the root is honoured. */
export function memoryRepo(files: Readonly<Record<string, string>>): Repo {
  const rules = ignore().add(files['.gitignore'] ?? '');
  const all = Object.keys(files).sort();
  return makeRepo({
    paths: all.filter((path) => !rules.ignores(path)),
    ignoredPaths: all.filter((path) => rules.ignores(path)),
    gitignores: new Map(all.filter((path) => path === '.gitignore').map((path) => [path, files[path] ?? ''])),
    problems: [],
    load: (path) => files[path] ?? problem('unreadable-file', { file: path, reason: 'not found' }, { file: path }),
  });
}
