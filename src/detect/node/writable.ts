import { fact, inFile, type Fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, within, type Repo } from '../../repo/repo.ts';

const TEXT = '[\'"`]([\\w@.][^\'"`\\n?]*)[\'"`?]';
const JOINED =
  /path\.(?:join|resolve)\(\s*(__dirname|process\.cwd\(\)|import\.meta\.dirname)((?:\s*,\s*['"`][^'"`\n]+['"`])+)\s*\)/;

/** How code names a folder or a file that it writes: the last group is a text, or the arguments of path.join. */
const WRITES: readonly RegExp[] = [
  new RegExp(`\\bmkdir(?:Sync)?\\(\\s*(?:${TEXT}|${JOINED.source})`, 'g'),
  new RegExp(`\\bdest\\s*:\\s*(?:${TEXT}|${JOINED.source})`, 'g'),
  /['"`](?:file:)?([\w@.][^'"`\n?:]*\.(?:db|sqlite3?))['"`?]/g,
  new RegExp(JOINED.source, 'g'),
];
/** `process.env.DATA_DIR || './data'`, `DB_FILENAME: str({ default: 'db/data' })`: a variable names it, with a default. */
const NAMED = new RegExp(
  String.raw`\b((?:[A-Z]+_)*(?:DATA|DB|DATABASE|SQLITE|UPLOADS?|STORAGE)_?(DIR|DIRNAME|DIRECTORY|FOLDER|PATH|FILE|FILENAME))\b(?:(?!\b[A-Z][A-Z0-9_]+['"]?\s*:)[^;]){0,200}?(?:\|\||\?\?|\bdefault['"]?\s*:|\.default\()\s*${TEXT}`,
  'g',
);
const CODE = /\.(?:[cm]?[jt]sx?|sql)$/;
const DATABASE = /\.(db|sqlite3?)$/;
const NEVER = /^(|\.\..*|node_modules|dist|build|src|tmp)(\/|$)/;

/**
 * The folders below the app that its code writes to: those of SQLite files, of uploads, and those that it makes.
 * @param dir the app's folder; the results are relative to it.
 */
export function writablePaths(repo: Repo, dir: string, files: readonly string[]): readonly Fact<string>[] {
  const found = new Map<string, Fact<string>>();
  for (const file of files) {
    const text = repo.read(file) ?? '';
    for (const [index, pattern] of WRITES.entries()) {
      for (const match of text.matchAll(pattern)) {
        const isFile = index > 1;
        const path = pathOf(file.slice(dir === '' ? 0 : dir.length + 1), match);
        if (path === undefined || (isFile && !DATABASE.test(path))) continue;
        const folder = isFile || DATABASE.test(path) ? path.split('/').slice(0, -1).join('/') : path;
        if (NEVER.test(folder) || found.has(folder) || isTemplate(repo, dir, path, folder)) continue;
        found.set(folder, fact(folder, `the code writes to ${folder}`, inFile(file, lineAt(text, match.index))));
      }
    }
    for (const match of text.matchAll(NAMED)) {
      const [, name = '', kind = '', value = ''] = match;
      const path = within('', value) ?? '';
      const isFile = kind.startsWith('FILE') || (kind === 'PATH' && /\.\w+$/.test(path));
      const folder = isFile ? path.split('/').slice(0, -1).join('/') : path;
      if (NEVER.test(folder) || found.has(folder)) continue;
      found.set(folder, fact(folder, `${name} leads to ${folder}`, inFile(file, lineAt(text, match.index))));
    }
  }
  return [...found.values()];
}

/** A database that git holds among code: what is written is a copy of it, and a volume would hide the code. */
function isTemplate(repo: Repo, dir: string, path: string, folder: string): boolean {
  return (
    repo.has(join(dir, path)) && DATABASE.test(path) && repo.below(join(dir, folder)).some((each) => CODE.test(each))
  );
}

/** The path relative to the app; undefined where it leaves it. */
function pathOf(file: string, match: RegExpExecArray): string | undefined {
  const groups = (match.slice(1) as (string | undefined)[]).filter((group) => group !== undefined);
  const [first = '', list] = groups;
  if (list === undefined) return within('', first);
  const parts = [...list.matchAll(/['"`]([^'"`\n]+)['"`]/g)].map(([, part = '']) => part);
  if (parts.some((part) => part.startsWith('/') || part.includes('$'))) return undefined;
  return within(first.startsWith('process') ? '' : file.split('/').slice(0, -1).join('/'), parts.join('/'));
}
