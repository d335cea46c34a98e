import type { Change } from '../model/change.ts';
import { asRecord, asStrings, at } from '../parse/shape.ts';
import type { RenderedFile } from '../render/index.ts';

/** The tool's own memory, to be committed: each file as last written. */
export const LOCK_FILE = '.create-dockerfile.lock';

const VERSION = 1;

/** What was asked for once: a run that does not ask again leaves it, and remembers how it was written. */
const ON_REQUEST = /(^|\/)(docker-bake(\.[\w-]+)?\.hcl|renovate\.json|\.github\/workflows\/docker(-[\w-]+)?\.yml)$/;

/** What a lock says. */
export interface Lock {
  /** Texts by path: the base of every merge. */
  readonly files: ReadonlyMap<string, string>;
  /** The paths that were written together, by the path of their Dockerfile. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
  /** Dockerfiles of a person that ours took the place of, by path: they stay evidence. */
  readonly replaced: ReadonlyMap<string, string>;
  /** Why the text could not be used. */
  readonly fault?: 'malformed' | 'newer';
}

const NONE: Lock = { files: new Map(), sets: new Map(), replaced: new Map() };

/** A lock that cannot be understood counts as none: then every existing file is a person's. */
export function readLock(text: string | undefined): Lock {
  if (text === undefined) return NONE;
  try {
    const lock: unknown = JSON.parse(text);
    const version = at(lock, 'lockVersion');
    if (typeof version === 'number' && version > VERSION) return { ...NONE, fault: 'newer' };
    if (version !== VERSION) return { ...NONE, fault: 'malformed' };
    const files = Object.entries(asRecord(at(lock, 'files')));
    const sets = Object.entries(asRecord(at(lock, 'sets')));
    const replaced = Object.entries(asRecord(at(lock, 'replaced')));
    return {
      files: new Map(files.map(([path, lines]) => [path, asStrings(lines).join('\n')])),
      replaced: new Map(replaced.map(([path, lines]) => [path, asStrings(lines).join('\n')])),
      sets: new Map(sets.map(([path, paths]) => [path, asStrings(paths)])),
    };
  } catch {
    return { ...NONE, fault: 'malformed' };
  }
}

/** The lock's text: files as lines, so that its diffs can be read. */
export function lockText({ files, sets, replaced }: Pick<Lock, 'files' | 'sets'> & Partial<Lock>): string {
  const lock = {
    lockVersion: VERSION,
    sets: sorted(sets),
    files: linesOf(files),
    ...(replaced === undefined || replaced.size === 0 ? {} : { replaced: linesOf(replaced) }),
  };
  return `${JSON.stringify(lock, null, 1)}\n`;
}

function linesOf(texts: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
  return sorted([...texts].map(([path, text]): [string, string[]] => [path, text.split('\n')]));
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The change of the lock that goes with written files, of which the first is the Dockerfile.
 * @param before its text as it stands.
 * @param exists whether a path will be there: what is gone is forgotten.
 * @param changes what happens to the files: a Dockerfile of a person that is replaced is remembered.
 */
export function lockChange(
  before: string | undefined,
  files: readonly RenderedFile[],
  exists: (path: string) => boolean,
  changes: readonly Change[] = [],
): Change {
  const old = readLock(before);
  const texts = new Map([...old.files].filter(([path]) => exists(path)));
  const sets = new Map([...old.sets].filter(([path]) => exists(path)));
  for (const { path, text } of files) texts.set(path, text);
  const written = setsOf(files);
  for (const [dockerfile, paths] of written) {
    const others = (old.sets.get(dockerfile) ?? []).filter((path) => !files.some((file) => file.path === path));
    const kept = others.filter((path) => ON_REQUEST.test(path) && exists(path));
    for (const path of others) if (!kept.includes(path) && !isNamed(files, sets, dockerfile, path)) texts.delete(path);
    sets.set(dockerfile, [...paths, ...kept]);
  }
  const replaced = new Map([...old.replaced].filter(([path]) => exists(path)));
  for (const { path, kind, before: text } of changes)
    if ((kind === 'conflict' || kind === 'replace') && text !== undefined && written.has(path) && !old.files.has(path))
      replaced.set(path, rememberedText(text));
  const after = lockText({ files: texts, sets, replaced });
  if (before === undefined) return { path: LOCK_FILE, kind: 'create', after };
  return { path: LOCK_FILE, kind: before === after ? 'identical' : 'update', before, after };
}

/** What is remembered of a person's Dockerfile: the lock is committed, values that look like secrets are not. */
function rememberedText(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(
      /\b(\w*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)\w*[ =])\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|\S+)/gi,
      '$1""',
    );
}

/**
 * What the Dockerfile was written with before and is no longer: paths that neither these files nor those of another
 * Dockerfile have. A lock is text of the repository: only names that this tool gives are believed.
 */
export function leftBehind({ sets }: Lock, files: readonly RenderedFile[]): readonly string[] {
  const left = [...setsOf(files).keys()].flatMap((dockerfile) =>
    (sets.get(dockerfile) ?? []).filter(
      (path) => /(^|\/)(compose\.yaml|[^/]*\.dockerignore)$/.test(path) && !isNamed(files, sets, dockerfile, path),
    ),
  );
  return [...new Set(left)];
}

/** The paths that are written together, by the one that stands for them: the first of all, where no file says more. */
function setsOf(files: readonly RenderedFile[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, string[]>();
  for (const { path, of = files[0]?.path ?? path } of files) sets.set(of, [...(sets.get(of) ?? []), path]);
  return sets;
}

function isNamed(files: readonly RenderedFile[], sets: Lock['sets'], dockerfile: string, path: string): boolean {
  return (
    files.some((file) => file.path === path) ||
    [...sets].some(([other, paths]) => other !== dockerfile && paths.includes(path))
  );
}
