import { inFile, type Source } from '../../../model/fact.ts';
import { lineAt } from '../../../parse/lines.ts';
import type { Repo } from '../../../repo/repo.ts';

/** Values with which settings can be loaded while an image is built, where nothing is connected to. */
const PLACEHOLDERS: readonly (readonly [name: RegExp, value: string])[] = [
  [/DATABASE_URL|^DB_URL$/, 'sqlite:///:memory:'],
  [/REDIS|CELERY|BROKER|CACHE_URL/, 'redis://localhost:6379/0'],
  [/EMAIL_URL/, 'consolemail://'],
  [/HOSTS?$/, 'localhost'],
  [/PORT$|TIMEOUT|_SIZE$|_COUNT$/, '1'],
  [/DEBUG|^USE_|ENABLED?$/, 'False'],
  [/URL|ENDPOINT|ORIGIN/, 'http://localhost'],
];

/** `os.environ['X']`, `os.environ.get('X')`, `os.getenv('X')`, django-environ's and decouple's `env('X')` and `config('X')`. */
const READS_VARIABLE =
  /(?:(environ\s*\[)|(?:environ\.get|getenv)\s*\(|(\b(?:env|config)(?:\.\w+)?\s*\())\s*['"]([A-Z][A-Z0-9_]*)['"]\s*(,|\)|\])/g;

export interface Variable {
  readonly name: string;
  /** Whether settings cannot be loaded without it. */
  readonly needed: boolean;
  readonly isNumber: boolean;
  readonly source: Source;
}

/** The variables that a settings file reads. */
export function readVariables(repo: Repo, file: string): readonly Variable[] {
  const text = repo.read(file) ?? '';
  return [...configured(file, text), ...read(file, text)];
}

/** django-configurations' values without a default. @see https://django-configurations.readthedocs.io/en/stable/values/ */
function configured(file: string, text: string): readonly Variable[] {
  return [...text.matchAll(/^[ \t]+([A-Z][A-Z0-9_]*)\s*=\s*values\.(SecretValue|DatabaseURLValue)\(\s*\)/gm)].map(
    (found) => ({
      name: found[2] === 'SecretValue' ? `DJANGO_${found[1] ?? ''}` : 'DATABASE_URL',
      needed: true,
      isNumber: false,
      source: inFile(file, lineAt(text, found.index)),
    }),
  );
}

function read(file: string, text: string): readonly Variable[] {
  // django-environ takes defaults where the reader is made: Env(DEBUG=(bool, False)).
  const scheme = /\bEnv\(([\s\S]*?)\)\s*$/m.exec(text)?.[1] ?? '';
  return [...text.matchAll(READS_VARIABLE)].flatMap((found) => {
    const [, subscript, reader, name, end] = found;
    if (name === undefined) return [];
    const rest = text.slice(found.index + found[0].length, found.index + found[0].length + 80).split('\n')[0] ?? '';
    const hasDefault = (end === ',' && !/^\s*cast\s*=/.test(rest)) || new RegExp(`\\b${name}\\s*=\\s*\\(`).test(scheme);
    const strict = subscript !== undefined || reader !== undefined;
    // Django refuses to start without a secret key, and URL parsers without a URL.
    const needed = !hasDefault && (strict || /SECRET_KEY|DATABASE_URL/.test(name));
    const isNumber =
      /\.int\s*\($|\bint\s*\(\s*(?:os\.)?$/.test(text.slice(Math.max(0, found.index - 10), found.index)) ||
      /cast\s*=\s*int/.test(rest) ||
      /\.int\(/.test(found[0]);
    return [{ name, needed, isNumber, source: inFile(file, lineAt(text, found.index)) }];
  });
}

/** A value for each variable without which settings cannot be loaded. */
export function placeholders(variables: readonly Variable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variables
      .filter((each) => each.needed)
      .map(({ name, isNumber }) => [
        name,
        isNumber ? '1' : (PLACEHOLDERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'build-only'),
      ]),
  );
}
