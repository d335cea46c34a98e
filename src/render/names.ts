import type { BuildSecret } from '../model/app.ts';
import type { ImagePlan } from '../model/plan.ts';
import { isAbsolutePath, join } from '../repo/repo.ts';
import { mountsBundle } from './certificates.ts';

/** An image whose Dockerfile is rendered: what the files that build it have to know. */
export interface BuiltImage {
  readonly image: ImagePlan;
  /** Path of its Dockerfile in the repository. */
  readonly dockerfile: string;
  /** The names of its stages of their own. */
  readonly stages: readonly string[];
  /** What its build is given; files by their path in the repository. */
  readonly secrets: readonly BuildSecret[];
}

/** @param bundle certificates that builds are given; a file of one machine is a variable on others. */
export function builtImage(
  image: ImagePlan,
  { path, text } = { path: '', text: '' },
  bundle: string | undefined,
): BuiltImage {
  const secrets = image.compose.secrets.map((secret) =>
    'file' in secret ? { ...secret, file: join(image.context, secret.file) } : secret,
  );
  const certificates: readonly BuildSecret[] =
    bundle === undefined || !mountsBundle(text)
      ? []
      : [isAbsolutePath(bundle) ? { id: 'ca', variable: 'CA_BUNDLE' } : { id: 'ca', file: bundle }];
  return {
    image,
    dockerfile: path,
    stages: stagesOf(text),
    secrets: [...secrets, ...certificates],
  };
}

/** Without those that are other names of the runtime, because the stack has no test or no reload. */
function stagesOf(text: string): readonly string[] {
  return [...text.matchAll(/^FROM (.*) AS (\S+)$/gm)]
    .filter(([, from, name = '']) => from !== 'runtime' || !['test', 'development'].includes(name))
    .map(([, , name = '']) => name);
}

/** A name that a registry accepts, of a service's. @see https://docs.docker.com/reference/cli/docker/image/tag/ */
export function imageName(service: string): string {
  return service.replace(/[_-]+/g, '-');
}
