import type { PythonApp } from '../../model/app.ts';
import type { BaseKind } from '../../model/plan.ts';
import { lineOf, suiteOf } from '../../releases.ts';

/** The images of an app: where it is installed, and where it runs. */
export interface Images {
  readonly build: string;
  readonly runtime: string;
}

/** The one Python that distroless has, where it keeps it, and its Debian. */
const DISTROLESS = { image: 'gcr.io/distroless/python3-debian13:nonroot', suite: 'trixie' };

/** Python's place in a distroless image. */
export function distrolessPython({ runtime }: PythonApp): string {
  return `/usr/bin/python${runtime.value.line}`;
}

export function pythonSuite({ runtime }: PythonApp): string {
  return suiteOf('python', runtime.value.line, runtime.value.tag) ?? 'trixie';
}

/** @param compiles whether a dependency is built from its C sources, which takes the full image. */
export function pythonImages(app: PythonApp, base: BaseKind, compiles: boolean): Images {
  // Unlike Node's, Python's tags name the variant before the suite.
  const { tag } = app.runtime.value;
  const slim = `python:${tag}-slim-${pythonSuite(app)}`;
  return {
    build: compiles ? `python:${tag}-${pythonSuite(app)}` : slim,
    runtime: base === 'distroless' ? DISTROLESS.image : slim,
  };
}

/** Where the standard library stands in a distroless image. */
export function distrolessLibrary({ runtime }: PythonApp): string {
  return `/usr/lib/python${runtime.value.line}`;
}

/** What is compiled where it is installed may load libraries of that image, which the table does not know. */
export function sourceRefusal({ nativeNeeds }: PythonApp): string | undefined {
  const built = nativeNeeds.find(({ build }) => build.some((name) => name !== 'git'));
  return built && `${built.dependency} is built from its sources, and may need libraries of its own`;
}

/** Why distroless does not fit, or undefined where it does. */
export function distrolessRefusal(app: PythonApp): string | undefined {
  const { tag, line } = app.runtime.value;
  if (lineOf('python', line)?.distroless !== true) return `it has no Python ${line}`;
  if (tag !== line) return `it cannot be held at Python ${tag}`;
  return pythonSuite(app) === DISTROLESS.suite ? undefined : 'it stands on another Debian suite';
}
