import data from '../../data/os-packages.json' with { type: 'json' };

const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = data.renamed;
const inFullImage: readonly string[] = data.inFullImage;

/** Those of the packages that the full image of a language lacks. @see https://github.com/docker-library/buildpack-deps */
export function missingInFullImage(names: readonly string[]): readonly string[] {
  return names.filter((name) => !inFullImage.includes(name));
}

/**
 * Debian packages as `name=version.*`, pinned to what the suite carries; unknown ones stay bare. A name that a suite
 * changed is written as that suite has it: the ending t64 is trixie's, others stand in a table.
 */
export function osPackages(names: readonly string[], suite: string): readonly string[] {
  const suites: Readonly<Record<string, Readonly<Record<string, string>>>> = data.versions;
  const versions = suites[suite] ?? {};
  const here = names.map((name) => renamed[suite]?.[name] ?? (suite === 'trixie' ? name : name.replace(/t64$/, '')));
  return [...new Set(here)].sort().map((name) => (versions[name] === undefined ? name : `${name}=${versions[name]}.*`));
}
