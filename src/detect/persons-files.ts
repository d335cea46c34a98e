import { inFile, type Source } from '../model/fact.ts';
import { asRecord, asStrings, at } from '../parse/shape.ts';
import { join, type Repo } from '../repo/repo.ts';

const LOCK = '.create-dockerfile.lock';

/** A text of a person, and how a place in it is named as a source. */
export interface PersonsText {
  readonly text: string;
  readonly source: (line?: number) => Source;
}

/**
 * A file as a person wrote it. Of one that this tool wrote nothing is theirs, except where it took the place of theirs:
 * the lock keeps that text, so that a later run finds what the first one found.
 */
export function personsText(repo: Repo, path: string): PersonsText | undefined {
  const [top, full] = fromTop(repo, path);
  const lock = parsed(top.read(LOCK));
  const replaced = asRecord(at(lock, 'replaced'))[full];
  if (replaced !== undefined)
    return { text: asStrings(replaced).join('\n'), source: () => inFile(LOCK, undefined, `${full} as it was`) };
  const text = full in asRecord(at(lock, 'files')) ? undefined : repo.read(path);
  return text === undefined ? undefined : { text, source: (line) => inFile(path, line) };
}

/** The Repo that holds the lock, and the path there. */
function fromTop(repo: Repo, path: string): readonly [Repo, string] {
  return repo.within === undefined ? [repo, path] : fromTop(repo.within.repo, join(repo.within.dir, path));
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
