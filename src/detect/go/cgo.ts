import data from '../../../data/os-packages.json' with { type: 'json' };
import type { NativeNeed } from '../../model/app.ts';
import { fact, inFile, type Fact } from '../../model/fact.ts';
import type { GoModule } from './module.ts';
import { findInGo, type GoFile } from './packages.ts';

/** Modules of the table that the app depends on: they hold C code. */
export function cgoModules(modules: readonly GoModule[]): readonly NativeNeed[] {
  const rows: Readonly<Record<string, { readonly build: readonly string[]; readonly run: readonly string[] }>> =
    data.go;
  return modules.flatMap(({ mod }) =>
    mod.require.flatMap(({ value: { path }, line }) => {
      const dependency = path.replace(/\/v\d+$/, '');
      const row = Object.hasOwn(rows, dependency) ? rows[dependency] : undefined;
      return row === undefined ? [] : [{ dependency, ...row, source: inFile(mod.file, line, path) }];
    }),
  );
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
