import data from '../../data/os-packages.json' with { type: 'json' };

/**
 * Debian packages as `name=version.*`, pinned to what the suite carries; unknown ones stay bare. Names that trixie gave
 * the ending t64 are written without it for an older suite.
 */
export function osPackages(names: readonly string[], suite: string): readonly string[] {
  const suites: Readonly<Record<string, Readonly<Record<string, string>>>> = data.versions;
  const versions = suites[suite] ?? {};
  const here = names.map((name) => (suite === 'trixie' ? name : name.replace(/t64$/, '')));
  return [...new Set(here)].sort().map((name) => (versions[name] === undefined ? name : `${name}=${versions[name]}.*`));
}
