import { inFile, type Source } from '../../model/fact.ts';
import type { Document } from '../../parse/json.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { normaliseName, parsePackage, type Requirement } from '../../parse/requirements.ts';
import { asRecord, asString, asStrings, at } from '../../parse/shape.ts';
import type { Repo } from '../../repo/repo.ts';
import { withExtras } from './requirements.ts';
import { quotePattern } from '../../quote.ts';

/** A dependency and where it is stated. */
export interface Stated extends Requirement {
  readonly source: Source;
  readonly isFromGit: boolean;
  /** A folder of the repository, as it is written. */
  readonly path?: string;
}

/** PEP 508 texts in a list of a document. */
export function statedInList(repo: Repo, document: Document | undefined, list: unknown): readonly Stated[] {
  if (document === undefined) return [];
  return asStrings(list).flatMap((text) => {
    const found = parsePackage(text);
    if (found === undefined || found.isElsewhere === true) return [];
    const path = /^file:\/\/\/?\$\{PROJECT_ROOT\}\/(.+)$/.exec(found.url ?? '')?.[1];
    return [
      {
        ...found,
        source: sourceOf(repo, document, text),
        isFromGit: found.url?.startsWith('git+') === true,
        ...(path === undefined ? {} : { path }),
      },
    ];
  });
}

/** Poetry's and Pipenv's form: `name = "^1"` or `name = { version = "^1", extras = [...] }`. */
export function statedInTable(document: Document | undefined, path: readonly string[]): readonly Stated[] {
  if (document === undefined) return [];
  return Object.entries(asRecord(at(document.value, ...path))).flatMap(([name, entry]) => {
    if (name === 'python') return [];
    const [folder, specifiers] = [asString(at(entry, 'path')), asString(entry) ?? asString(at(entry, 'version'))];
    return [
      {
        name: normaliseName(name),
        extras: asStrings(at(entry, 'extras')).map(normaliseName),
        source: inFile(document.file, document.lineOf(...path, name)),
        isFromGit: at(entry, 'git') !== undefined,
        ...(specifiers === undefined ? {} : { specifiers }),
        ...(folder === undefined ? {} : { path: folder }),
      },
    ];
  });
}

/** Sources by name, an extra standing as `name[extra]` too. */
export function sourcesOf(list: readonly Stated[]): Readonly<Record<string, Source>> {
  return Object.fromEntries(list.flatMap((each) => withExtras(each.name, each.extras, each.source)));
}

function sourceOf(repo: Repo, document: Document, text: string): Source {
  const escaped = quotePattern(text);
  return inFile(document.file, lineOfMatch(repo.read(document.file) ?? '', new RegExp(`["']${escaped}["']`)));
}
