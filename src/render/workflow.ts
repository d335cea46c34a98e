import table from '../../data/actions.json' with { type: 'json' };
import { UnquotableError } from '../quote.ts';
import { join } from '../repo/repo.ts';
import { imageName, type BuiltImage } from './names.ts';
import { renderTemplate } from './template.ts';

export type Scanner = 'trivy' | 'scout' | 'grype';

/** What the templates call each action of data/actions.json. */
const ACTIONS = {
  checkout: 'actions/checkout',
  setupQemu: 'docker/setup-qemu-action',
  setupBuildx: 'docker/setup-buildx-action',
  login: 'docker/login-action',
  metadata: 'docker/metadata-action',
  buildPush: 'docker/build-push-action',
  uploadSarif: 'github/codeql-action/upload-sarif',
  trivy: 'aquasecurity/trivy-action',
  scout: 'docker/scout-action',
  grype: 'anchore/scan-action',
};

/**
 * The workflow that tests, builds, scans and releases one image. Its name is the app's where the app has a folder of its
 * own, so that the apps of a repository do not share one.
 * @see https://docs.github.com/en/actions/reference/security/secure-use
 */
export function renderWorkflow(
  { image, dockerfile, stages, secrets }: BuiltImage,
  scanner: Scanner = 'trivy',
): { readonly path: string; readonly text: string } {
  const { name, args } = image.compose;
  const file = name === '' || image.dir === '' ? 'docker.yml' : `docker-${imageName(name)}.yml`;
  const path = join('.github/workflows', file);
  const actions = pinned();
  const secretFiles = secrets.filter((secret) => 'file' in secret);
  const variables = secrets.filter((secret) => 'variable' in secret);
  const usual = join(image.context, 'Dockerfile');
  const inputs = renderTemplate('github/inputs', {
    context: place(image.context),
    file: dockerfile === usual ? undefined : place(dockerfile),
    args,
    files: secretFiles,
    variables,
    environment: variables.map(({ variable }) => variable),
  });
  const common = { name: imageName(name), actions };
  const text = renderTemplate('github/workflow', {
    ...common,
    suffix: image.dir === '' ? undefined : imageName(name),
    paths: pathsOf(image, path),
    tests: stages.includes('test'),
    inputs,
    scan: renderTemplate(`github/scan-${scanner}`, common),
  });
  return { path, text };
}

/** Actions by commit: a tag of theirs can be moved. */
function pinned(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ACTIONS).map(([key, name]) => {
      const row = table.actions.find((each) => each.name === name);
      return [key, `${name}@${row?.commit ?? ''} # ${row?.version ?? ''}`];
    }),
  );
}

/** A path that no name makes an address of a repository elsewhere. */
function place(path: string): string {
  return path === '' ? '.' : `./${path}`;
}

/** What an edit must touch to build the image again; nothing where that is the whole repository. */
function pathsOf({ context, ignore }: BuiltImage['image'], workflow: string): readonly string[] {
  const apart = ignore.flatMap((section) => section.apart ?? []);
  if (context === '' && apart.length === 0) return [];
  const own = context === '' ? '**' : `${pattern(context)}/**`;
  return [
    own,
    ...apart.map((folder) => `!${pattern(join(context, folder))}/**`),
    ...(context === '' ? [] : [workflow]),
  ];
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet */
function pattern(path: string): string {
  if (/[\p{Cc}\\]/u.test(path)) throw new UnquotableError(path);
  return path.replace(/[*?+[\]!]/g, '\\$&');
}
