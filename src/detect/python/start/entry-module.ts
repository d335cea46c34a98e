import { inFile, type Source } from '../../../model/fact.ts';
import { lineAt } from '../../../parse/lines.ts';
import { within, type Repo } from '../../../repo/repo.ts';

/** Names of modules that exist to be started, in order. */
const ENTRIES = [
  'wsgi',
  'asgi',
  'startup',
  'run',
  'runserver',
  'serve',
  'main',
  'app',
  'application',
  'server',
  'webapp',
];

/** A module that takes the app object over under a name of its own. */
interface EntryModule {
  readonly file: string;
  readonly object: string;
  readonly source: Source & { readonly kind: 'file' };
}

/**
 * The module that imports an app object in order to start it, directly or through others; undefined where the module
 * that makes the object is all there is.
 * @param made the file that makes it, under the name `object`.
 */
export function entryModule(
  repo: Repo,
  files: readonly string[],
  made: string,
  object: string,
): EntryModule | undefined {
  const holders = new Map<string, string>([[made, object]]);
  const found: EntryModule[] = [];
  for (let size = 0; size !== holders.size;) {
    size = holders.size;
    for (const file of files) {
      const entry = holders.has(file) ? undefined : takesOver(repo, files, file, holders);
      if (entry === undefined) continue;
      holders.set(file, entry.object);
      found.push(entry);
    }
  }
  return found
    .filter(({ file }) => rank(file) < ENTRIES.length && !servesOnImport(repo, file))
    .sort((a, b) => a.file.split('/').length - b.file.split('/').length || rank(a.file) - rank(b.file))[0];
}

function takesOver(
  repo: Repo,
  files: readonly string[],
  file: string,
  holders: ReadonlyMap<string, string>,
): EntryModule | undefined {
  const text = repo.read(file) ?? '';
  for (const [holder, object] of holders) {
    for (const found of text.matchAll(/^from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\(?([^\n()]+)/gm)) {
      const names = new RegExp(`(?:^|,)\\s*${object}(?:\\s+as\\s+(\\w+))?\\s*(?:,|#|$)`).exec(found[2] ?? '');
      if (names === null || !isModule(file, found[1] ?? '', holder, files)) continue;
      return {
        file,
        object: names[1] ?? object,
        source: { ...inFile(file, lineAt(text, found.index)), kind: 'file', file },
      };
    }
  }
  return undefined;
}

/** Whether `from module import …` in a file means another file. */
function isModule(file: string, module: string, other: string, files: readonly string[]): boolean {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const path = module.slice(dots).replaceAll('.', '/');
  const folder = file.split('/').slice(0, -1).join('/');
  const meant = (base: string): readonly string[] =>
    [`${path}.py`, path === '' ? '__init__.py' : `${path}/__init__.py`].flatMap((name) => within(base, name) ?? []);
  if (dots > 0) {
    const base = within(folder, '../'.repeat(dots - 1));
    return base !== undefined && meant(base).includes(other);
  }
  return path !== '' && meant('').some((end) => other === end || other.endsWith(`/${end}`)) && files.includes(other);
}

/** A module that starts a server when it is imported cannot be served. */
function servesOnImport(repo: Repo, file: string): boolean {
  return /^(?:\w+\.)?(?:run|run_app|serve|serve_forever)\(|^\w+\.run\(/m.test(repo.read(file) ?? '');
}

function rank(file: string): number {
  const name = ENTRIES.indexOf(file.split('/').at(-1)?.replace(/\.py$/, '') ?? '');
  return name === -1 ? ENTRIES.length : name;
}
