import type { JavaApp } from '../../model/app.ts';
import type { Mount } from '../../model/plan.ts';
import { gradleBuilder } from './gradle.ts';
import { mavenBuilder } from './maven.ts';

/** What a build tool is told to do for an app: the same object for Maven and for Gradle. */
export interface Builder {
  /** Image with the JDK, and with the tool where no wrapper brings it. */
  readonly image: string;
  /** Repository of the tool: libraries, plugins and the wrapper's own download. */
  readonly cache: Mount;
  /** Fetches what the build needs, from the manifests alone. */
  readonly fetch: readonly string[];
  /** Makes the archive, and the libraries beside it where it holds none. */
  readonly build: readonly string[];
  readonly test: readonly string[];
  /** Runs the app from its sources; undefined where the tool cannot. */
  readonly development?: readonly string[];
  /** Folder of the libraries that `build` lays beside the archive, relative to the context; its own jar among them where `install`. */
  readonly libraries?: string;
  /** Patterns of what builds make. */
  readonly made: readonly string[];
}

export function builderOf(app: JavaApp): Builder {
  return app.java.task === undefined ? mavenBuilder(app) : gradleBuilder(app);
}

/** More manifests than these are copied: a screen of mounts says less. */
const MOST_MOUNTS = 8;

/** How a step gets the manifests that the tool needs before the sources: mounted, or copied where they are many. */
export function manifestsOf(
  { java: { manifests } }: JavaApp,
  mounts: readonly Mount[],
): { readonly mounts: readonly Mount[]; readonly copied?: readonly string[] } {
  if (manifests.length > MOST_MOUNTS) return { mounts, copied: manifests };
  return { mounts: [...manifests.map((path): Mount => ({ type: 'bind', source: path, target: path })), ...mounts] };
}
