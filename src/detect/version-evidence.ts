import { inFile, type Source } from '../model/fact.ts';
import { lineAt } from '../parse/lines.ts';
import { isDockerfileName } from '../parse/dockerfile.ts';
import type { Repo } from '../repo/repo.ts';
import { personsText, type PersonsText } from './persons-files.ts';

/** Lines of a language that a project is built or tested with, where that is written down without being demanded. */
export interface Evidence {
  readonly lines: readonly string[];
  readonly source: Source;
  readonly because: string;
}

/** Where versions are found; `where` is what a language finds its files by. */
export interface EvidencePlace<Where> {
  readonly files: (where: Where) => readonly string[];
  /** Pieces of a file that hold versions: the whole match is looked at. */
  readonly piece: RegExp;
  readonly what: string;
}

/**
 * What the first file of the first place that has any says.
 * @param linesIn the lines in the text of a piece.
 */
export function firstEvidence<Where>(
  repo: Repo,
  language: string,
  places: readonly EvidencePlace<Where>[],
  where: Where,
  linesIn: (piece: string) => readonly string[],
): Evidence | undefined {
  for (const { files, piece, what } of places) {
    for (const file of files(where)) {
      const { text, source } = textOf(repo, file);
      const pieces = [...text.matchAll(piece)];
      const [first] = pieces;
      const lines = [...new Set(pieces.flatMap(([whole]) => linesIn(whole)))];
      if (first === undefined || lines.length === 0) continue;
      const because = `${file}: ${what} ${language} ${lines.join(', ')}`;
      return { lines, source: source(lineAt(text, first.index)), because };
    }
  }
  return undefined;
}

function textOf(repo: Repo, file: string): PersonsText {
  const text = isDockerfileName(file) ? undefined : (repo.read(file) ?? '');
  return text === undefined
    ? (personsText(repo, file) ?? { text: '', source: () => inFile(file) })
    : { text, source: (line) => inFile(file, line) };
}
