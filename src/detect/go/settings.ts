import { inFile, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { imports, type GoFile } from './packages.ts';

/** Something that a person may set when the program starts, with what holds where nobody does. */
export interface Setting {
  readonly by: 'flag' | 'env';
  readonly name: string;
  /** Its default; that of the variable which it fills, where its own is empty. */
  readonly value: string;
  readonly source: Source;
}

const TEXT = '"((?:\\\\.|[^"\\\\\\n])*)"';
const VALUE = `(?:${TEXT}|([A-Za-z_][\\w.]*))`;

/**
 * How settings are written. The groups: variable or none, name, text or identifier of the default.
 * flag, pflag and cobra; urfave/cli; helpers such as getEnv("X", "y"); viper; struct tags of caarlos0/env and envconfig.
 */
const FORMS: readonly { readonly by: Setting['by']; readonly pattern: RegExp }[] = [
  {
    by: 'flag',
    pattern: new RegExp(
      `\\.(?:String|Int)(?:Var)?\\(\\s*(?:&([\\w.]+)\\s*,\\s*)?"([\\w.-]+)"\\s*,\\s*(?:${VALUE}|(\\d+))`,
      'g',
    ),
  },
  {
    by: 'flag',
    pattern: new RegExp(
      `\\.(?:String|Int)(?:Var)?P\\(\\s*(?:&([\\w.]+)\\s*,\\s*)?"([\\w.-]+)"\\s*,\\s*"\\w?"\\s*,\\s*(?:${VALUE}|(\\d+))`,
      'g',
    ),
  },
  { by: 'flag', pattern: new RegExp(`Flag\\{[^}]*?()Name:\\s*"([\\w.-]+)"[^}]*?Value:\\s*(?:${VALUE}|(\\d+))`, 'g') },
  {
    by: 'env',
    pattern: new RegExp(
      `(\\w+)\\s*:?=\\s*os\\.Getenv\\(\\s*"([A-Z]\\w*)"\\s*\\)\\s*;?\\s*if\\s+\\1\\s*==\\s*""\\s*\\{\\s*\\1\\s*=\\s*${TEXT}()()`,
      'g',
    ),
  },
  { by: 'env', pattern: new RegExp(`[eE]nv\\w*\\(()\\s*"([A-Z]\\w*)"\\s*,\\s*(?:${VALUE}|(\\d+))`, 'g') },
  {
    by: 'env',
    pattern: /`[^`\n]*\b()env(?:config)?:"([A-Z]\w*)[^`\n]*?\b(?:envDefault|env-default|default):"([^"`]*)"()/g,
  },
];

/** The settings in the code, in its order. */
export function settingsOf(files: readonly GoFile[]): readonly Setting[] {
  const constants = constantsOf(files);
  const written = files.flatMap(({ path, source: { code } }) =>
    FORMS.flatMap(({ by, pattern }) =>
      [...code.matchAll(pattern)].map((found) => {
        const [, variable = '', name = '', text, identifier, number] = found;
        const own = text ?? number ?? constants.get(last(identifier ?? '')) ?? '';
        return {
          by,
          name,
          value: own === '' ? (constants.get(last(variable)) ?? '') : own,
          source: inFile(path, lineAt(code, found.index)),
        };
      }),
    ),
  );
  return [...written, ...namedByFields(files)];
}

const FIELD_NAMES = 'github.com/kelseyhightower/envconfig';
const FIELD = /^[ \t]*([A-Z]\w*)[ \t]+[\w.]+[ \t]+`(?![^`\n]*\benvconfig:)([^`\n]*\bdefault:"([^"`]*)"[^`\n]*)`/gm;

/** Fields whose own names are the variables', after a prefix. @see https://github.com/kelseyhightower/envconfig#struct-tag-support */
function namedByFields(files: readonly GoFile[]): readonly Setting[] {
  const using = files.filter((file) => imports(file, FIELD_NAMES));
  const [prefix = ''] = using.flatMap(
    ({ source }) => /\benvconfig\.(?:Must)?Process\(\s*"(\w*)"/.exec(source.code)?.[1] ?? [],
  );
  const tagged = using.length === 0 ? [] : files;
  return tagged.flatMap(({ path, source: { code } }) =>
    [...code.matchAll(FIELD)].map((found) => {
      const [, field = '', tags = '', value = ''] = found;
      const words = tags.includes('split_words:"true"') ? field.replace(/([a-z\d])(?=[A-Z])/g, '$1_') : field;
      return {
        by: 'env' as const,
        name: [prefix, words].filter(Boolean).join('_').toUpperCase(),
        value,
        source: inFile(path, lineAt(code, found.index)),
      };
    }),
  );
}

/** Texts that a name of the code stands for: constants, variables, fields. Of several, the last one that is no other name's empty value. */
export function constantsOf(files: readonly GoFile[]): ReadonlyMap<string, string> {
  const pattern = new RegExp(
    `(?<![\\w.])(?:\\w+\\.)*([A-Za-z_]\\w*)(?:\\s+string)?\\s*(?::=|=|:)\\s*(?:\\w*\\.?\\w*[eE]nv\\w*\\(\\s*"\\w+"\\s*,\\s*)?${TEXT}(?!\\s*\\+)`,
    'g',
  );
  return new Map(
    files.flatMap(({ source: { code } }) =>
      [...code.matchAll(pattern)].flatMap((found): [string, string][] =>
        found[2] === '' ? [] : [[found[1] ?? '', found[2] ?? '']],
      ),
    ),
  );
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
