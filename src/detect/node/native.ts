import type { NativeNeed } from '../../model/app.ts';
import data from '../../../data/os-packages.json' with { type: 'json' };
import { dependencySource, type PackageManifest } from './manifest.ts';

/** OS packages that the dependencies need, from the table. */
export function nativeNeeds(manifest: PackageManifest): readonly NativeNeed[] {
  const rows: Readonly<Record<string, { readonly build: readonly string[]; readonly run: readonly string[] }>> =
    data.node;
  return Object.entries(rows).flatMap(([dependency, row]) => {
    const source = dependencySource(manifest, dependency);
    return source !== undefined ? [{ dependency, build: row.build, run: row.run, source }] : [];
  });
}
