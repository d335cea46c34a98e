import { inFile, type Source } from '../../model/fact.ts';
import type { problem } from '../../model/problem.ts';
import { parseRequirements, type Requirement, type RequirementLine } from '../../parse/requirements.ts';
import { within, type Repo } from '../../repo/repo.ts';
import pins from '../../../data/python-wheels.json' with { type: 'json' };

/** What requirements files come down to once their includes are followed. */
export interface Requirements {
  /** The files themselves and all that they include, each once. */
  readonly inputs: readonly string[];
  readonly packages: Readonly<Record<string, Source>>;
  /** Version specifiers of the packages that have some, by name. */
  readonly specifiers: Readonly<Record<string, string>>;
  readonly installsSources: boolean;
  /** The first requirement that git has to fetch. */
  readonly git?: Source;
}

type Report = (...args: Parameters<typeof problem>) => void;

/**
 * Reads requirements files with `-r` and `-c` includes; a circle ends where it closes.
 * @param report what pip could not install, where it matters.
 */
export function readRequirements(repo: Repo, files: readonly string[], report: Report = () => undefined): Requirements {
  const inputs: string[] = [];
  const packages: Record<string, Source> = {};
  const specifiers: Record<string, string> = {};
  let installsSources = false;
  let git: Source | undefined;
  const visit = (file: string, isConstraint: boolean, path: readonly string[]): void => {
    const text = inputs.includes(file) ? undefined : repo.read(file);
    if (text === undefined) return;
    inputs.push(file);
    if (text.includes('\uFFFD')) report('requirements-encoding', { file }, { file });
    for (const entry of parseRequirements(text)) {
      const where = { file, line: entry.line };
      if (isFromGit(entry)) git ??= inFile(file, entry.line);
      if (entry.kind === 'include') {
        if (/:\/\/|\$\{/.test(entry.path)) continue;
        const included = within(file.split('/').slice(0, -1).join('/'), entry.path);
        if (included === undefined || !repo.has(included))
          report('requirements-missing', { file, path: entry.path }, where);
        else if (path.includes(included)) report('requirements-cycle', { file, path: entry.path }, where);
        else visit(included, isConstraint || entry.option === '-c', [...path, included]);
      } else if (entry.kind === 'package' && !isConstraint && entry.isElsewhere === undefined) {
        Object.assign(packages, Object.fromEntries(withExtras(entry.name, entry.extras, inFile(file, entry.line))));
        if (entry.specifiers !== undefined) specifiers[entry.name] = entry.specifiers;
        for (const id of obstaclesOf(entry)) report(id, { name: entry.name, file }, where);
      } else if (entry.kind === 'local') installsSources = true;
    }
  };
  for (const file of files) visit(file, false, [file]);
  return { inputs, packages, specifiers, installsSources, ...(git ? { git } : {}) };
}

/** Why an image cannot install what a machine of another kind wrote down. */
function obstaclesOf({ name, url }: Requirement): readonly ('requirement-of-a-machine' | 'requirement-for-windows')[] {
  if (url !== undefined && /^file:\/\/\/(?!app\/)/.test(url)) return ['requirement-of-a-machine'];
  return pins.windowsOnly.includes(name) ? ['requirement-for-windows'] : [];
}

function isFromGit(entry: RequirementLine): boolean {
  const text = entry.kind === 'package' ? entry.url : entry.kind === 'option' ? entry.text : undefined;
  return text !== undefined && /(^|\s)git\+/.test(text);
}

/** The name of a dependency and, for each extra, `name[extra]`. */
export function withExtras(name: string, extras: readonly string[], source: Source): [string, Source][] {
  return [name, ...extras.map((extra) => `${name}[${extra}]`)].map((key) => [key, source]);
}
