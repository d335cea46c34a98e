import data from '../../../data/os-packages.json' with { type: 'json' };
import type { NativeNeed } from '../../model/app.ts';
import { fact, inFile, type Fact } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import type { GoModule } from './module.ts';
import { findInGo, imports, type GoFile } from './packages.ts';

interface Row {
  readonly build: readonly string[];
  readonly run: readonly string[];
  /** A module in Go alone that does the same. */
  readonly instead?: string;
}

const rows: Readonly<Record<string, Row>> = data.go;

/**
 * The modules and packages of the table that the command needs: they hold C code. What go.mod requires for another
 * command of the project alone is none of this one's.
 * @param files what the command is made of.
 * @param all every file of the project.
 */
export function cgoModules(
  modules: readonly GoModule[],
  files: readonly GoFile[],
  all: readonly GoFile[],
): readonly NativeNeed[] {
  const needs = modules.flatMap(({ mod }) =>
    mod.require.flatMap(({ value: { path, indirect }, line }) =>
      Object.keys(rows).flatMap((dependency) => {
        const isPackage = dependency.startsWith(`${path}/`);
        if (!isPackage && path.replace(/\/v\d+$/, '') !== dependency) return [];
        const isImported = (some: readonly GoFile[]): boolean => some.some((file) => imports(file, dependency));
        const isNeeded = isPackage ? isImported(files) : indirect || isImported(files) || !isImported(all);
        const { build = [], run = [] } = rows[dependency] ?? {};
        return isNeeded ? [{ dependency, build, run, source: inFile(mod.file, line, path) }] : [];
      }),
    ),
  );
  return needs.filter(({ dependency }, index) => needs.findIndex((need) => need.dependency === dependency) === index);
}

/** Whether the program has to be linked with C code. @see https://pkg.go.dev/cmd/cgo */
export function needsCgo(files: readonly GoFile[], needs: readonly NativeNeed[]): Fact<boolean> {
  const own = findInGo(
    files.filter(({ source }) => source.imports.includes('C')),
    /["`]C["`]/,
  );
  if (own) return fact(true, 'the code calls C', own.source);
  const [need] = needs;
  if (need) return fact(true, `${need.dependency} holds C code`, need.source);
  return fact(false, 'neither the code nor a known dependency calls C', {
    kind: 'table',
    name: 'os-packages',
    date: data.date,
  });
}

/** What could be taken instead of a module with C code. */
export function pureAlternatives(needs: readonly NativeNeed[]): readonly Problem[] {
  return needs.flatMap(({ dependency, source }) => {
    const instead = rows[dependency]?.instead;
    if (instead === undefined) return [];
    const where =
      source.kind === 'file' ? { file: source.file, ...(source.line ? { line: source.line } : {}) } : undefined;
    return [problem('cgo-needed', { module: dependency, instead }, where)];
  });
}
