import type { JavaApp } from '../../model/app.ts';
import type { BaseKind } from '../../model/plan.ts';
import { lineOf, suiteOf } from '../../releases.ts';

/** Bytecode runs on any suite, so the JDK's suite and that of distroless may differ. */
const DISTROLESS_RELEASE = 'debian13';

function javaSuite({ runtime }: JavaApp): string {
  return suiteOf('java', runtime.value.line, runtime.value.tag) ?? 'noble';
}

/** The wrapper brings its own Maven and needs a JDK alone. */
export function buildImage(app: JavaApp): string {
  const { tag } = app.runtime.value;
  const suite = javaSuite(app);
  return app.java.tool.value === 'mvnw'
    ? `eclipse-temurin:${tag}-jdk-${suite}`
    : `maven:3.9-eclipse-temurin-${tag}-${suite}`;
}

export function runtimeImage(app: JavaApp, base: BaseKind): string {
  const { tag, line } = app.runtime.value;
  return base === 'distroless'
    ? `gcr.io/distroless/java${line}-${DISTROLESS_RELEASE}:nonroot`
    : `eclipse-temurin:${tag}-jre-${javaSuite(app)}`;
}

/** The account of distroless, or the one that Ubuntu has since noble. */
export function runtimeUser(base: BaseKind): string {
  return base === 'distroless' ? '65532:65532' : '1000:1000';
}

/** Why a base does not fit. */
export function baseRefusals(app: JavaApp, needsShell: boolean): Readonly<Partial<Record<BaseKind, string>>> {
  const { line } = app.runtime.value;
  const missing = lineOf('java', line)?.distroless === true ? undefined : `the table has none with Java ${line}`;
  const why = missing ?? app.java.needsFonts?.because ?? (needsShell ? 'the start command needs a shell' : undefined);
  return why === undefined ? {} : { distroless: why };
}
