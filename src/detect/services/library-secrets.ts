import { coerce } from 'semver';
import data from '../../../data/library-secrets.json' with { type: 'json' };
import type { App } from '../../model/app.ts';
import type { OwnSecret } from '../../model/service.ts';
import type { Repo } from '../../repo/repo.ts';
import { readManifest } from '../node/manifest.ts';

interface Row {
  readonly since: number;
  readonly secrets: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

const ROWS: Readonly<Record<string, readonly Row[]>> = data.node;

/** What a library of production reads by itself and does not start without, so that no source has to name it. */
export function librarySecrets(repo: Repo, app: App): readonly OwnSecret[] {
  const manifest = app.language === 'node' ? readManifest(repo, app.dir) : undefined;
  return Object.entries(manifest?.dependencies ?? {}).flatMap(([name, range]) => {
    const major = coerce(range)?.major ?? Infinity;
    const row = Object.hasOwn(ROWS, name) ? ROWS[name]?.find(({ since }) => major >= since) : undefined;
    if (manifest === undefined || row === undefined) return [];
    const source = manifest.at('dependencies', name);
    return [
      ...row.secrets.map((secret) => ({ name: secret, source })),
      ...Object.entries(row.values).map(([variable, value]) => ({ name: variable, value, source })),
    ];
  });
}
