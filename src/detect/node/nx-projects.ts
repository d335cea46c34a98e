import { problem, type Problem } from '../../model/problem.ts';
import { readDocument } from '../../parse/document.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

/**
 * The apps of an Nx workspace in which nothing but the root has a package.json: which of them is meant, and where its
 * build goes, only a script can say.
 * @see https://nx.dev/docs/concepts/integrated-vs-package-based
 */
export function nxProjectsProblem(repo: Repo, { dir, file }: PackageManifest): Problem | undefined {
  if (!repo.has(join(dir, 'nx.json')) || repo.has(join(dir, 'project.json'))) return undefined;
  const names = repo
    .scan(['*', '*/*', '*/*/*'].map((folder) => join(dir, `${folder}/project.json`)))
    .filter((path) => !repo.has(path.replace(/project\.json$/, 'package.json')))
    .flatMap((path) => {
      const project = readDocument(repo, path, 'json')?.value;
      const name = asString(at(project, 'name')) ?? path.split('/').at(-2) ?? '';
      return asString(at(project, 'projectType')) === 'application' && !name.endsWith('-e2e') ? [name] : [];
    });
  const [first] = names;
  return first === undefined ? undefined : problem('nx-projects', { names: names.join(', '), first }, { file });
}
