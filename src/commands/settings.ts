import { NAMES_SECRET } from '../model/secret-name.ts';
import { defaultOptions, type Options } from '../plan/options.ts';
import { flags, type Flag, type FlagName } from './flags.ts';
import { wrongText } from './values.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** A key of .create-dockerfile.json. */
export interface Setting {
  readonly key: string;
  readonly what: string;
  readonly schema: JsonSchema;
  /** What the value makes of the options; undefined where it is not of the form that `allowed` says. */
  readonly read: (value: unknown) => Partial<Options> | undefined;
  readonly allowed: string;
  /** Whether null stands for what is found, whatever a configuration further out says. */
  readonly isUndoable: boolean;
}

const TEXTS: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };
const LIST: JsonSchema = { type: 'array', items: { type: 'string' } };

/** What only the configuration can say, beside the options. */
const additions: readonly Omit<Setting, 'isUndoable'>[] = [
  {
    key: 'env',
    what: 'variables of the running program; no secrets, which an image would show to everyone',
    schema: TEXTS,
    allowed: 'an object of texts on one line, by names such as LOG_LEVEL that name no secret',
    read: (value) =>
      textsOf(
        value,
        (name) => /^[A-Za-z_]\w*$/.test(name) && !NAMES_SECRET.test(name),
        (env) => ({ env }),
      ),
  },
  {
    key: 'labels',
    what: 'labels of the image',
    schema: TEXTS,
    allowed: 'an object of texts on one line, by names such as org.opencontainers.image.source',
    read: (value) =>
      textsOf(
        value,
        (name) => /^[A-Za-z0-9][\w./-]*$/.test(name),
        (labels) => ({ labels }),
      ),
  },
  {
    key: 'packages',
    what: 'Debian packages that the program needs when it runs',
    schema: LIST,
    allowed: 'a list of package names',
    read: (value) => listOf(value, /^[a-z0-9][a-z0-9+.-]*$/, (packages) => ({ packages })),
  },
  {
    key: 'copies',
    what: 'files and folders that the program needs beside what is found',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['source', 'target'],
        properties: {
          source: { type: 'string', description: 'in the build context' },
          target: { type: 'string', description: 'in the image; relative to the working directory' },
        },
      },
    },
    allowed: 'a list such as [{ "source": "assets/", "target": "./assets/" }]',
    read: (value) => copiesOf(value),
  },
  {
    key: 'build',
    what: "commands that run after the project's own build",
    schema: LIST,
    allowed: 'a list of commands, each on one line',
    read: (value) => listOf(value, /^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$/u, (build) => ({ build })),
  },
];

/** Every key, the options of the command line first. */
export const settings: readonly Setting[] = [
  ...flags.flatMap((flag: Flag & { readonly name: FlagName }) =>
    flag.setting === undefined ? [] : [ofFlag(flag, flag.setting)],
  ),
  ...additions.map((setting) => ({ ...setting, isUndoable: false })),
];

function ofFlag(flag: Flag & { readonly name: FlagName }, key: string): Setting {
  const what = flag.name === key ? flag.what : `false: ${flag.what}`;
  const of = { key, what, isUndoable: !(key in defaultOptions) };
  if (flag.value === undefined)
    return {
      ...of,
      schema: { type: of.isUndoable ? ['boolean', 'null'] : 'boolean' },
      allowed: 'true, false',
      read: (value) => (typeof value === 'boolean' ? { [key]: value } : undefined),
    };
  const type = flag.value === 'NUMBER' ? 'number' : 'string';
  return {
    ...of,
    schema: {
      type: of.isUndoable ? [type === 'number' ? 'integer' : type, 'null'] : type,
      ...(type === 'number' ? { minimum: 1, maximum: 65535 } : {}),
      ...(flag.choices === undefined ? {} : { enum: [...flag.choices, ...(of.isUndoable ? [null] : [])] }),
    },
    allowed: flag.choices?.join(', ') ?? (type === 'number' ? 'a number from 1 to 65535' : 'a text'),
    read: (value) => {
      if (typeof value !== type || wrongText(flag.name, String(value)) !== undefined) return undefined;
      return key === 'base' && value === 'auto' ? {} : { [key]: value };
    },
  };
}

function isOneLine(value: unknown): value is string {
  return typeof value === 'string' && !/[\p{Cc}\u2028\u2029]/u.test(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(
  value: unknown,
  isName: (name: string) => boolean,
  make: (texts: Readonly<Record<string, string>>) => Partial<Options>,
): Partial<Options> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => isName(entry[0]) && isOneLine(entry[1]),
  );
  return entries.length === Object.keys(value).length ? make(Object.fromEntries(entries)) : undefined;
}

function listOf(
  value: unknown,
  form: RegExp,
  make: (texts: readonly string[]) => Partial<Options>,
): Partial<Options> | undefined {
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'string' && form.test(each));
  return isList ? make(value as readonly string[]) : undefined;
}

function copiesOf(value: unknown): Partial<Options> | undefined {
  if (!Array.isArray(value)) return undefined;
  const copies = value.filter(
    (each): each is { source: string; target: string } =>
      isRecord(each) &&
      Object.keys(each).sort().join() === 'source,target' &&
      isOneLine(each['source']) &&
      isOneLine(each['target']),
  );
  return copies.length === value.length ? { copies } : undefined;
}
