import type { ImagePlan, Plan } from '../model/plan.ts';
import { UnquotableError } from '../quote.ts';
import { join } from '../repo/repo.ts';
import { mirrorImages } from './registry.ts';
import { renderTemplate } from './template.ts';

/** A file to be written, relative to the repository's root, with LF and a final line break. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

export interface RenderOptions {
  readonly output: string;
  readonly syntax: boolean;
  readonly compose: boolean;
  /** Another registry for what comes from the public ones. */
  readonly registry?: string;
}

/** A person's own templates, by stage kind. */
type OwnStages = ReadonlyMap<string, (values: unknown) => string>;

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

/** The files of a plan: a Dockerfile and an ignore file for each image, one compose.yaml over them. */
export function renderFiles(plan: Plan, options: RenderOptions, own: OwnStages = new Map()): readonly RenderedFile[] {
  const files = plan.images.flatMap((image): RenderedFile[] => [
    {
      path: join(image.dir, options.output),
      text: mirrorImages(renderDockerfile(image, options.syntax, own), options.registry),
    },
    {
      path: ignorePath(image, options.output),
      text: renderTemplate('ignore', { sections: image.ignore }).trimEnd() + '\n',
    },
  ]);
  return options.compose && plan.images.length > 0
    ? [...files, { path: composePath(plan), text: renderCompose(plan, options.output) }]
    : files;
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
function ignorePath(image: ImagePlan, output: string): string {
  return image.dir === image.context && output === 'Dockerfile'
    ? join(image.dir, '.dockerignore')
    : join(image.dir, `${output}.dockerignore`);
}

function composePath(plan: Plan): string {
  const [first, ...others] = plan.images;
  return join(others.length === 0 && first ? first.dir : '', 'compose.yaml');
}

function renderCompose(plan: Plan, output: string): string {
  const folder = composePath(plan).split('/').slice(0, -1).join('/');
  const services = plan.images.flatMap(({ compose, dir, context }) => {
    const dockerfile = relativePath(context, join(dir, output));
    const { processes = [] } = compose;
    const releases = processes.filter(({ isRelease }) => isRelease).map(({ name }) => name);
    const common = {
      context: relativePath(folder, context) || '.',
      ...(dockerfile === 'Dockerfile' ? {} : { dockerfile }),
      volumes: compose.volumes.map(({ name, target }) => ({ mount: `${name}:${target}` })),
      secrets: compose.secrets.map(({ id }) => id),
      args: compose.args,
      envFile: compose.envFile,
    };
    const { port, isWeb, name } = compose;
    return [
      { ...common, ...(port === undefined ? {} : { port }), name, restarts: isWeb, after: releases },
      ...processes.map((each) => ({
        ...common,
        name: each.name,
        command: each.command,
        environment: each.env,
        init: each.needsInit,
        restarts: !each.isRelease,
        isUnchecked: true,
        after: each.isRelease ? [] : releases,
      })),
    ];
  });
  return renderTemplate('compose', {
    services,
    volumes: plan.images.flatMap(({ compose }) => compose.volumes.map(({ name }) => name)),
    secrets: plan.images.flatMap(({ compose, context }) =>
      compose.secrets.map((secret) => ({
        id: secret.id,
        ...('file' in secret
          ? { file: relativePath(folder, join(context, secret.file)) }
          : { variable: secret.variable }),
      })),
    ),
  });
}

/** The way from one folder of the context to a path; '' where they are the same. */
function relativePath(from: string, to: string): string {
  const start = from === '' ? [] : from.split('/');
  const end = to === '' ? [] : to.split('/');
  const common = start.findIndex((part, index) => part !== end[index]);
  const shared = common === -1 ? start.length : common;
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
}
