import type { AppService, BackingService, BuiltImage, ComposeFile, VolumeMount } from '../model/compose.ts';
import type { EnvPair } from '../model/plan.ts';
import { renderTemplate } from './template.ts';

/** The text of a compose file. What several services of one image have in common is written once, under an anchor. */
export function renderCompose({ waits, services, volumes, secrets }: ComposeFile): string {
  const images = services.flatMap((service) => (service.kind === 'app' ? [service.image] : []));
  const shared = new Map(
    images
      .filter((image, index) => images.slice(index + 1).some(({ name }) => name === image.name))
      .map((image) => [image.name, image]),
  );
  return renderTemplate('compose', {
    waits,
    anchors: [...shared.values()].map((image) => ({
      name: image.name,
      parts: [build(image, '  '), environment(image, [], '  '), settings(image, '  ')].filter((part) => part !== ''),
    })),
    services: services.map((service) => {
      if (service.kind === 'backing') return renderBacking(service);
      return shared.has(service.image.name) ? renderShared(service) : renderAlone(service);
    }),
    volumes,
    secrets: secrets.map((secret) => ({
      name: secret.name,
      ...('file' in secret ? { file: secret.file } : { variable: secret.variable }),
    })),
  });
}

function renderAlone(service: AppService): string {
  const { image } = service;
  return renderTemplate('compose/app', {
    ...service,
    build: build(image, '    '),
    environment: environment(image, service.environment, '    '),
    settings: settings(image, '    '),
  });
}

/** A merge takes whole keys: variables of a service's own stand beside those that all have. */
function renderShared(service: AppService): string {
  const own = service.environment;
  return renderTemplate('compose/app', {
    ...service,
    anchor: service.image.name,
    environment: own.length === 0 ? '' : environment(service.image, own, '    '),
  });
}

/** A server that apps talk to; written in the same way in every compose file. */
function renderBacking(service: BackingService): string {
  return renderTemplate('compose/backing', { ...service, volumes: mountsOf(service.volumes) });
}

function build(image: BuiltImage, indent: string): string {
  return indented(renderTemplate('compose/build', image), indent);
}

function environment(image: BuiltImage, own: readonly EnvPair[], indent: string): string {
  const { connections } = image;
  const pairs = [...image.environment, ...own];
  if (connections.length + pairs.length === 0) return '';
  return indented(renderTemplate('compose/environment', { connections, environment: pairs }), indent);
}

function settings(image: BuiltImage, indent: string): string {
  return indented(renderTemplate('compose/settings', { ...image, volumes: mountsOf(image.volumes) }), indent);
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}

function mountsOf(volumes: readonly VolumeMount[]): readonly { readonly mount: string }[] {
  return volumes.map(({ name, target }) => ({ mount: `${name}:${target}` }));
}
