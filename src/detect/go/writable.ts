import { fact, inFile, type Fact, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { within } from '../../repo/repo.ts';
import type { GoFile } from './packages.ts';
import { constantsOf, type Setting } from './settings.ts';

/** Where a program writes, and what has to be set so that it writes there. */
export interface Writes {
  /** Folders relative to the working directory, or absolute. */
  readonly folders: readonly Fact<string>[];
  readonly env: Readonly<Record<string, string>>;
  /** Set where it writes into the working directory itself. */
  readonly here?: Fact<string>;
}

/** Where files of the user's home stand, in images that have one. */
export const HOME = '/home/nonroot';
/** The folder of what a setting can lead away from the working directory. */
const DATA = 'data';

/** Calls that write a folder, or a file that is a database. */
const CALLS: readonly { readonly pattern: RegExp; readonly isFile: boolean }[] = [
  { pattern: /\bos\.Mkdir(?:All)?\(\s*([^\n]+)/g, isFile: false },
  { pattern: /\b(?:badger\.DefaultOptions|leveldb\.OpenFile|pebble\.Open)\(\s*([^\n]+)/g, isFile: false },
  { pattern: /\b(?:os\.(?:Create|WriteFile)|bolt\.Open|bbolt\.Open|buntdb\.Open)\(\s*([^\n]+)/g, isFile: true },
  // A text alone: a name here is mostly the argument of a helper.
  { pattern: /\bos\.OpenFile\(\s*("[^"\n]*"[^\n]*\bos\.O_(?:CREATE|APPEND|WRONLY)\b[^\n]*)/g, isFile: true },
  { pattern: /\blumberjack\.Logger\{[^}]*?\bFilename:\s*([^\n]+)/g, isFile: true },
  { pattern: /\bsqlite\w*\.Open\(\s*([^\n]+)/g, isFile: true },
  {
    pattern: /\b(?:sql|sqlx|gorm)\.(?:Open|Connect|MustConnect)\(\s*"(?:sqlite3?|libsql|duckdb)"\s*,\s*([^\n]+)/g,
    isFile: true,
  },
];
const DATABASE = /\.(db|sqlite3?|bolt|duckdb)$/;
/** Names of folders that hold what a program keeps. */
const KEEPS = /^(?:[\w.]+[_-])?(?:data|uploads?|storage|db)$/;
const NEVER = /^(\/?(tmp|dev|proc|sys|etc|usr|bin|run|var\/run|var\/tmp)(\/|$)|\.\.)/;

/** The folders that the reached code writes to. */
export function writesOf(files: readonly GoFile[], settings: readonly Setting[]): Writes {
  const constants = constantsOf(files);
  const found = new Map<string, Fact<string>>();
  const env: Record<string, string> = {};
  let here: Fact<string> | undefined;
  const add = (text: string, isFile: boolean, source: Source): void => {
    const path = placeOf(text);
    if (path === undefined || NEVER.test(path)) return;
    const folder = isFile ? path.split('/').slice(0, -1).join('/') : path;
    const setting = settings.find(({ by, value }) => by === 'env' && value === text);
    if (folder !== '' && folder !== '/') found.set(folder, fact(folder, `the code writes to ${folder}`, source));
    else if (setting && path !== '') {
      env[setting.name] = `/app/${DATA}/${path}`;
      found.set(DATA, fact(DATA, `${setting.name} leads there what the code writes`, setting.source));
    } else here ??= fact(path, `the code writes ${path || 'into its working directory'}`, source);
  };
  for (const { path, source } of files) {
    const at = (index: number): Source => inFile(path, lineAt(source.code, index));
    for (const { pattern, isFile } of CALLS) {
      for (const call of source.code.matchAll(pattern)) {
        const text = evaluated(call[1] ?? '', constants);
        if (text !== undefined && !/^:memory:|mode=memory/.test(text))
          add(text, isFile || DATABASE.test(withoutQuery(text)), at(call.index));
      }
    }
    // Beside the program, or in a folder that is made elsewhere: the name says that it keeps something.
    for (const [, name = ''] of source.code.matchAll(/filepath\.Join\(\s*\w+\s*,\s*"([\w.-]+)"\s*\)/g))
      if (KEEPS.test(name)) add(name, false, at(source.code.indexOf(`"${name}"`)));
    for (const text of source.code.matchAll(/"(~\/\.[\w.-]+)(?:\/[\w./-]*)?"/g))
      add(text[1] ?? '', false, at(text.index));
  }
  for (const { name, value, source } of settings)
    if (/(^|[._-])(data|db|database|dsn|storage|store|upload)/i.test(name) && DATABASE.test(withoutQuery(value)))
      add(value, true, source);
    else if (
      /(data|storage|upload)/i.test(name) &&
      /^(\.\/)?[\w-]+$|^\/(data|var\/(lib|opt)\/[\w-]+)$/.test(value) &&
      KEEPS.test(value.split('/').at(-1) ?? '')
    )
      add(value, false, source);
  return {
    folders: [...found.values()].filter(({ value }) => !isInside(value, [...found.keys()])),
    env,
    ...(here ? { here } : {}),
  };
}

function isInside(folder: string, folders: readonly string[]): boolean {
  return folders.some((other) => folder.startsWith(`${other}/`));
}

/** A path of the program, relative to its working directory or absolute; undefined for what is none. */
function placeOf(text: string): string | undefined {
  const path = withoutQuery(text);
  if (/[%*${}<>\s]|:\/\//.test(path)) return undefined;
  if (path.startsWith('~/')) return `${HOME}/${path.slice(2)}`;
  const inner = within('', path);
  return inner === undefined ? undefined : path.startsWith('/') ? `/${inner}` : inner;
}

function withoutQuery(text: string): string {
  return text.replace(/^(file|sqlite3?):(\/\/)?/, '').replace(/\?.*$/, '');
}

/** The text that an expression of the code stands for, where it is plain: a text, a name, path.Join or Dir of them, a getter with a default. */
function evaluated(expression: string, constants: ReadonlyMap<string, string>): string | undefined {
  const text = /^["`]([^"`]*)["`]\s*(?!\s*\+)[,)]/.exec(expression)?.[1];
  if (text !== undefined) return text;
  const [, kind, inner = ''] = /^(?:file)?(path|filepath)\.(?:Join|Clean)\(([^()]*)\)/.exec(expression) ?? [];
  if (kind !== undefined) {
    const parts = inner.split(',').map((part) => evaluated(`${part.trim()},`, constants));
    return parts.includes(undefined) ? undefined : parts.join('/');
  }
  const dir = /^(?:path|filepath)\.Dir\(([\w.*]+)\)/.exec(expression)?.[1];
  if (dir !== undefined) return evaluated(`${dir},`, constants)?.split('/').slice(0, -1).join('/');
  const getter = /^\w*[eE]nv\w*\(\s*"\w+"\s*,\s*"([^"]*)"\s*\)/.exec(expression)?.[1];
  if (getter !== undefined) return getter;
  const name = /^\*?(?:\w+\.)*(\w+)\s*[,)]/.exec(expression)?.[1];
  return name === undefined ? undefined : constants.get(name);
}
