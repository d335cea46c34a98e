import { coerce, gte } from 'semver';
import data from '../../../data/java-libraries.json' with { type: 'json' };
import type { Candidate, Source } from '../../model/fact.ts';
import { lineage, type Pom } from '../../parse/pom.ts';

/** What a framework's parent POM brings, which stands in no repository that uses it. */
interface Row {
  /** Whether `package` puts the libraries into the archive, started by the class of the property. */
  readonly bundles?: boolean;
  readonly mainClassProperty?: string;
  /** The name of the archive without its ending, where the parent gives one. */
  readonly finalName?: string;
  /** The class that starts the app where it names none. */
  readonly mainClass?: Majors;
  /** The release of Java that it compiles for. */
  readonly java: Majors;
}

/** Values by the least major version of the parent that they hold for. */
type Majors = Readonly<Record<string, string>>;

const ROWS: Readonly<Record<string, Row>> = data.parents;

/** The row of the parent that the POM, or the outermost of the repository's own, has from elsewhere. */
export function knownParent(
  pom: Pom,
): { readonly name: string; readonly version: string; readonly row: Row; readonly source: Source } | undefined {
  const owner = lineage(pom).at(-1);
  const { parent } = owner ?? {};
  const row = parent !== undefined && Object.hasOwn(ROWS, parent.artifact) ? ROWS[parent.artifact] : undefined;
  return parent && row && { name: parent.artifact, version: pom.resolve(parent.version), row, source: parent.source };
}

/** The value that holds for a version of the parent. */
export function forVersion(values: Majors | undefined, version: string): string | undefined {
  const stated = coerce(version);
  return Object.entries(values ?? {})
    .sort(([a], [b]) => Number(b) - Number(a))
    .find(([since]) => stated !== null && gte(stated, `${since}.0.0`))?.[1];
}

/** The release that such a parent compiles for where nothing else is said. */
export function parentMinimum(pom: Pom): Candidate<string>[] {
  const parent = knownParent(pom);
  const value = forVersion(parent?.row.java, parent?.version ?? '');
  if (parent === undefined || value === undefined) return [];
  return [{ value, source: parent.source, because: `${parent.name} ${parent.version} needs Java ${value}` }];
}
