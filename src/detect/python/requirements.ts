import { inFile, type Source } from '../../model/fact.ts';
import { parseRequirements } from '../../parse/requirements.ts';
import { within, type Repo } from '../../repo/repo.ts';

/** What requirements files come down to once their includes are followed. */
export interface Requirements {
  /** The files themselves and all that they include, each once. */
  readonly inputs: readonly string[];
  readonly packages: Readonly<Record<string, Source>>;
  readonly installsSources: boolean;
}

/** Reads requirements files with `-r` and `-c` includes; a circle ends where it closes. */
export function readRequirements(repo: Repo, files: readonly string[]): Requirements {
  const inputs: string[] = [];
  const packages: Record<string, Source> = {};
  let installsSources = false;
  const visit = (file: string, isConstraint: boolean): void => {
    const text = inputs.includes(file) ? undefined : repo.read(file);
    if (text === undefined) return;
    inputs.push(file);
    for (const entry of parseRequirements(text)) {
      if (entry.kind === 'include') {
        const path = within(file.split('/').slice(0, -1).join('/'), entry.path);
        if (path !== undefined) visit(path, isConstraint || entry.option === '-c');
      } else if (entry.kind === 'package' && !isConstraint) {
        Object.assign(packages, Object.fromEntries(withExtras(entry.name, entry.extras, inFile(file, entry.line))));
      } else if (entry.kind === 'local') installsSources = true;
    }
  };
  for (const file of files) visit(file, false);
  return { inputs, packages, installsSources };
}

/** The name of a dependency and, for each extra, `name[extra]`. */
export function withExtras(name: string, extras: readonly string[], source: Source): [string, Source][] {
  return [name, ...extras.map((extra) => `${name}[${extra}]`)].map((key) => [key, source]);
}
