import { rebaseGitignore } from './gitignore.ts';
import { join, type Repo } from './repo.ts';

/** A folder of a Repo as a Repo of its own: what lies outside of it is not there. Problems keep their full paths. */
export function subRepo(repo: Repo, dir: string): Repo {
  if (dir === '') return repo;
  const prefix = `${dir}/`;
  const inside = (paths: readonly string[]): string[] =>
    paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const paths = inside(repo.below(dir));
  return {
    within: { repo, dir },
    paths,
    ignoredPaths: inside(repo.ignoredPaths),
    gitignores: new Map([...ownPatterns(repo, prefix), ...inheritedPatterns(repo, dir)]),
    problems: repo.problems,
    has: (path) => repo.has(join(dir, path)),
    hasFolder: (folder) => repo.hasFolder(join(dir, folder)),
    below: (folder) => (folder === '' ? paths : inside(repo.below(join(dir, folder)))),
    filesIn: (folder) => inside(repo.filesIn(join(dir, folder))),
    read: (path) => repo.read(join(dir, path)),
    hasCarriageReturns: (path) => repo.hasCarriageReturns(join(dir, path)),
    scan: (globs) => inside(repo.scan(globs.map((glob) => join(dir, glob)))),
    report: (problem) => {
      const where = problem.where && { ...problem.where, file: join(dir, problem.where.file) };
      repo.report(where ? { ...problem, where } : problem);
    },
  };
}

function ownPatterns(repo: Repo, prefix: string): [string, string][] {
  return [...repo.gitignores]
    .filter(([file]) => file.startsWith(prefix))
    .map(([file, text]) => [file.slice(prefix.length), text]);
}

/** What the .gitignore files of the folders above say of this one, as lines of its own. */
function inheritedPatterns(repo: Repo, dir: string): [string, string][] {
  const lines = [...repo.gitignores].flatMap(([file, text]) => {
    const folder = file.slice(0, -'.gitignore'.length);
    const isAbove = file !== `${dir}/.gitignore` && `${dir}/`.startsWith(folder);
    return isAbove ? rebaseGitignore(text, dir.slice(folder.length)) : [];
  });
  const own = repo.gitignores.get(`${dir}/.gitignore`) ?? '';
  return lines.length === 0 ? [] : [['.gitignore', [...lines, own].join('\n')]];
}
