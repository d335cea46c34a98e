import { inFile, type Candidate } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';

/** Keys of a workflow that name JDKs, with one value or a list of them; an expression is none. */
const NAMED = /\b(?:java|jdk)(?:[-_]version)?['"]?\s*:\s*(?:\[[^\]]*\]|(?:\n\s*-\s*['"]?[\d.]+['"]?)+|['"]?\d[\d.]*)/g;
const BUILDS = /\b(?:mvnw?|gradlew?)\s/;

/**
 * The oldest JDK that the project's own workflows build with, by the first of them that runs the build tool. A build
 * file says for which release it compiles; its plugins may need a newer JDK to run.
 * @see https://github.com/actions/setup-java#usage
 */
export function testedJdk(repo: Repo, dir: string): Candidate<string> | undefined {
  for (const file of repo.scan([...new Set(['.github/workflows/*.y*ml', join(dir, '.github/workflows/*.y*ml')])])) {
    const text = repo.read(file) ?? '';
    const [first, ...others] = BUILDS.test(text) ? text.matchAll(NAMED) : [];
    if (first === undefined) continue;
    const majors = [first, ...others].flatMap(([piece]) => majorsIn(piece));
    if (majors.length === 0) continue;
    const value = String(Math.min(...majors));
    return {
      value,
      source: inFile(file, lineAt(text, first.index)),
      because: `${file} builds with ${value} at the least`,
    };
  }
  return undefined;
}

/** The majors in a piece: `java: [17, '21', 1.8]`. */
function majorsIn(piece: string): readonly number[] {
  const values = piece.slice(piece.indexOf(':'));
  return [...values.matchAll(/(?<![\d.])(?:1\.)?(\d{1,2})(?![\d])/g)]
    .map(([, major]) => Number(major))
    .filter((n) => n >= 5);
}
