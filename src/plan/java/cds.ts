import { coerce, gte } from 'semver';
import type { JavaApp } from '../../model/app.ts';
import type { BaseKind, Copy } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { JRE } from './jre.ts';

/** Where the build leaves the archive, and its name in the image. */
const MADE = '/tmp/app.jsa';
const ARCHIVE = 'app.jsa';

/** The values of the `cds` stage, and what starts from the archive. */
export interface CdsStage {
  readonly copies: readonly Copy[];
  readonly command: readonly string[];
}

export interface Cds {
  readonly stage: CdsStage;
  readonly copy: Copy;
  /** Options of the JVM that read the archive. */
  readonly options: readonly string[];
}

/**
 * Class data sharing: the app is started once in the build, ends when it is ready, and its classes are kept parsed and
 * verified. Only what ends by itself can be started so: the framework says how.
 * @see https://docs.spring.io/spring-boot/reference/packaging/class-data-sharing.html
 */
export function classDataSharing(
  { java, runtime, name }: JavaApp,
  base: BaseKind,
  training: readonly string[],
  copies: readonly Copy[],
  start: readonly string[],
): Cds | Problem {
  const release = coerce(java.layers?.value ?? '');
  const why =
    Number(runtime.value.line) < 17
      ? 'the JVM makes such archives of a runtime of its own since Java 17'
      : training.length === 0 || release === null || !gte(release, '3.3.0')
        ? 'nothing ends the app once it is ready: Spring Boot does since 3.3'
        : undefined;
  if (why !== undefined) return problem('cds-refused', { name, why });
  const program = base === 'jlink' ? `${JRE}/bin/java` : base === 'distroless' ? '/usr/bin/java' : 'java';
  return {
    stage: { copies, command: [program, `-XX:ArchiveClassesAtExit=${MADE}`, ...training, ...start] },
    copy: { from: 'cds', sources: [MADE], target: './' },
    options: [`-XX:SharedArchiveFile=${ARCHIVE}`],
  };
}
