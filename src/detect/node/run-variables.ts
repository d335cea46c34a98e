import data from '../../../data/build-variables.json' with { type: 'json' };
import { inFile, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { withoutComments } from '../../parse/script-source.ts';
import type { Repo } from '../../repo/repo.ts';

/** The variables without which a program ends at its start. */
export interface RunVariables {
  readonly names: readonly string[];
  readonly source: Source & { readonly kind: 'file' };
}

/** How a library states what the environment has to hold. */
interface Schema {
  /** How a file that uses it looks. */
  readonly marks: RegExp;
  /** A variable, and its rule. */
  readonly key: RegExp;
  /** Rules of variables that may be missing. */
  readonly optional: RegExp;
}

const KEY = String.raw`^[ \t]*([A-Z][A-Z0-9_]*)\s*:\s*`;
const UNTIL_NEXT = String.raw`(?=,?\s*(?:\n\s*[A-Z][A-Z0-9_]*\s*:|\n\s*\}))`;

const SCHEMAS: readonly Schema[] = [
  // https://github.com/af/envalid#validators
  {
    marks: /['"]envalid['"]/,
    key: new RegExp(
      String.raw`${KEY}(?:\w+\.)?(?:str|num|bool|email|host|port|url|json)\(((?:[^()]|\([^()]*\))*)\)`,
      'gm',
    ),
    optional: /\bdefault\s*:/,
  },
  // https://github.com/colinhacks/zod, read from the environment
  {
    marks: /\b(?:safeP|p)arse(?:Async)?\(\s*(?:\{\s*\.\.\.)?\s*process\.env\b/,
    key: new RegExp(String.raw`${KEY}(z\s*\.[\s\S]{0,400}?)${UNTIL_NEXT}`, 'gm'),
    optional: /\.(?:optional|default|nullish|catch|prefault)\(/,
  },
  // https://github.com/fastify/fastify-env, by TypeBox
  {
    marks: /['"](?:@fastify\/env|fastify-env|env-schema)['"]/,
    key: new RegExp(String.raw`${KEY}(Type\.[\s\S]{0,400}?)${UNTIL_NEXT}`, 'gm'),
    optional: /\bOptional\(|\bdefault\s*:/,
  },
];

/** https://github.com/fastify/fastify-env, by a JSON schema: the list of what is required, and rules with a default. */
const JSON_SCHEMA = /['"](?:@fastify\/env|fastify-env|env-schema)['"]/;
const REQUIRED = /\brequired['"]?\s*:\s*\[([^\]]*)\]/;

/** What the code's own schema of the environment asks for, of the first file that has one; without what is set anyway. */
export function runVariables(repo: Repo, files: readonly string[]): RunVariables | undefined {
  const setElsewhere = new RegExp(`^(?:${data.setElsewhere.join('|')})`);
  for (const file of files) {
    const text = withoutComments(file, repo.read(file) ?? '');
    const found = [
      ...SCHEMAS.filter(({ marks }) => marks.test(text)).flatMap((schema) => demanded(schema, text)),
      ...(JSON_SCHEMA.test(text) ? listed(text) : []),
    ].filter(({ name }) => !setElsewhere.test(name));
    const [first] = found;
    if (first === undefined) continue;
    const source = { ...inFile(file, lineAt(text, first.index)), kind: 'file' as const, file };
    return { names: [...new Set(found.map(({ name }) => name))], source };
  }
  return undefined;
}

interface Named {
  readonly name: string;
  readonly index: number;
}

function demanded({ key, optional }: Schema, text: string): readonly Named[] {
  return [...text.matchAll(key)].flatMap(({ 1: name = '', 2: rule = '', index }) =>
    optional.test(rule) ? [] : [{ name, index }],
  );
}

function listed(text: string): readonly Named[] {
  const found = REQUIRED.exec(text);
  const names = [...(found?.[1] ?? '').matchAll(/['"]([A-Z][A-Z0-9_]*)['"]/g)].map(([, name = '']) => name);
  const hasDefault = (name: string): boolean =>
    new RegExp(String.raw`\b${name}['"]?\s*:\s*\{[^{}]*\bdefault['"]?\s*:`).test(text);
  return names.filter((name) => !hasDefault(name)).map((name) => ({ name, index: found?.index ?? 0 }));
}
