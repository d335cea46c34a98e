import { inFile, type Source } from '../model/fact.ts';
import { lineAt } from '../parse/lines.ts';
import type { Repo } from '../repo/repo.ts';

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
      const text = repo.read(file) ?? '';
      const pieces = [...text.matchAll(piece)];
      const [first] = pieces;
      const lines = [...new Set(pieces.flatMap(([whole]) => linesIn(whole)))];
      if (first === undefined || lines.length === 0) continue;
      const because = `${file}: ${what} ${language} ${lines.join(', ')}`;
      return { lines, source: inFile(file, lineAt(text, first.index)), because };
    }
  }
  return undefined;
}
