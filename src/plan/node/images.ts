import native from '../../../data/native-packages.json' with { type: 'json' };
import type { NodeApp } from '../../model/app.ts';
import type { BaseKind } from '../../model/plan.ts';
import { defaultLine, lineOf, suiteOf } from '../../releases.ts';

/** The images of an app: where it is built, and where it runs. */
export interface Images {
  readonly build: string;
  readonly runtime: string;
  readonly user: string;
}

/** Debian's number of a suite, as distroless writes it. */
const DISTROLESS_SUITE = 'trixie';
const DISTROLESS_RELEASE = 'debian13';

/** Where Bun runs what another manager installs, the build stands on Node, on the oldest suite: what it compiles runs on newer ones. */
export const BUILD_LINE = defaultLine('node');
const BUILD_SUITE = 'bookworm';

export function nodeSuite({ runtime }: NodeApp): string {
  return suiteOf('node', runtime.value.line, runtime.value.tag) ?? 'trixie';
}

/** The image of an app's Node with compilers and their tools. */
export function fullImage(app: NodeApp): string {
  return `node:${app.runtime.value.tag}-${nodeSuite(app)}`;
}

/** @param compiles whether an install builds native code, which takes the full image. */
export function nodeImages(app: NodeApp, base: BaseKind, compiles: boolean): Images {
  const { tag, line } = app.runtime.value;
  if (app.node.engine === 'bun')
    return {
      build:
        app.node.manager.value.name === 'bun'
          ? `oven/bun:${tag}`
          : `node:${BUILD_LINE}-${BUILD_SUITE}${compiles ? '' : '-slim'}`,
      runtime: base === 'alpine' ? `oven/bun:${tag}-alpine` : `oven/bun:${tag}-slim`,
      user: '1000:1000',
    };
  if (base === 'alpine') return { build: `node:${tag}-alpine`, runtime: `node:${tag}-alpine`, user: '1000:1000' };
  const suite = nodeSuite(app);
  return {
    build: `node:${tag}-${suite}${compiles ? '' : '-slim'}`,
    runtime:
      base === 'distroless'
        ? `gcr.io/distroless/nodejs${line}-${DISTROLESS_RELEASE}:nonroot`
        : `node:${tag}-${suite}-slim`,
    user: base === 'distroless' ? '65532:65532' : '1000:1000',
  };
}

/** Why distroless does not fit, or undefined where it does. */
export function distrolessRefusal(app: NodeApp): string | undefined {
  const { tag, line, exact } = app.runtime.value;
  if (app.node.engine === 'bun') return 'Bun is not in it';
  if (lineOf('node', line)?.distroless !== true) return `it has no Node ${line}`;
  if (tag !== line) return `it cannot be ${exact ? 'exactly' : 'held at'} Node ${tag}`;
  return nodeSuite(app) === DISTROLESS_SUITE ? undefined : 'it stands on another Debian suite';
}

/** Why Alpine does not fit, with the dependency that forbids it; undefined where nothing does. */
export function alpineRefusal({ nativeNeeds, node }: NodeApp): string | undefined {
  const stated = nativeNeeds.find((need) => need.musl !== undefined)?.musl;
  if (stated !== undefined) return stated;
  const installing = nativeNeeds.find((need) => need.run.length > 0);
  if (installing !== undefined)
    return `${installing.dependency} needs ${installing.run.join(', ')}, known here as Debian's packages alone`;
  const known = node.compiles === 'unknown' ? [] : node.compiles.filter((name) => native.compiled.includes(name));
  const lacking = known.find((name) => !native.musl.names.includes(name));
  return lacking === undefined ? undefined : `${lacking} has no build for musl, and Alpine's image no compiler`;
}
