import { isProblem } from '../../model/problem.ts';
import { inFile, type Source } from '../../model/fact.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { at } from '../../parse/shape.ts';
import { parseYaml } from '../../parse/yaml.ts';
import { quotePattern } from '../../quote.ts';
import type { Repo } from '../../repo/repo.ts';

/** A stated value; a list is its items, with commas between them. */
export interface Setting {
  readonly value: string;
  readonly source: Source;
}

export type Lookup = (key: string) => Setting | undefined;

const READERS: readonly { readonly name: RegExp; readonly read: (repo: Repo, file: string) => Lookup }[] = [
  { name: /\.properties$/, read: properties },
  { name: /\.ya?ml$/, read: yaml },
  { name: /\.conf$/, read: hocon },
];

/** How a key is looked up in a settings file, by the file's form. */
export function settingsIn(repo: Repo, file: string): Lookup {
  return READERS.find(({ name }) => name.test(file))?.read(repo, file) ?? (() => undefined);
}

function properties(repo: Repo, file: string): Lookup {
  const text = repo.read(file) ?? '';
  return (key) => {
    const pattern = new RegExp(`^[ \\t]*${quotePattern(key)}[ \\t]*[=:][ \\t]*(.*)$`, 'm');
    const value = pattern.exec(text)?.[1]?.trim();
    return value ? { value, source: inFile(file, lineOfMatch(text, pattern), key) } : undefined;
  };
}

/**
 * Keys nest, or stand in one with dots. Only the first document of a file counts: the others belong to profiles.
 * Before Maven fills in its `@…@` the file need not be YAML yet, so what cannot be parsed says nothing.
 */
function yaml(repo: Repo, file: string): Lookup {
  const [first = ''] = (repo.read(file) ?? '').replace(/^---.*\n/, '\n').split(/^---/m);
  const document = parseYaml(first.replace(/@[\w.-]+@/g, 'filtered'), file);
  if (isProblem(document)) return () => undefined;
  return (key) => {
    const parts = key.split('.');
    for (let split = 0; split < parts.length; split += 1) {
      const path = [...parts.slice(0, split), parts.slice(split).join('.')];
      const value = textOf(at(document.value, ...path) ?? at(document.value, ...parts));
      if (value !== undefined)
        return { value, source: inFile(file, document.lineOf(...path) ?? document.lineOf(...parts), key) };
    }
    return undefined;
  };
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map((item) => textOf(item) ?? '').join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** Blocks by their braces; a value that a variable may override (`port = ${?PORT}`) is the variable with its default. */
function hocon(repo: Repo, file: string): Lookup {
  const found = new Map<string, Setting>();
  const path: string[] = [];
  for (const [index, line] of (repo.read(file) ?? '').split('\n').entries()) {
    const plain = line.replace(/(^|\s)(#|\/\/).*$/, '');
    const [, key, value] = /^\s*([\w.-]+)\s*[=:]\s*"?([^"{[\s][^"]*?)"?\s*,?\s*$/.exec(plain) ?? [];
    const block = /^\s*([\w.-]+)\s*[=:]?\s*\{\s*$/.exec(plain)?.[1];
    if (block !== undefined) path.push(block);
    else if (key !== undefined && value !== undefined) {
      const name = [...path, key].join('.');
      const variable = /^\$\{\?(\w+)\}$/.exec(value)?.[1];
      const stated = variable === undefined ? value : `\${${variable}:${found.get(name)?.value ?? ''}}`;
      found.set(name, { value: stated, source: inFile(file, index + 1, name) });
    } else if (/^\s*\}/.test(plain)) path.pop();
  }
  return (key) => found.get(key);
}
