import type { NodeApp } from '../../model/app.ts';
import type { BaseKind, Copy } from '../../model/plan.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { fullImage } from './images.ts';

const PROGRAM = '/nodejs/bin/node';

/** Node without its symbols: the stage that makes it, and what an image without a Node of its own needs to run it. */
export interface Stripped {
  /** The image whose Node it is, with the tool that strips it. */
  readonly stage: { readonly image: string };
  readonly image: string;
  readonly copy: Copy;
  readonly entrypoint: readonly string[];
}

/** Where distroless has its Node the program stands, so that everything else is as there. */
export function planStripped(app: NodeApp, base: BaseKind): Stripped | Problem {
  const why =
    app.node.engine === 'bun'
      ? 'it runs on Bun'
      : base === 'distroless'
        ? undefined
        : `${base} images hold a Node in a layer below, which stays as large as it is; it needs --base distroless`;
  if (why !== undefined) return problem('strip-refused', { name: app.name, why });
  return {
    stage: { image: fullImage(app) },
    image: 'gcr.io/distroless/cc-debian13:nonroot',
    copy: { from: 'stripped', sources: ['/node'], target: PROGRAM },
    entrypoint: [PROGRAM],
  };
}
