import type { Copy } from '../model/plan.ts';
import { osPackages } from './os-packages.ts';

/** The values of the `init` stage: a tiny program that stands as process 1 and hands signals on. */
export interface InitStage {
  readonly image: string;
  readonly packages: readonly string[];
}

/** Where the runtime has it. */
export const INIT_ENTRYPOINT: readonly string[] = ['/usr/bin/tini', '--'];

/** Takes tini from Debian, as a static program that needs nothing of the runtime image. @see https://github.com/krallin/tini */
export function initStage(suite: string): InitStage {
  return { image: `debian:${suite}-slim`, packages: osPackages(['tini'], suite) };
}

/** @param why what the comment above the COPY says. */
export function initCopy(why: string): Copy {
  return { from: 'init', sources: ['/usr/bin/tini-static'], target: '/usr/bin/tini', why };
}
