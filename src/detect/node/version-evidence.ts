import { defaultLine, linesOf, releasesDate, type Line } from '../../releases.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { existingImages } from '../existing-image.ts';
import { firstEvidence, type Evidence, type EvidencePlace } from '../version-evidence.ts';
import type { ChooseLine } from '../version.ts';

/** The repository and the folder of the app. */
interface Where {
  readonly repo: Repo;
  readonly dir: string;
}

/** Where versions are found, the strongest first: what built an image, what tests it. */
const PLACES: readonly EvidencePlace<Where>[] = [
  {
    files: ({ repo, dir }) =>
      existingImages(repo)
        .map(({ file }) => file)
        .filter((file) => isNear(file, dir)),
    piece: /^(?:FROM\s+(?:--platform=\S+\s+)?(?:\S+\/)?node:\d+|ARG\s+NODE_VERSION=v?\d+)/gim,
    what: 'it was built for',
  },
  {
    files: ({ repo, dir }) =>
      repo.scan(
        ['.github/workflows/*.y*ml', '.gitlab-ci.yml', '.travis.yml', '.circleci/config.yml'].flatMap((glob) => [
          glob,
          join(dir, glob),
        ]),
      ),
    piece:
      /\bnode(?:[-_]version|_js)?['"]?\s*:\s*(?:\[[^\]]*\]|(?:\n\s*-\s*['"]?[\d.xv]+['"]?)+|['"]?v?\d+[\w.]*)|image:\s*\S*\bnode:\d+/gi,
    what: 'it is tested with',
  },
];

/** Folders of a project that hold its Dockerfiles. */
function isNear(file: string, dir: string): boolean {
  const folder = file.split('/').slice(0, -1).join('/');
  return folder === '' || folder === dir || [join(dir, 'docker'), join(dir, '.docker'), 'docker'].includes(folder);
}

function evidenceOf(repo: Repo, dir: string): Evidence | undefined {
  return firstEvidence(repo, 'Node', PLACES, { repo, dir }, linesIn);
}

/** The majors in a piece: `node:20-alpine`, `[18.x, 20.x]`. */
function linesIn(text: string): readonly string[] {
  const value = text.slice(Math.max(text.indexOf(':'), text.indexOf('=')) + 1);
  return [...value.matchAll(/(?<![\d.])v?(\d{2})(?=\.|x|\D|$)/g)].map((found) => found[1] ?? '');
}

/**
 * The default line where it is among the evidence, else the evidence's newest long-term one. A line without security
 * fixes is taken only where nothing else is left.
 */
export function chooseByEvidence(repo: Repo, dir: string): ChooseLine {
  return (open) => {
    const evidence = evidenceOf(repo, dir);
    const known = open.filter(({ line }) => evidence?.lines.includes(line));
    const alive = known.filter(({ eol }) => eol >= releasesDate);
    const isOpen = open.length === linesOf('node').length;
    const pool = alive.length > 0 || !isOpen ? alive : known;
    const line: Line | undefined =
      pool.find((each) => each.line === defaultLine('node')) ?? pool.find(({ longTerm }) => longTerm) ?? pool[0];
    return line && evidence && { line, because: evidence.because };
  };
}
