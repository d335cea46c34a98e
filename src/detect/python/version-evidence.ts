import { join, type Repo } from '../../repo/repo.ts';
import { firstEvidence, type Evidence, type EvidencePlace } from '../version-evidence.ts';
import type { PythonManifest } from './manifest.ts';

/** Where versions are found, the strongest first: what resolved the pins, what ran them, what tests them, what is claimed. */
const PLACES: readonly EvidencePlace<PythonManifest>[] = [
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
  const places = PLACES.map((place) => ({
    ...place,
    files: (where: PythonManifest) => repo.scan(place.files(where)),
  }));
  return firstEvidence(repo, 'Python', places, manifest, linesIn);
}

/** `3.11` and tox's `py311` and `py{39,310}`. */
function linesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\d.])3\.?(\d{1,2})(?!\d)/g)].map((found) => `3.${found[1] ?? ''}`);
}
