import { relativePath } from '../plan/compose/paths.ts';
import { optionPath } from '../quote.ts';
import { join } from '../repo/repo.ts';
import { imageName, type BuiltImage } from './names.ts';
import { renderTemplate } from './template.ts';

/** The stages that a person builds by name. */
const TARGETS = ['production', 'test', 'development', 'debug'];

/**
 * The bake file of one image or of several, in the folder that all their contexts are in: Bake may read nothing above
 * the folder that it is called in.
 * @see https://docs.docker.com/build/bake/reference/
 */
export function renderBake(built: readonly BuiltImage[]): { readonly path: string; readonly text: string } {
  const [first, ...others] = built;
  const single = first !== undefined && others.length === 0;
  const folder = single ? first.image.context : '';
  const path = join(
    folder,
    single && first.image.dir !== folder ? `docker-bake.${nameOf(first)}.hcl` : 'docker-bake.hcl',
  );
  const images = built.map((each) => targetsOf(each, folder, single ? '' : `${nameOf(each)}-`));
  const stages = (stage: string): readonly string[] =>
    images.flatMap(({ targets }) => targets.filter((target) => target.stage === stage).map(({ name }) => name));
  const groups = [
    { name: 'default', targets: stages('production') },
    ...(single ? [] : [{ name: 'test', targets: stages('test') }]),
    ...(single ? [] : [{ name: 'release', targets: images.map(({ release }) => release) }]),
  ];
  const file = path.split('/').at(-1) ?? '';
  const text = renderTemplate('bake', {
    command: file === 'docker-bake.hcl' ? 'docker buildx bake' : `docker buildx bake -f ${file}`,
    variables: [...new Set(images.flatMap(({ args }) => args))],
    groups: groups.filter(({ targets }) => targets.length > 0),
    images,
  });
  return { path, text };
}

function targetsOf({ image, dockerfile, stages, secrets }: BuiltImage, folder: string, prefix: string) {
  const name = imageName(image.compose.name);
  const [base, hook] = [`${prefix}base`, prefix === '' ? 'docker-metadata-action' : `docker-metadata-action-${name}`];
  const targets = TARGETS.filter((stage) => stages.includes(stage)).map((stage) => ({
    name: `${prefix}${stage}`,
    stage,
    image: name,
    inherits: stage === 'production' ? [base, hook] : [base],
    isKept: stage === 'production',
    isChecked: stage === 'test',
    isTagged: stage === 'development' || stage === 'debug',
  }));
  return {
    image: name,
    context: `./${relativePath(folder, image.context)}`.replace(/\/$/, ''),
    dockerfile: relativePath(image.context, dockerfile),
    args: image.compose.args,
    secrets: secrets.map((secret) =>
      'file' in secret
        ? `id=${secret.id},src=${optionPath(relativePath(folder, secret.file))}`
        : `type=env,id=${secret.id},env=${secret.variable}`,
    ),
    base,
    hook,
    targets,
    release: `${prefix}release`,
    released: [`${prefix}production`],
  };
}

function nameOf({ image }: BuiltImage): string {
  return imageName(image.compose.name);
}
