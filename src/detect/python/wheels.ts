import pep440 from '@renovatebot/pep440';
import data from '../../../data/python-wheels.json' with { type: 'json' };
import { inFile, type Source } from '../../model/fact.ts';
import type { LockedPackage } from '../../parse/python-lock.ts';
import { linesOf } from '../../releases.ts';
import type { PythonManifest } from './manifest.ts';

/** A version of a package that some lines of Python alone can install from wheels, or import. */
export interface VersionLimit {
  readonly name: string;
  /** `name==1.2`, as it is locked or written. */
  readonly pin: string;
  readonly lines: readonly string[];
  readonly source: Source;
  /** The last line that can import it; without it the other lines would build it from its sources. */
  readonly last?: string;
}

const lines = linesOf('python').map(({ line }) => line);
/** The line that the table of wheels begins with; it says nothing of older ones. */
const OLDEST = '3.9';

/** Whether the table of wheels knows of a line. */
export function isInTable(line: string): boolean {
  return lines.indexOf(line) <= lines.indexOf(OLDEST);
}

/** What the locked packages, or else the written pins, say about the lines of Python that they have wheels for. */
export function wheelLimits(
  manifest: PythonManifest,
  locked: readonly LockedPackage[],
  lockfile: string | undefined,
): readonly VersionLimit[] {
  if (lockfile !== undefined && locked.length > 0)
    return locked.flatMap((each) => {
      const source = manifest.dependencies[each.name] ?? inFile(lockfile);
      const fitting = each.wheels === undefined ? linesByTable(each.name, `==${each.version ?? ''}`) : wheelLines(each);
      const isLimit = fitting !== undefined && fitting.length < lines.length && (each.wheels?.some(isForLinux) ?? true);
      return isLimit ? [{ name: each.name, pin: `${each.name}==${each.version ?? ''}`, lines: fitting, source }] : [];
    });
  return Object.entries(manifest.specifiers).flatMap(([name, specifiers]) => {
    const fitting = linesByTable(name, specifiers);
    const source = manifest.dependencies[name];
    return fitting === undefined || source === undefined
      ? []
      : [{ name, pin: `${name}${specifiers}`, lines: fitting, source }];
  });
}

/** The lines that a locked package has a wheel for; undefined where its lockfile names no files. */
export function wheelLines({ wheels }: LockedPackage): readonly string[] | undefined {
  return wheels && lines.filter((line) => wheels.some((wheel) => isForLinux(wheel) && isForLine(wheel, line)));
}

/** @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/ */
function isForLinux(wheel: string): boolean {
  return tagOf(wheel, 1)
    .split('.')
    .some((platform) => platform === 'any' || /^(many)?linux.*_x86_64$/.test(platform));
}

function isForLine(wheel: string, line: string): boolean {
  const minor = Number(line.split('.')[1]);
  const abi = tagOf(wheel, 2);
  return tagOf(wheel, 3)
    .split('.')
    .some((tag) => {
      const [, kind, own = ''] = /^(py|cp)3(\d*)$/.exec(tag) ?? [];
      if (kind === 'py') return Number(own || 0) <= minor;
      if (kind !== 'cp' || abi.endsWith('t')) return false;
      return /abi3/.test(abi) ? Number(own) <= minor : Number(own) === minor;
    });
}

/** A tag of a wheel's name, counted from its end: 1 platform, 2 ABI, 3 Python. */
function tagOf(wheel: string, fromEnd: number): string {
  return wheel.slice(0, -'.whl'.length).split('-').at(-fromEnd) ?? '';
}

/**
 * The lines that the newest release which the specifiers allow has wheels for, by the table of the usual offenders.
 * A row that begins with the oldest line of the table knows nothing older to fit; another begins where pure wheels end.
 * @returns undefined where the table does not know.
 */
function linesByTable(name: string, specifiers: string): readonly string[] | undefined {
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> = data.firstWheels;
  const firsts = Object.entries(table[name] ?? {});
  const [oldest] = firsts;
  const range = specifiers.replace(/^(?=\d)/, '==');
  if (oldest === undefined || !pep440.validRange(range) || !/[<=~]/.test(range.replaceAll('>=', ''))) return undefined;
  const lowest = /(?:==|~=|>=)\s*(\d+(?:\.\d+)*)/.exec(range)?.[1];
  const newest = firsts.findLast(
    ([, first]) => pep440.satisfies(first, range) || (lowest !== undefined && pep440.lte(first, lowest)),
  );
  if (newest === undefined) return lowest !== undefined && oldest[0] === OLDEST ? [] : undefined;
  return newest[0] === lines[0] ? undefined : lines.slice(lines.indexOf(newest[0]));
}
