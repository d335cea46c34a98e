import { isProblem } from '../model/problem.ts';
import type { Repo } from '../repo/repo.ts';
import { parseJson, type Document } from './json.ts';
import { parseToml } from './toml.ts';
import { parseYaml } from './yaml.ts';

const PARSERS = { json: parseJson, toml: parseToml, yaml: parseYaml };

/** What was parsed already, by the Repo that it was read from: many facts stand in the same few manifests. */
const known = new WeakMap<Repo, Map<string, Document | undefined>>();

/** Reads and parses a manifest. Malformed text is reported to the repo once and gives undefined, as a missing file does. */
export function readDocument(repo: Repo, file: string, format: keyof typeof PARSERS): Document | undefined {
  const documents = known.get(repo) ?? new Map<string, Document | undefined>();
  known.set(repo, documents);
  if (!documents.has(file)) documents.set(file, parse(repo, file, format));
  return documents.get(file);
}

function parse(repo: Repo, file: string, format: keyof typeof PARSERS): Document | undefined {
  const text = repo.read(file);
  if (text === undefined) return undefined;
  const parsed = PARSERS[format](text, file);
  if (!isProblem(parsed)) return parsed;
  repo.report(parsed);
  return undefined;
}
