import data from '../../../data/java-modules.json' with { type: 'json' };
import type { JavaApp } from '../../model/app.ts';

/** Where the image has the runtime that jlink makes. */
export const JRE = '/opt/java';

/** The values of the `jre` stage. */
export interface JreStage {
  readonly why: string;
  readonly source: string;
  /** Prints the modules that the classes need. */
  readonly find?: readonly string[];
  readonly compress: readonly string[];
  /** Whether it carries the archive of the JDK's own classes, which one of an app builds on. */
  readonly shares: boolean;
  /** Modules, a line for each theme, as arguments. */
  readonly modules: readonly (readonly string[])[];
}

/** Modules that jdeps cannot see and that every server may need: TLS by elliptic curves, jar files as file systems. */
const UNSEEN = ['jdk.crypto.ec', 'jdk.zipfs'];

/**
 * A runtime with every module that a JRE of the line has, so that no class which code looks up by name is missing, or
 * with those alone that jdeps sees in the classes.
 * @param classes class path of the built app in the build stage, and the archive at its head.
 */
export function jreStage(
  app: JavaApp,
  { minimal, shares }: { minimal: boolean; shares: boolean },
  classes: { path: string; archive: string },
): JreStage {
  const line = Number(app.runtime.value.line);
  const compress = [line >= 21 ? '--compress=zip-6' : '--compress=2'];
  if (!minimal)
    return {
      why: 'A Java runtime with every module that a JRE has: code may look up any of them by name.',
      source: 'base',
      compress,
      shares,
      modules: standardModules(line).map((names) => ['--add-modules', names.join(',')]),
    };
  return {
    why: 'A Java runtime with the modules that jdeps sees: what code looks up by name alone may be missing.',
    source: 'build',
    find: [
      ...['jdeps', '--ignore-missing-deps', '-q', '--recursive', '--multi-release', String(line)],
      ...['--print-module-deps', '--class-path', classes.path, classes.archive],
    ],
    compress,
    shares,
    modules: [['--add-modules', UNSEEN.join(',')]],
  };
}

/** The modules of data/java-modules.json that a line has, by theme. */
export function standardModules(line: number): readonly (readonly string[])[] {
  const since: Readonly<Record<string, number>> = data.since;
  const until: Readonly<Record<string, number>> = data.until;
  return data.modules.map((names) =>
    names.filter((name) => line >= (since[name] ?? 0) && line <= (until[name] ?? Number.MAX_SAFE_INTEGER)),
  );
}
