import fc from 'fast-check';

/** Texts that break out of something, if anything lets them. */
const HOSTILE = [
  '"',
  "'",
  '$',
  '${X}',
  '$(id)',
  '`id`',
  '\\',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '#',
  '&&',
  ';',
  '|',
  '<<EOF',
  '\nEOF\n',
  '\nRUN id\n',
  'ü',
  '漢',
  '\u2028',
  '[',
  ']',
  '{',
  '}',
  '{{x}}',
  '*',
  '!',
  '--',
  '..',
  '/',
  ',',
  '%',
  '=',
  ':',
  'a',
  '7',
];

/** Stands where a hostile text would. */
export const HARMLESS = 'abc';

export const hostileText = fc
  .array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''));

type Files = Readonly<Record<string, string>>;

/** A place of an example that a person could have written otherwise. */
export interface Place {
  readonly file: string;
  readonly what: string;
  /** The files with the value at this place changed. */
  readonly set: (change: (value: string) => string) => Files;
}

/** How a text gets into a value. */
export const changes = {
  replace: (text: string) => () => text,
  append: (text: string) => (value: string) => `${value}${text}`,
  prepend: (text: string) => (value: string) => `${text}${value}`,
  insert: (text: string) => (value: string) =>
    `${value.slice(0, value.length / 2)}${text}${value.slice(value.length / 2)}`,
} as const;

/** Values in a manifest, by its format: the pattern's first group is the value, which is written back by `write`. */
const FORMATS: readonly {
  readonly files: RegExp;
  readonly values: RegExp;
  readonly write: (value: string) => string;
}[] = [
  { files: /\.json$/, values: /"((?:[^"\\\n]|\\.)*)"/dg, write: (value) => JSON.stringify(value).slice(1, -1) },
  { files: /\.toml$|\.lock$/, values: /"((?:[^"\\\n]|\\.)*)"/dg, write: (value) => JSON.stringify(value).slice(1, -1) },
  {
    files: /\.xml$/,
    values: />([^<>\n]+)</dg,
    write: (value) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  },
  { files: /\.ya?ml$/, values: /: ([^\s][^\n]*)/dg, write: (value) => JSON.stringify(value) },
  {
    files: /(^|\/)(requirements[^/]*\.txt|go\.mod|\.[\w-]+-versions?|\.nvmrc|Procfile|manage\.py)$/,
    values: /([^\s=<>]+)/dg,
    write: (value) => value,
  },
  { files: /\.(js|ts|py|go|java|properties)$/, values: /\b(\d{4,5})\b/dg, write: (value) => value },
];

/** Lockfiles have thousands of values that nothing reads: only their first ones are places. */
const PLACES_A_FILE = 40;

export function placesOf(files: Files): readonly Place[] {
  const names = Object.keys(files);
  return [...names.flatMap((file) => valuePlaces(files, file)), ...names.map((file) => namePlace(files, file))];
}

function valuePlaces(files: Files, file: string): readonly Place[] {
  const text = files[file] ?? '';
  const format = FORMATS.find((each) => each.files.test(file));
  if (format === undefined) return [];
  return [...text.matchAll(format.values)].slice(0, PLACES_A_FILE).map((match) => {
    const [start = 0, end = 0] = match.indices?.[1] ?? [];
    const value = text.slice(start, end);
    return {
      file,
      what: value,
      set: (change) => ({
        ...files,
        [file]: text.slice(0, start) + format.write(change(value)) + text.slice(end),
      }),
    };
  });
}

/** A file's own name, changed wherever a manifest names it. */
function namePlace(files: Files, file: string): Place {
  const name = file.split('/').at(-1) ?? file;
  const stem = name.replace(/\.[^.]+$/, '');
  return {
    file,
    what: 'its name',
    set: (change) => {
      const renamed = asPath(file.slice(0, -name.length) + change(stem) + name.slice(stem.length));
      const entries = Object.entries(files).map(([path, text]): [string, string] => {
        const named = /\.(json|toml)$/.test(path) ? JSON.stringify(change(stem)).slice(1, -1) : change(stem);
        return [path === file ? renamed : path, text.replaceAll(name, named + name.slice(stem.length))];
      });
      return Object.fromEntries(entries);
    },
  };
}

/** A path that a walk could have found: no empty part, none that leads elsewhere. */
function asPath(text: string): string {
  const parts = text.split('/').filter((part) => !['', '.', '..'].includes(part));
  return parts.join('/');
}
