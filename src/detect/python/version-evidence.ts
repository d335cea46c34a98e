import { inFile, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PythonManifest } from './manifest.ts';

/** Lines of Python that the project is run or tested with, where that is written down without being demanded. */
export interface Evidence {
  readonly lines: readonly string[];
  readonly source: Source;
  readonly because: string;
}

interface Place {
  readonly files: (manifest: PythonManifest) => readonly string[];
  /** Pieces of a file that hold versions: the whole match is looked at. */
  readonly piece: RegExp;
  readonly what: string;
}

/** Where versions are found, the strongest first: what resolved the pins, what ran them, what tests them, what is claimed. */
const PLACES: readonly Place[] = [
  {
    files: ({ requirementInputs }) => requirementInputs,
    piece: /^#.*(?:pip-compile with python \d\.\d+|uv pip compile.*(?:--python-version|-p)[ =]\d\.\d+).*/gim,
    what: 'its pins were compiled for',
  },
  {
    files: ({ dir }) => [join(dir, 'Dockerfile'), join(dir, 'Containerfile'), join(dir, 'docker/Dockerfile')],
    piece: /^(?:FROM\s+(?:--platform=\S+\s+)?\S*\bpython:3\.\d+|ARG\s+PYTHON_VERSION=3\.\d+).*/gim,
    what: 'it was built for',
  },
  {
    files: ({ dir }) => [join(dir, '.github/workflows/*.y*ml'), join(dir, '.travis.yml'), join(dir, '.gitlab-ci.yml')],
    piece:
      /\bpython(?:[-_]version)?['"]?\s*:\s*(?:\[[^\]]*\]|(?:\n\s*-\s*['"]?[\d.]+['"]?)+|['"]?3\.\d+.*)|image:\s*\S*python:3\.\d+/gi,
    what: 'it is tested with',
  },
  {
    files: ({ dir }) => [join(dir, 'tox.ini'), join(dir, 'noxfile.py'), join(dir, 'setup.cfg')],
    piece: /\benv_?list\s*=[^[]*|\bpython\s*=\s*\[[^\]]*\]/gi,
    what: 'it is tested with',
  },
  {
    files: ({ dir }) => [join(dir, 'pyproject.toml'), join(dir, 'setup.cfg'), join(dir, 'setup.py')],
    piece: /Programming Language :: Python :: 3\.\d+/g,
    what: 'it claims to support',
  },
];

/** What the first place that has any says; what this program wrote itself is none. */
export function versionEvidence(repo: Repo, manifest: PythonManifest): Evidence | undefined {
  const isOurs = (file: string): boolean =>
    /(Docker|Container)file$/.test(file) && repo.has(join(manifest.dir, '.create-dockerfile.lock'));
  for (const { files, piece, what } of PLACES) {
    for (const file of repo.scan(files(manifest)).filter((path) => !isOurs(path))) {
      const text = repo.read(file) ?? '';
      const pieces = [...text.matchAll(piece)];
      const lines = [...new Set(pieces.flatMap(([whole]) => linesIn(whole)))];
      const [first] = pieces;
      if (lines.length === 0 || first === undefined) continue;
      return {
        lines,
        source: inFile(file, lineAt(text, first.index)),
        because: `${file}: ${what} Python ${lines.join(', ')}`,
      };
    }
  }
  return undefined;
}

/** `3.11` and tox's `py311` and `py{39,310}`. */
function linesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\d.])3\.?(\d{1,2})(?!\d)/g)].map((found) => `3.${found[1] ?? ''}`);
}
