import { inFile, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { withoutComments } from '../../parse/script-source.ts';
import type { Repo } from '../../repo/repo.ts';

/** A variable of the environment that the app reads, or that an example of its settings names. */
export interface Read {
  readonly name: string;
  readonly source: Source & { readonly kind: 'file' };
  readonly hasDefault: boolean;
  /** Schemes of URLs, and single words, that stand for it: nothing else of a value is ever taken. */
  readonly forms: readonly string[];
}

/** A variable in a text: where, and what follows its name. */
interface Place {
  readonly name: string;
  readonly index: number;
  readonly rest: string;
  /** How a default looks there. */
  readonly byDefault: RegExp;
}

const NAME = /(?<![\w$])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?!\w)/g;

/** What stands before a name that is read: `process.env.`, `getenv("`, `config.get('`, `env:"`, `${`. */
const READS = [
  /(?:env\w*|environ)(?:\.|\[\s*['"`]|(?:\.\w+)?(?:<[^<>]*>)?\(\s*['"`])$/i,
  /\b(?:get\w*|config(?:\.\w+)?|lookup\w*|required?|must\w*|value)(?:<[^<>]*>)?\(\s*['"`]$/i,
  /BindEnv\([^)\n]*["`]$/,
  /\benv(?:config)?:"$/,
  /\$\{$/,
];
/** `|| x`, `?? x`, `, x`, `:x` of `${NAME:x}`, `envDefault:"x"`. */
const READ_DEFAULT =
  /^['"`]?\]?\)?\s*(?:\|\||\?\?|,\s*(?!cast\b|parser\b|required|cast=)\S|:[^\s:])|^[^\n`]*\b(?:envDefault|default)[:=]/;

/** What stands in every file that one of these is in: most sources need no closer look. */
const MAY_READ = /env|\$\{[A-Z]|config|settings|viper|joi/i;

/** Files whose keys are variables: the schemas of zod, envalid, pydantic and the like. */
const SCHEMA = /process\.env|Bun\.env|createEnv|cleanEnv|BaseSettings|env-schema|ConfigModule/;
const SCHEMA_KEY = /(?:^|[\n{,])[ \t]*['"]?$/;
const SCHEMA_DEFAULT = /^[^\n]*(?:\bdefault\b|\boptional\b|\bOptional\b|=(?!>))/;

/** Calls that read a variable without naming it. */
const BY_CALL: readonly (readonly [name: string, call: RegExp])[] = [
  ['DATABASE_URL', /\bdj_database_url\.config\((?!\s*env\s*=)/g],
  ['DATABASE_URL', /\benv\.db(?:_url)?\(\s*(?!['"])/g],
  ['CACHE_URL', /\benv\.cache(?:_url)?\(\s*(?!['"])/g],
  ['EMAIL_URL', /\benv\.email(?:_url)?\(\s*(?!['"])/g],
];

/** The variables that files read, told by how reading one is written; of each, the first place. */
export function variablesRead(
  repo: Repo,
  files: readonly string[],
  isWanted: (name: string) => boolean,
): readonly Read[] {
  const found = new Map<string, Read>();
  for (const file of files) {
    const raw = repo.read(file) ?? '';
    if (!MAY_READ.test(raw)) continue;
    const text = withoutComments(file, raw);
    for (const { name, index, rest, byDefault } of placesIn(file, text, isWanted)) {
      const known = found.get(name);
      found.set(name, {
        name,
        source: known?.source ?? { ...inFile(file, lineAt(text, index)), kind: 'file', file },
        hasDefault: known?.hasDefault === true || byDefault.test(rest),
        forms: [...(known?.forms ?? []), ...formOf(rest)],
      });
    }
  }
  return [...found.values()];
}

function placesIn(file: string, text: string, isWanted: (name: string) => boolean): readonly Place[] {
  const isSchema = SCHEMA.test(text);
  const isList = /custom-environment-variables\.\w+$/.test(file);
  const place = (name: string, index: number, byDefault: RegExp): Place => ({
    name,
    index,
    byDefault,
    rest: text.slice(index + name.length, index + name.length + 200),
  });
  const named = [...text.matchAll(NAME)].flatMap(({ 0: name, index }): Place[] => {
    if (!isWanted(name)) return [];
    const before = text.slice(Math.max(0, index - 80), index);
    if (/^[ \t]*#/.test(before.slice(before.lastIndexOf('\n') + 1))) return [];
    if (READS.some((pattern) => pattern.test(before)) || (isList && /['"]$/.test(before)))
      return [place(name, index, READ_DEFAULT)];
    const isKey = isSchema && SCHEMA_KEY.test(before) && /^['"]?\s*:/.test(text.slice(index + name.length));
    return isKey ? [place(name, index, SCHEMA_DEFAULT)] : [];
  });
  const taken = [...text.matchAll(/\{([^{}]*)\}\s*=\s*(?:process|Bun)\.env\b/g)].flatMap((list) =>
    [...(list[1] ?? '').matchAll(NAME)].map(({ 0: name, index }) => place(name, list.index + 1 + index, /^\s*=/)),
  );
  const called = BY_CALL.flatMap(([name, call]) =>
    [...text.matchAll(call)].map(({ index }): Place => ({ name, index, rest: '', byDefault: /^/ })),
  );
  return [...named, ...[...taken, ...called, ...settingsFields(text)].filter(({ name }) => isWanted(name))];
}

/** Fields of pydantic's settings are variables in capitals. @see https://docs.pydantic.dev/latest/concepts/pydantic_settings/#environment-variable-names */
function settingsFields(text: string): readonly Place[] {
  if (!/\bBaseSettings\b/.test(text)) return [];
  const prefix = /\benv_prefix\s*=\s*['"](\w*)['"]/.exec(text)?.[1] ?? '';
  return [...text.matchAll(/^[ \t]+([a-z][a-z0-9_]*)(?=\s*:[^\n]*$)/gm)].map(({ 0: line, 1: field = '', index }) => ({
    name: `${prefix}${field}`.toUpperCase(),
    index,
    byDefault: SCHEMA_DEFAULT,
    rest: text.slice(index + line.length, index + line.length + 200),
  }));
}

/** What `rest` begins with, once what separates a name from its value is passed: `"], "postgres://…`, `|| 'sqlite'`. */
function formOf(rest: string): readonly string[] {
  const [line = ''] = rest.replace(/^['"`]?,\s*/, ', ').split('\n');
  const found = /^[^'"`\n]{0,60}?['"`]((?:jdbc:)?[a-z][a-z0-9+-]*)(?::\/\/|['"`])/.exec(line.replace(/^['"`]/, ''));
  return found?.[1] === undefined ? [] : [found[1]];
}

/** Examples of settings, and settings that are tracked. */
const SETTINGS_FILE =
  /(?:^|\/)(?:\.?env(?:\.\w+)*\.(?:example|sample|template|dist|tpl|defaults)|(?:example|sample)\.env|\.env(?:\.(?:development|production))?)$/;

/**
 * The variables that the settings files of some folders name. Of a value, its scheme or its one word is taken, nothing
 * else: it may be real.
 */
export function variablesNamed(repo: Repo, folders: readonly string[]): readonly Read[] {
  return folders
    .flatMap((folder) => repo.filesIn(folder))
    .sort()
    .filter((path) => SETTINGS_FILE.test(path))
    .flatMap((file) =>
      (repo.read(file) ?? '').split('\n').flatMap((line, index): Read[] => {
        const [, name = '', value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*["']?(.*)$/.exec(line) ?? [];
        if (name === '') return [];
        const form = /^((?:jdbc:)?[a-z][a-z0-9+]*):\/\/|^([a-z][a-z0-9-]*)["']?\s*$/.exec(value);
        const source = { ...inFile(file, index + 1), kind: 'file', file } as const;
        return [{ name, source, hasDefault: false, forms: [form?.[1] ?? form?.[2] ?? []].flat() }];
      }),
    );
}
