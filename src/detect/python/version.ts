import { inFile, type Candidate, type Fact } from '../../model/fact.ts';
import type { ToolVersion } from '../../model/version.ts';
import type { Document } from '../../parse/json.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { resolveVersion } from '../version.ts';
import { miseVersions, plainVersionFile, toolVersions, upwards } from '../version-files.ts';
import type { PythonManifest } from './manifest.ts';
import { readPythonStatement } from './pep440.ts';

type Look = (repo: Repo, manifest: PythonManifest) => Candidate<string>[];

/** Where Python's version may stand, in order: what a developer's machine is switched to, then what the project allows. */
const pythonVersionSources: readonly Look[] = [
  (repo, { dir }) => upwards(dir, (at) => plainVersionFile(repo, at, '.python-version')),
  (repo, { dir }) => upwards(dir, (at) => toolVersions(repo, at, ['python'])),
  (repo, { dir }) => upwards(dir, (at) => miseVersions(repo, at, ['python'])),
  (repo, { dir }) => plainVersionFile(repo, dir, 'runtime.txt'),
  (_repo, { pipfile }) => stated(pipfile, 'requires', 'python_full_version'),
  (_repo, { pipfile }) => stated(pipfile, 'requires', 'python_version'),
  (_repo, { pyproject }) => stated(pyproject, 'project', 'requires-python'),
  (_repo, { pyproject }) => stated(pyproject, 'tool', 'poetry', 'dependencies', 'python'),
  (repo, { dir }) => lockRange(repo, dir),
];

/** The version of Python, from the first place that states one. */
export function pythonVersion(repo: Repo, manifest: PythonManifest): Fact<ToolVersion> {
  return resolveVersion(
    repo,
    'python',
    pythonVersionSources.flatMap((look) => look(repo, manifest)),
    readPythonStatement,
    2,
  );
}

function stated(document: Document | undefined, ...path: string[]): Candidate<string>[] {
  const value = asString(at(document?.value, ...path));
  if (document === undefined || value === undefined) return [];
  return [
    {
      value,
      source: inFile(document.file, document.lineOf(...path), path.join('.')),
      because: `${document.file} ${path.at(-1) ?? ''} ${value}`,
    },
  ];
}

/** `requires-python` at the head of uv.lock. */
function lockRange(repo: Repo, dir: string): Candidate<string>[] {
  return upwards(dir, (folder) => {
    const file = join(folder, 'uv.lock');
    const text = repo.read(file)?.slice(0, 2_000) ?? '';
    const value = /^requires-python = "([^"]+)"/m.exec(text)?.[1];
    return value === undefined
      ? []
      : [
          {
            value,
            source: inFile(file, lineOfMatch(text, /^requires-python/m), 'requires-python'),
            because: `${file} requires-python ${value}`,
          },
        ];
  }).slice(0, 1);
}
