import gradle from '../../../data/gradle.json' with { type: 'json' };
import type { JavaApp } from '../../model/app.ts';
import type { BaseKind } from '../../model/plan.ts';
import { lineOf, suiteOf } from '../../releases.ts';

/** Bytecode and a runtime made by jlink run on any suite that is not older, so the JDK's and that of distroless may differ. */
const DISTROLESS_RELEASE = 'debian13';

/** The first line of Java that can make runtimes of its own. @see https://openjdk.org/jeps/282 */
const FIRST_JLINK = 11;

function javaSuite({ runtime }: JavaApp): string {
  return suiteOf('java', runtime.value.line, runtime.value.tag) ?? 'noble';
}

/** The wrapper brings its own tool and needs a JDK alone. */
export function jdkImage(app: JavaApp): string {
  const { tag } = app.runtime.value;
  const suite = javaSuite(app);
  return ['mvnw', 'gradlew'].includes(app.java.tool.value) ? `eclipse-temurin:${tag}-jdk-${suite}` : mavenImage(app);
}

export function mavenImage(app: JavaApp): string {
  return `maven:3.9-eclipse-temurin-${app.runtime.value.tag}-${javaSuite(app)}`;
}

/** The line of Gradle that the wrapper states where there is an image of it, else the oldest that runs on the JDK. */
export function gradleImage(app: JavaApp): string {
  const { tag, line } = app.runtime.value;
  const stated = app.java.gradleRelease?.split('.')[0];
  const images = gradle.images.map((image) => image.line);
  const fitting = gradle.images.filter(({ java }) => Number(line) >= java).map((image) => image.line);
  const chosen = stated !== undefined && images.includes(stated) ? stated : (fitting[0] ?? images[0] ?? '');
  return `gradle:${chosen}-jdk${tag}-${javaSuite(app)}`;
}

export function runtimeImage(app: JavaApp, base: BaseKind): string {
  const { tag, line } = app.runtime.value;
  if (base === 'jlink') return `gcr.io/distroless/cc-${DISTROLESS_RELEASE}:nonroot`;
  return base === 'distroless'
    ? `gcr.io/distroless/java${line}-${DISTROLESS_RELEASE}:nonroot`
    : `eclipse-temurin:${tag}-jre-${javaSuite(app)}`;
}

/** The account of distroless, or the one that Ubuntu has since noble. */
export function runtimeUser(base: BaseKind): string {
  return base === 'slim' ? '1000:1000' : '65532:65532';
}

/** Why a base does not fit. */
export function baseRefusals(app: JavaApp, needsShell: boolean): Readonly<Partial<Record<BaseKind, string>>> {
  const { line } = app.runtime.value;
  const both = app.java.needsFonts?.because ?? (needsShell ? 'the start command needs a shell' : undefined);
  const missing = lineOf('java', line)?.distroless === true ? undefined : `the table has none with Java ${line}`;
  const noJlink = Number(line) < FIRST_JLINK ? `Java ${line} cannot make a runtime of its own` : undefined;
  return {
    ...(both === undefined && noJlink === undefined ? {} : { jlink: both ?? noJlink ?? '' }),
    ...(both === undefined && missing === undefined ? {} : { distroless: both ?? missing ?? '' }),
  };
}
