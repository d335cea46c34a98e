import { fact, inFile, type Fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { dependsOn, type StartContext } from './start/model.ts';

const TEXT = String.raw`f?['"]([^'"\n]+)['"]`;
const LITERAL = String.raw`['"][^'"\n]+['"]`;
/** What stands before the text that holds where a variable is not set. */
const VARIABLE = String.raw`(?:os\.)?(?:environ\.get|getenv)\(\s*${LITERAL}\s*,\s*`;
const PART = String.raw`(?:${LITERAL}|${VARIABLE}${LITERAL}\s*,?\s*\))`;
const JOINED = String.raw`os\.path\.join\(\s*([\w.]+(?:\([^()\n]*(?:\([^()\n]*(?:\([^()\n]*\))?\))?\))?)\s*((?:,\s*${PART})+)\s*,?\s*\)`;
const DIVIDED = String.raw`([A-Za-z_][\w.]*(?:\(__file__\)[\w.()]*)?)\s*((?:/\s*['"][^'"\n]+['"]\s*)+)`;
const MADE = String.raw`(?:pathlib\.)?Path\(\s*['"]([^'"\n]+)['"]\s*\)`;
/** A path as code writes it: os.path.join, a chain of `/`, Path of a text, or a text alone. */
const PATH = `(?:str\\(\\s*)?(?:${JOINED}|${DIVIDED}|${MADE}|${TEXT})`;

/** Where code names what it writes. */
const WRITES: readonly { readonly pattern: RegExp; readonly isFolder: boolean }[] = [
  { pattern: new RegExp(`\\b(?:makedirs|mkdir)\\(\\s*${PATH}`, 'g'), isFolder: true },
  { pattern: new RegExp(`${MADE}()\\.mkdir\\(`, 'g'), isFolder: true },
  {
    pattern: new RegExp(`\\b(?:MEDIA_ROOT|\\w*UPLOAD\\w*_?(?:FOLDER|DIR|PATH|DEST))['"]?\\]?\\s*=\\s*${PATH}`, 'g'),
    isFolder: true,
  },
  { pattern: new RegExp(`FileHandler\\(\\s*(?:filename\\s*=\\s*)?${PATH}`, 'g'), isFolder: false },
  // https://docs.djangoproject.com/en/stable/ref/settings/#name
  {
    pattern: new RegExp(`['"]ENGINE['"]\\s*:\\s*['"][\\w.]*sqlite3['"]\\s*,\\s*['"]NAME['"]\\s*:\\s*${PATH}`, 'g'),
    isFolder: false,
  },
  { pattern: new RegExp(`['"]filename['"]\\s*:\\s*${PATH}`, 'g'), isFolder: false },
  { pattern: new RegExp(`\\bbasicConfig\\([^)]*?\\bfilename\\s*=\\s*${PATH}`, 'g'), isFolder: false },
  { pattern: new RegExp(`\\bopen\\(\\s*${PATH}\\s*,\\s*(?:mode\\s*=\\s*)?['"][wax]`, 'g'), isFolder: false },
  // Libraries' own names for it: plots, pictures, tables, vector surfaces.
  {
    pattern: new RegExp(
      `\\b(?:savefig|imwrite|imsave|to_(?:csv|excel|parquet|pickle)|write_to_png|(?:SVG|PDF|PS)Surface)\\(\\s*${PATH}`,
      'g',
    ),
    isFolder: false,
  },
];
const DATABASE = /\.(?:db|sqlite3?)$/;
// An empty text is passed over whole: its second quote begins nothing.
const DATABASE_PATH = new RegExp(`''|""|${PATH}`, 'g');
const DATABASE_URL = /sqlite(?:\+\w+)?:\/\/\/(?:\{[^}'"\n]*\}\/?)?(\/?[\w.@~-][\w./@ -]*)/g;

/** Files and folders that a framework writes into the folder that it starts in. */
const SCRATCH: readonly { readonly dependency: string; readonly file?: string; readonly folder?: string }[] = [
  // https://www.fastht.ml/docs/ref/handlers.html#session: a key that signs sessions
  { dependency: 'python-fasthtml', file: '.sesskey' },
  // https://nicegui.io/documentation/storage
  { dependency: 'nicegui', folder: '.nicegui' },
  // https://flask-session.readthedocs.io/en/latest/config.html
  { dependency: 'flask-session', folder: 'flask_session' },
];

/** Folders of code or of what is no data. */
const NEVER =
  /^(?:\.\..*|\.venv|venv|__pycache__|static|templates|tests?|migrations|dist|build|tmp|dev|proc|etc)(?:\/|$)/;
/** Tracked, what a tool for developers writes: documents, code, manifests. */
const WRITTEN_BY_HAND = /\.(?:md|rst|py|toml|lock|cfg|js|ts|html)$/;
const MOST = 12;

/** What the program writes to, relative to the app; an absolute path stays one. */
export interface Written {
  readonly writablePaths: readonly Fact<string>[];
  /** Those in which the code names a database. */
  readonly databaseFolders: readonly string[];
  /** Files beside its sources, which no volume can hold. */
  readonly writableFiles: readonly Fact<string>[];
}

/** SQLite files, uploads, logs, what the code makes or opens to write, and what its frameworks leave where they start. */
export function writtenPaths(context: StartContext): Written {
  const { repo, files, manifest } = context;
  const folders = new Map<string, Fact<string>>();
  const single = new Map<string, Fact<string>>();
  const databases = new Set<string>();
  const add = (path: string | undefined, isFolder: boolean, file: string, index: number): void => {
    if (path === undefined || path === '' || NEVER.test(path.replace(/^\//, '')) || /[{}$*?%\n]/.test(path)) return;
    if (WRITTEN_BY_HAND.test(path) && repo.has(join(manifest.dir, path))) return;
    const folder = isFolder ? path : path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const why = fact(
      isFolder ? folder : path,
      `the code writes to ${path}`,
      inFile(file, lineAt(repo.read(file) ?? '', index)),
    );
    if (path.startsWith('/') ? folder !== '' : folder !== '' && !holdsCode(repo, manifest.dir, folder)) {
      if (!folders.has(folder)) folders.set(folder, { ...why, value: folder });
    } else if (!isFolder && !path.startsWith('/') && !single.has(path)) single.set(path, why);
  };
  for (const file of files) {
    const text = repo.read(file) ?? '';
    for (const { pattern, isFolder } of WRITES)
      for (const found of text.matchAll(pattern)) add(pathOf(context, file, text, found), isFolder, file, found.index);
    for (const found of text.matchAll(DATABASE_PATH)) {
      const path = pathOf(context, file, text, found);
      if (path === undefined || !DATABASE.test(path)) continue;
      add(path, false, file, found.index);
      if (path.includes('/')) databases.add(path);
    }
    for (const found of text.matchAll(DATABASE_URL)) add(urlPath(context, found[1] ?? ''), false, file, found.index);
    // https://flask.palletsprojects.com/en/stable/config/#instance-folders
    if (/\binstance_path\b|\binstance_relative_config\s*=\s*True/.test(text))
      add('instance', true, file, text.search(/\binstance_/));
  }
  // Its name alone is no other file than the one of which the code says the folder.
  for (const path of databases) single.delete(path.split('/').at(-1) ?? '');
  for (const { dependency, file, folder } of SCRATCH)
    if (dependsOn(context, dependency)) {
      const source = manifest.dependencies[dependency] ?? { kind: 'absent', lookedFor: [] };
      const why = `${dependency} writes it where it starts`;
      if (file !== undefined) single.set(file, fact(file, why, source));
      if (folder !== undefined) folders.set(folder, fact(folder, why, source));
    }
  const isDatabases = (folder: string): boolean => [...databases].some((path) => path.startsWith(`${folder}/`));
  return {
    databaseFolders: [...folders.keys()].filter((folder) => !folder.startsWith('/') && isDatabases(folder)),
    writablePaths: [...folders.values()].slice(0, MOST),
    writableFiles: [...single.values()].slice(0, MOST),
  };
}

/** A relative SQLite URL is relative to the folder that the program starts in; Flask-SQLAlchemy takes its instance folder. */
function urlPath(context: StartContext, path: string): string | undefined {
  if (path.startsWith('/')) return path;
  const isInInstance = dependsOn(context, 'flask-sqlalchemy');
  return within('', isInInstance ? `instance/${path}` : path);
}

/** The path that a match of PATH names, relative to the app. */
function pathOf(
  { repo, files, manifest: { dir } }: StartContext,
  file: string,
  text: string,
  found: RegExpMatchArray,
): string | undefined {
  const [base, list, otherBase, chain, made, alone] = found.slice(1) as (string | undefined)[];
  const plain = made ?? alone;
  if (plain !== undefined) {
    // A URL is read elsewhere, and a dotted name is a module's.
    if (/^sqlite|^\w+(?:\.\w+){2,}$/.test(plain)) return undefined;
    return plain.startsWith('/') ? `/${within('', plain) ?? ''}` : within('', plain);
  }
  const written = (list ?? chain ?? '').replace(new RegExp(VARIABLE, 'g'), '');
  const parts = [...written.matchAll(/['"]([^'"\n]+)['"]/g)].map(([, part = '']) => part);
  const [first = ''] = parts;
  if (first.startsWith('/')) return undefined;
  const folder = folderOf(repo, files, file, text, base ?? otherBase ?? '');
  const path = folder === undefined ? undefined : within(folder, parts.join('/'));
  if (path === undefined) return undefined;
  return dir === '' ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : undefined;
}

/** The folder above the one of another name: `os.path.dirname(PROJECT_DIR)`, `PROJECT_DIR.parent`. */
const ABOVE = /^(?:os\.path\.dirname\(\s*(\w+)\s*\)|(\w+)\.parent)\s*$/;

function parentOf(folder: string | undefined): string | undefined {
  return folder === undefined || folder === '' ? undefined : folder.split('/').slice(0, -1).join('/');
}

/** The folder that an expression or a name means, by how many steps it goes up from its own file; undefined where it is no folder of the project. */
function folderOf(
  repo: Repo,
  files: readonly string[],
  file: string,
  text: string,
  expression: string,
  depth = 0,
): string | undefined {
  if (expression.includes('__file__')) {
    const steps =
      [...expression.matchAll(/\bparent\b|\bdirname\b/g)].length +
      Number(/parents\[(\d)\]/.exec(expression)?.[1] ?? -1) +
      1;
    const parts = file.split('/');
    return steps === 0 || steps > parts.length ? undefined : parts.slice(0, parts.length - steps).join('/');
  }
  if (/\bcwd\b|getcwd/.test(expression)) return '';
  const name = expression.split('.').at(-1) ?? '';
  if (!/^\w+$/.test(name) || depth > 2) return undefined;
  const assigned = new RegExp(`^\\s*${name}\\s*(?::\\s*\\w+\\s*)?=\\s*(.+)$`, 'm');
  const own = assigned.exec(text)?.[1];
  const inner = ABOVE.exec(own ?? '')
    ?.slice(1)
    .find(Boolean);
  if (inner !== undefined) return parentOf(folderOf(repo, files, file, text, inner, depth + 1));
  if (own !== undefined)
    return own.includes('__file__') || /cwd/.test(own) ? folderOf(repo, files, file, text, own, depth + 1) : undefined;
  for (const other of files) {
    const elsewhere = assigned.exec(repo.read(other) ?? '')?.[1];
    if (elsewhere?.includes('__file__')) return folderOf(repo, files, other, '', elsewhere, depth + 1);
  }
  return undefined;
}

function holdsCode(repo: Repo, dir: string, folder: string): boolean {
  return repo.below(join(dir, folder)).some((path) => /\.(py|html)$/.test(path));
}
