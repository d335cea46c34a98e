import type { ImagePlan, Plan } from '../model/plan.ts';
import { UnquotableError } from '../quote.ts';
import { join } from '../repo/repo.ts';
import { COMPOSE_DEV, type ComposeFile } from '../model/compose.ts';
import { renderBake } from './bake.ts';
import { mountsBundle, trustBundle, withBundle } from './certificates.ts';
import { renderCompose } from './compose.ts';
import { renderComposeDev } from './compose-dev.ts';
import { builtImage } from './names.ts';
import { pinPatches } from './pins.ts';
import { mirrorImages } from './registry.ts';
import { RENOVATE_FILE, renderRenovate } from './renovate.ts';
import { renderTemplate } from './template.ts';
import { renderWorkflow, type Scanner } from './workflow.ts';

/** A file to be written, relative to the repository's root, with LF and a final line break. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  /** The file that it is written with: what that was written with before, and is no longer, goes. The first of all where left out. */
  readonly of?: string;
}

export interface RenderOptions {
  readonly output: string;
  readonly syntax: boolean;
  readonly pin?: 'patch' | 'digest';
  readonly ci?: 'github';
  readonly scanner?: Scanner;
  readonly bake: boolean;
  readonly renovate: boolean;
  /** Another registry for what comes from the public ones. */
  readonly registry?: string;
}

/** A person's own templates, by stage kind. */
type OwnStages = ReadonlyMap<string, (values: unknown) => string>;

/** What belongs to no image alone. */
const SHARED = 'compose.yaml';
const SYNTAX = '# syntax=docker/dockerfile:1\n\n';

/** A person's own template asks for what is not there. */
export class OwnTemplateError extends Error {
  constructor(
    readonly kind: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** The files of a plan: a Dockerfile and an ignore file for each image, the compose file over them, and what was asked for. */
export function renderFiles(plan: Plan, options: RenderOptions, own: OwnStages = new Map()): readonly RenderedFile[] {
  const several = plan.images.length > 1;
  const files = plan.images.flatMap((image): RenderedFile[] => {
    const path = join(image.dir, options.output);
    const set = several ? { of: path } : {};
    return [
      { path, text: dockerfileOf(image, plan, options, own), ...set },
      {
        path: ignorePath(image, options.output),
        text: renderTemplate('ignore', { sections: image.ignore }).trimEnd() + '\n',
        ...set,
      },
    ];
  });
  if (plan.images.length === 0) return files;
  const { bundle } = plan;
  const isMounted = bundle !== undefined && files.some(({ text }) => mountsBundle(text));
  const compose = isMounted && plan.compose !== undefined ? withBundle(plan.compose, bundle) : plan.compose;
  const built = plan.images.map((image, index) => builtImage(image, files[2 * index], bundle));
  const shared = [
    ...(compose === undefined ? [] : composeFiles(compose)),
    ...(options.bake ? [renderBake(built)] : []),
    ...(options.ci === undefined ? [] : built.map((each) => renderWorkflow(each, options.scanner))),
    ...(options.renovate ? [{ path: RENOVATE_FILE, text: renderRenovate() }] : []),
  ];
  return [...files, ...shared.map((file) => (several ? { ...file, of: SHARED } : file))];
}

/** What runs the images, and what changes in it where people work on the apps. */
function composeFiles(compose: ComposeFile): readonly RenderedFile[] {
  return [
    { path: join(compose.dir, 'compose.yaml'), text: renderCompose(compose) },
    { path: join(compose.dir, COMPOSE_DEV), text: renderComposeDev(compose) },
  ];
}

function dockerfileOf(
  image: ImagePlan,
  { bundle }: Plan,
  { syntax, registry, pin }: RenderOptions,
  own: OwnStages,
): string {
  const text = renderDockerfile(image, syntax, own);
  const trusting = bundle === undefined ? text : trustBundle(text);
  return mirrorImages(pin === 'patch' ? pinPatches(trusting) : trusting, registry);
}

function renderDockerfile(image: ImagePlan, syntax: boolean, own: OwnStages): string {
  const { runtime } = image.values;
  const files = runtime.files.map((file) =>
    'text' in file ? file : { ...file, text: renderTemplate(file.template, file.values) },
  );
  const values = { ...image.values, runtime: { ...runtime, files } };
  const stages = image.stages.map(({ kind }) => renderStage(kind, values, own).trim());
  return `${syntax ? SYNTAX : ''}${stages.join('\n\n')}\n`;
}

function renderStage(kind: string, values: unknown, own: OwnStages): string {
  const template = own.get(kind);
  if (template === undefined) return renderTemplate(`stages/${kind}`, values);
  try {
    return template(values);
  } catch (error) {
    if (error instanceof UnquotableError || !(error instanceof Error)) throw error;
    throw new OwnTemplateError(kind, error.message);
  }
}

/** Docker prefers `<Dockerfile>.dockerignore` beside the Dockerfile; needed where the context is another folder or the name is not the usual one. */
export function ignorePath(image: ImagePlan, output: string): string {
  return image.dir === image.context && output === 'Dockerfile'
    ? join(image.dir, '.dockerignore')
    : join(image.dir, `${output}.dockerignore`);
}
