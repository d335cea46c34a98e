import data from '../../data/os-packages.json' with { type: 'json' };

/** Debian packages as `name=version.*`, pinned to what the suite carries; unknown ones stay bare. */
export function osPackages(names: readonly string[], suite: string): readonly string[] {
  const suites: Readonly<Record<string, Readonly<Record<string, string>>>> = data.versions;
  const versions = suites[suite] ?? {};
  return [...new Set(names)]
    .sort()
    .map((name) => (versions[name] === undefined ? name : `${name}=${versions[name]}.*`));
}
