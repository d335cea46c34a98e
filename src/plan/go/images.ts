import type { GoApp } from '../../model/app.ts';
import type { BaseKind } from '../../model/plan.ts';
import { suiteOf } from '../../releases.ts';

/** Debian's number of a suite, as distroless writes it. */
const DISTROLESS: Readonly<Record<string, string | undefined>> = { trixie: 'debian13', bookworm: 'debian12' };
const NEWEST_SUITE = 'trixie';

/** Libraries that distroless/cc has and distroless/base lacks. */
const IN_CC = new Set(['libstdc++6', 'libgcc-s1', 'libgomp1']);

export function goSuite({ runtime }: GoApp): string {
  return suiteOf('go', runtime.value.line, runtime.value.tag) ?? NEWEST_SUITE;
}

/** golang images of Debian carry gcc: cgo needs nothing beside them. */
export function buildImage(app: GoApp): string {
  return `golang:${app.runtime.value.tag}-${goSuite(app)}`;
}

/** A static program runs on any suite; one that is linked with C code runs on the suite that it was built on. */
export function runtimeImage(app: GoApp, base: BaseKind): string {
  const suite = app.go.cgo.value ? goSuite(app) : NEWEST_SUITE;
  if (base === 'scratch') return 'scratch';
  if (base === 'slim') return `debian:${suite}-slim`;
  const name = !app.go.cgo.value ? 'static' : osNeeds(app).length > 0 ? 'cc' : 'base';
  return `gcr.io/distroless/${name}-${DISTROLESS[suite] ?? ''}:nonroot`;
}

/**
 * Why a base does not fit the program.
 * @param isChosen whether a person chose the base: an empty image gets what it may lack then, and is not taken unasked.
 */
export function baseRefusals(
  app: GoApp,
  needsShell: boolean,
  isChosen: boolean,
): Readonly<Partial<Record<BaseKind, string>>> {
  const packages = osNeeds(app).filter((name) => !IN_CC.has(name));
  const why = app.go.cgo.value ? `${app.go.cgo.because}: it needs a C library` : undefined;
  const shell = needsShell ? 'the start command needs a shell' : undefined;
  const missing = packages.length > 0 ? `${packages.join(', ')} must be installed` : undefined;
  const suite =
    app.go.cgo.value && DISTROLESS[goSuite(app)] === undefined ? 'it stands on another Debian suite' : undefined;
  const { needsSystem } = app.go;
  const doubt = isChosen
    ? undefined
    : needsSystem.value
      ? needsSystem.because
      : app.writablePaths.length > 0
        ? 'it writes files'
        : undefined;
  const refusals = { scratch: why ?? shell ?? doubt, distroless: shell ?? missing ?? suite };
  return Object.fromEntries(Object.entries(refusals).filter(([, reason]) => reason !== undefined));
}

export function osNeeds(app: GoApp): readonly string[] {
  return app.nativeNeeds.flatMap((need) => need.run);
}
