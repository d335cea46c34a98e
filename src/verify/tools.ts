import tools from '../../data/image-tools.json' with { type: 'json' };
import type { VisibleFile } from './image.ts';

/** Programs of an image that only a build needs. */
export interface FoundTools {
  /** Brought by the Dockerfile's own instructions, or compilers, which no base image of a runtime has. */
  readonly avoidable: readonly VisibleFile[];
  /** Package managers that the base image has. */
  readonly ofBase: readonly string[];
}

const BIN = /(^|\/)s?bin\/([^/]+)$/;
/** pip without its program: `python -m pip` would do. */
const PIP = /(^|\/)(?:site|dist)-packages\/(pip)\/__main__\.py$/;

/** What no running app needs, and an intruder would like to find. */
export function toolsIn(files: readonly VisibleFile[]): FoundTools {
  const named = (names: readonly string[]): readonly VisibleFile[] =>
    files.filter(({ path }) => names.includes((BIN.exec(path) ?? PIP.exec(path))?.[2] ?? ''));
  const managers = named(tools['package managers']);
  return {
    avoidable: [...named(tools.compilers), ...managers.filter(({ isBase }) => !isBase)],
    ofBase: [
      ...new Set(
        managers.filter(({ isBase }) => isBase).map(({ path }) => (BIN.exec(path) ?? PIP.exec(path))?.[2] ?? ''),
      ),
    ].sort(),
  };
}
