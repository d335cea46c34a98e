import data from '../../../data/java-libraries.json' with { type: 'json' };
import { fact, type Fact, type Source } from '../../model/fact.ts';
import { within, type Repo } from '../../repo/repo.ts';
import type { Setting } from './settings-files.ts';
import { usedLibrary, type JavaModule } from './module.ts';

/** A URL of a database that stands in a file: what comes before the path, the path, and what comes after. */
const FILE_DATABASE =
  /\b(jdbc:(?:h2|hsqldb|sqlite|derby|duckdb):(?:file:)?)(?!mem\b|tcp:|ssl:|zip:|res:|hsql|http|:memory:|~|\/|\$)([\w.][\w./-]*)(.*)$/;
/** Where a database goes that would be made beside the app. */
const FOLDER = 'data';

/** A database in a file: the folder that has to be written to, and the URL that leads there where the stated one does not. */
export interface FileDatabase {
  readonly folder: Fact<string>;
  readonly url?: string;
}

/** What a stated URL comes to: a file beside the app moves into a folder of its own, since only a folder can be a volume. */
export function fileDatabase({ value, source }: Setting): FileDatabase | undefined {
  const [, scheme, path, options = ''] = FILE_DATABASE.exec(value) ?? [];
  const inside = path === undefined ? undefined : within('', path);
  if (scheme === undefined || inside === undefined || inside === '') return undefined;
  const folder = inside.split('/').slice(0, -1).join('/');
  const because = `the database ${inside} stands in a file`;
  return folder === ''
    ? { folder: fact(FOLDER, because, source), url: `${scheme}./${FOLDER}/${inside}${options}` }
    : { folder: fact(folder, because, source) };
}

/** URLs of databases anywhere in a text. */
export function databaseIn(text: string, source: (line: number) => Source): FileDatabase | undefined {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => FILE_DATABASE.test(line));
  const line = lines[index];
  return line === undefined
    ? undefined
    : fileDatabase({ value: line.replace(/["']\s*$/, ''), source: source(index + 1) });
}

/** What unpacks native code when it starts, into a folder that may neither be read-only nor forbid programs, as a tmpfs does. */
export function unpacksNativeCode(module: JavaModule): Fact<string> | undefined {
  const library = usedLibrary(module, (artifact) => data.unpacking.includes(artifact));
  return library && fact(library.artifact, `${library.artifact} unpacks native code when it starts`, library.source);
}

/** Files of the repository that a settings file names by a path relative to the app. */
export function filesNamedIn(repo: Repo, text: string, dir: string): readonly string[] {
  const words = [...text.matchAll(/(?:^|[\s:"'=])([\w][\w./-]*\.\w{2,8})(?=["'\s]|$)/gm)].map(
    (found) => found[1] ?? '',
  );
  return [...new Set(words.flatMap((word) => within(dir, word) ?? []))].filter((path) => repo.has(path)).slice(0, 20);
}
