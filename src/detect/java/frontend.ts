import { inFile, type Source } from '../../model/fact.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import type { Repo } from '../../repo/repo.ts';

/** Plugins by which Maven or Gradle runs a package manager of Node. */
const PLUGINS =
  /\b(frontend-maven-plugin|frontend-gradle-plugin|com\.github\.node-gradle\.node|com\.moowork\.node|org\.siouan\.frontend)\b/;

/** Where a build file says that the build itself makes the frontend. */
export function frontendInBuild(repo: Repo, files: readonly string[]): Source | undefined {
  const file = files.find((path) => PLUGINS.test(repo.read(path) ?? ''));
  return file === undefined ? undefined : inFile(file, lineOfMatch(repo.read(file) ?? '', PLUGINS));
}
