/** A file as it stands in a layer. */
export interface ImageFile {
  /** Without the first slash. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  readonly isLink: boolean;
  /** What it holds, where somebody may want to know. */
  readonly text?: string;
}

/** A file that a container sees, and whether the base image brought it. */
export interface VisibleFile extends ImageFile {
  readonly isBase: boolean;
}

export interface ImageLayer {
  /** The instruction that made it, and whether it is of the base image. */
  readonly createdBy: string;
  readonly isBase: boolean;
  readonly files: readonly ImageFile[];
}

/** One line of `docker history`: an instruction and what it added. */
export interface HistoryEntry {
  readonly createdBy: string;
  readonly bytes: number;
}

/** What an instruction added to an image, and whether it is of the Dockerfile or of the base image. */
export interface LayerSize {
  readonly instruction: string;
  readonly bytes: number;
  readonly isBase: boolean;
}

/** Removals of a layer. @see https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts */
const WHITEOUT = /^(.*\/)?\.wh\.([^/]+)$/;
const OPAQUE = '.wh..opq';

/** The files that a container sees. */
export function visibleFiles(layers: readonly ImageLayer[]): readonly VisibleFile[] {
  const visible = new Map<string, VisibleFile>();
  const drop = (path: string, isWhole: boolean): void => {
    if (isWhole) visible.delete(path);
    for (const known of visible.keys()) if (known.startsWith(`${path}/`)) visible.delete(known);
  };
  for (const { files, isBase } of layers) {
    for (const { path } of files) {
      const [, folder = '', name] = WHITEOUT.exec(path) ?? [];
      if (name === OPAQUE) drop(folder.slice(0, -1), false);
      else if (name !== undefined) drop(folder + name, true);
    }
    for (const file of files) if (!WHITEOUT.test(file.path)) visible.set(file.path, { ...file, isBase });
  }
  return [...visible.values()];
}

/** Instructions that some versions of BuildKit leave out of the history. */
const UNSEEN = ['ARG', 'ONBUILD', 'SHELL', 'MAINTAINER'];

/**
 * Marks which entries of an image's history are the base image's.
 * @param createdBy newest first.
 * @param keywords the instructions that made the last stage, from its base image on.
 */
export function basePart(createdBy: readonly string[], keywords: readonly string[]): readonly boolean[] {
  const left = [...keywords];
  let isBase = false;
  return createdBy.map((text) => {
    for (
      let last = left.at(-1);
      !isBase && last !== undefined && !isMadeBy(text, last) && UNSEEN.includes(last);
      last = left.at(-1)
    )
      left.pop();
    isBase ||= left.length === 0 || !isMadeBy(text, left.at(-1) ?? '');
    left.pop();
    return isBase;
  });
}

/** What each instruction added, the lowest first; those that added nothing are left out. */
export function layerSizes(history: readonly HistoryEntry[], keywords: readonly string[]): readonly LayerSize[] {
  const ofBase = basePart(
    history.map(({ createdBy }) => createdBy),
    keywords,
  );
  return history
    .map(({ createdBy, bytes }, index) => ({
      instruction: instructionOf(createdBy),
      bytes,
      isBase: ofBase[index] ?? true,
    }))
    .reverse()
    .filter(({ bytes }) => bytes > 0);
}

function isMadeBy(createdBy: string, keyword: string): boolean {
  return createdBy.startsWith(`${keyword} `) || (keyword === 'RUN' && /^(RUN |\|\d+ |\/bin\/sh -c )/.test(createdBy));
}

/** An instruction of an image's history as a person would have written it. */
export function instructionOf(createdBy: string): string {
  return createdBy
    .replace(/\s*# buildkit$/, '')
    .replace(/^(RUN )?(\|\d+ (?:\S+=\S* )*)?\/bin\/sh -c (#\(nop\)\s*)?/, (_whole, _run, _args, nop?: string) =>
      nop === undefined ? 'RUN ' : '',
    )
    .replace(/\s+/g, ' ')
    .trim();
}
