import pep440 from '@renovatebot/pep440';
import data from '../../../data/python-pins.json' with { type: 'json' };
import { inFile } from '../../model/fact.ts';
import type { LockedPackage } from '../../parse/python-lock.ts';
import { linesOf } from '../../releases.ts';
import type { PythonManifest } from './manifest.ts';
import type { VersionLimit } from './wheels.ts';

const lines = linesOf('python').map(({ line }) => line);
const lastLines: Readonly<Record<string, Readonly<Record<string, string>>>> = data.lastLines;
const partners: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = data.partners;

/** Releases that a later Python cannot import, by the table: a module or a name that they use is gone. */
export function importLimits(
  manifest: PythonManifest,
  locked: readonly LockedPackage[],
  lockfile: string | undefined,
): readonly VersionLimit[] {
  const pins =
    lockfile === undefined
      ? Object.entries(manifest.specifiers)
      : locked.map(({ name, version = '' }): [string, string] => [name, `==${version}`]);
  return pins.flatMap(([name, specifiers]) => {
    const last = rowFor(lastLines[name], specifiers);
    const source = manifest.dependencies[name] ?? (lockfile === undefined ? undefined : inFile(lockfile));
    if (last === undefined || source === undefined || last === lines[0]) return [];
    const from = lines.indexOf(last);
    return [{ name, pin: `${name}${specifiers}`, lines: from === -1 ? [] : lines.slice(from), source, last }];
  });
}

/** A requirement that a pin needs and leaves open. */
export interface Partner {
  readonly pin: string;
  readonly requirement: string;
}

/** What pinned packages do not run without, where the project says nothing of it: releases of before something was taken away. */
export function missingPartners({ specifiers }: PythonManifest): readonly Partner[] {
  const found = Object.entries(specifiers).flatMap(([name, own]) =>
    (rowFor(partners[name], own) ?? []).map((requirement) => ({ pin: `${name}${own}`, requirement })),
  );
  const isOpen = ({ requirement }: Partner): boolean =>
    !Object.hasOwn(specifiers, /^[\w-]+/.exec(requirement)?.[0] ?? '');
  return found.filter(isOpen);
}

/** The row of a table whose range holds every release that the specifiers allow. */
function rowFor<T>(table: Readonly<Record<string, T>> | undefined, specifiers: string): T | undefined {
  const range = rangeOf(specifiers);
  const lowest = /(?:==|~=|>=)\s*(\d+(?:\.\d+)*)/.exec(range)?.[1];
  if (table === undefined || lowest === undefined || !pep440.validRange(range)) return undefined;
  const allows = (version: string): boolean => pep440.satisfies(version, range);
  return Object.entries(table).find(([row]) => {
    const end = /<\s*([\d.]+)/.exec(row)?.[1] ?? '';
    return pep440.satisfies(lowest, row) && !allows(end) && !allows('9999');
  })?.[1];
}

/** Poetry's caret and bare versions as PEP 440 writes them. @see https://python-poetry.org/docs/dependency-specification/ */
function rangeOf(specifiers: string): string {
  const caret = /^\^\s*(\d+(?:\.\d+)*)$/.exec(specifiers.trim())?.[1];
  if (caret === undefined) return specifiers.replace(/^(?=\d)/, '==');
  const parts = caret.split('.').map(Number);
  const fixed = parts.findIndex((part) => part > 0);
  const end = parts
    .slice(0, Math.max(fixed, 0) + 1)
    .map((part, index, all) => (index === all.length - 1 ? part + 1 : part));
  return `>=${caret},<${end.join('.')}`;
}
