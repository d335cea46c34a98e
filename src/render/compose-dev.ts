import type { AppService, ComposeFile, VolumeMount } from '../model/compose.ts';
import type { Development } from '../model/development.ts';
import { renderTemplate } from './template.ts';

/**
 * compose.dev.yaml: what changes in compose.yaml where people work on the apps.
 * @see https://docs.docker.com/reference/compose-file/develop/ and https://docs.docker.com/reference/compose-file/merge/
 */
export function renderComposeDev(compose: ComposeFile): string {
  const apps = compose.services.flatMap((service) => (service.kind === 'app' ? [service] : []));
  const worked = apps.filter(({ name, image }) => name === image.name || image.development.runsProcesses);
  return renderTemplate('compose-dev', {
    services: worked.map(renderService),
    isOwn: worked.some(({ image }) => hasServer(image.development)),
    volumes: [...new Set(worked.flatMap((service) => volumesOf(service).map(({ name }) => name)))],
  });
}

function renderService(service: AppService): unknown {
  const { name, image, port } = service;
  const { development } = image;
  const isApp = name === image.name;
  const served = development.port ?? port;
  const attached = isApp ? development.debugger : undefined;
  const isMoved = isApp && (served !== port || attached !== undefined);
  return {
    name,
    isOwn: hasServer(development),
    ports: isMoved ? [served, attached?.port].filter((each) => each !== undefined) : [],
    ...(attached ? { command: attached.command } : {}),
    volumes: volumesOf(service).map((volume) => ({ mount: `${volume.name}:${volume.target}` })),
    watch: isApp || service.restarts ? watchOf(development, isApp) : [],
  };
}

/** What runs beside the app has no server that reloads. */
function watchOf(development: Development, isApp: boolean): readonly unknown[] {
  const { path, ignore, target, rebuilds } = development;
  const action = isApp || !hasServer(development) ? development.action : 'sync+restart';
  return [
    { action, path, ...(hasServer(development) ? { target, ignore: ignore.map((each) => `${each}/`) } : {}) },
    ...rebuilds.map((each) => ({ action: 'rebuild', path: each })),
  ];
}

/** What production wrote belongs to its user, and what development writes to root. */
function volumesOf({ image }: AppService): readonly VolumeMount[] {
  if (!hasServer(image.development)) return [];
  const own = image.volumes.map(({ name, target }) => ({ name: `${name}-development`, target }));
  return [...own, ...(image.development.caches ?? [])];
}

/** Whether it is worked on in a container of its own kind, not in production's image, built again. */
function hasServer({ action }: Development): boolean {
  return action !== 'rebuild';
}
