import { inFile, type Candidate, type Fact } from '../../model/fact.ts';
import type { ToolVersion } from '../../model/version.ts';
import { readDocument } from '../../parse/document.ts';
import type { Document } from '../../parse/json.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { asString, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { problem } from '../../model/problem.ts';
import { defaultLine, lineOf, linesOf, type Line } from '../../releases.ts';
import { resolveVersion, type ChooseLine } from '../version.ts';
import { miseVersions, plainVersionFile, toolVersions, upwards } from '../version-files.ts';
import type { PythonManifest } from './manifest.ts';
import { readPythonStatement } from './pep440.ts';
import { versionEvidence } from './version-evidence.ts';
import { isInTable, type VersionLimit } from './wheels.ts';

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
  (_repo, { setup }) => setupRange(setup),
  (repo, { dir }) => lockRange(repo, dir),
  (repo, { dir }) => pipfileLock(repo, dir),
  (repo, { dir }) => condaVersion(repo, dir),
];

/**
 * The version of Python: what the first place states that does. Where that leaves it open, the line that every pin has
 * wheels for and that the project is run with, the default one where it is among them.
 */
export function pythonVersion(
  repo: Repo,
  manifest: PythonManifest,
  limits: readonly VersionLimit[] = [],
): Fact<ToolVersion> {
  const version = resolveVersion(
    repo,
    'python',
    pythonVersionSources.flatMap((look) => look(repo, manifest)),
    readPythonStatement,
    2,
    chooseLine(repo, manifest, limits),
    isTooOld,
  );
  reportAge(repo, version);
  reportLimits(repo, version.value.line, limits);
  return version;
}

/** A Python that is older than the table has no image on a suite that still gets packages. */
function isTooOld({ line }: ToolVersion): boolean {
  const oldest = linesOf('python').at(-1)?.line ?? '';
  const minorOf = (each: string): number => Number(each.split('.')[1]);
  return line.startsWith('2.') || (line.startsWith('3.') && minorOf(line) < minorOf(oldest));
}

function reportAge(repo: Repo, { value, sources }: Fact<ToolVersion>): void {
  const oldest = linesOf('python').at(-1)?.line ?? '';
  const [source] = sources;
  if (isTooOld(value) && source?.kind === 'file')
    repo.report(problem('python-too-old', { file: source.file, version: value.tag, oldest }, source));
}

/** Says which pins the chosen line does not suit; one that no line suits cannot be helped by a choice. */
function reportLimits(repo: Repo, line: string, limits: readonly VersionLimit[]): void {
  if (lineOf('python', line) === undefined) return;
  const unfit = limits.filter((limit) => !limit.lines.includes(line) && (limit.last !== undefined || isInTable(line)));
  for (const { pin, lines, source, last } of unfit) {
    const where = source.kind === 'file' ? source : undefined;
    const oldest = linesOf('python').at(-1)?.line ?? '';
    const wheels = lines[0] === undefined ? 'for no supported Python' : `up to Python ${lines[0]}`;
    if (last === undefined) repo.report(problem('wheel-missing', { pin, python: line, last: wheels }, where));
    else if (lines.length > 0) repo.report(problem('pin-not-importable', { pin, python: line, last }, where));
    else repo.report(problem('pin-too-old', { pin, last, oldest }, where));
  }
}

function chooseLine(repo: Repo, manifest: PythonManifest, limits: readonly VersionLimit[]): ChooseLine {
  return (open) => {
    const suiting = (some: readonly VersionLimit[]): readonly Line[] =>
      open.filter(({ line }) => some.every(({ lines }) => lines.length === 0 || lines.includes(line)));
    // What cannot be imported never runs; what has no wheel may be built.
    const pools = [suiting(limits), suiting(limits.filter(({ last }) => last !== undefined)), open];
    const pool = pools.find((each) => each.length > 0) ?? open;
    const evidence = versionEvidence(repo, manifest);
    const known = pool.filter(({ line }) => evidence?.lines.includes(line));
    const usual = (lines: readonly Line[]): Line | undefined =>
      lines.find(({ line }) => line === defaultLine('python')) ?? lines.find((line) => line.longTerm) ?? lines[0];
    const [line, isEvident] = known.length > 0 ? [usual(known), true] : [usual(pool), false];
    const limit = limits.find((each) => !each.lines.includes(defaultLine('python')));
    if (line === undefined) return undefined;
    if (isEvident && evidence) return { line, because: evidence.because };
    const lacks = limit?.last === undefined ? 'has no wheels for' : 'cannot be imported by';
    return limit && pool !== open ? { line, because: `${limit.pin} ${lacks} ${defaultLine('python')}` } : undefined;
  };
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

/** setup()'s `python_requires`. */
function setupRange(setup: PythonManifest['setup']): Candidate<string>[] {
  const value = setup?.pythonRequires;
  if (setup === undefined || value === undefined) return [];
  return [{ value, source: inFile(setup.file), because: `${setup.file} python_requires ${value}` }];
}

/** The Python that Pipfile.lock was made with. */
function pipfileLock(repo: Repo, dir: string): Candidate<string>[] {
  const lock = readDocument(repo, join(dir, 'Pipfile.lock'), 'json');
  return stated(lock, '_meta', 'requires', 'python_version');
}

/** `python=3.11` among the dependencies of a conda environment. */
function condaVersion(repo: Repo, dir: string): Candidate<string>[] {
  return ['environment.yml', 'environment.yaml'].flatMap((name) => {
    const file = join(dir, name);
    const text = repo.read(file) ?? '';
    const value = /^\s*-\s*['"]?python\s*=+\s*(\d+\.\d+)/m.exec(text)?.[1];
    return value === undefined
      ? []
      : [
          {
            value,
            source: inFile(file, lineOfMatch(text, /^\s*-\s*['"]?python\s*=/m)),
            because: `${file} python ${value}`,
          },
        ];
  });
}
