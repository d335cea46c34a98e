import type { BuildSecret } from '../../model/app.ts';
import type {
  AppService,
  BackingService,
  BuiltImage,
  ComposeFile,
  NamedSecret,
  ServiceDependency,
} from '../../model/compose.ts';
import type { ImagePlan } from '../../model/plan.ts';
import { join } from '../../repo/repo.ts';
import { backingService } from './backing.ts';
import { namesOnce } from './names.ts';
import { relativePath } from './paths.ts';

/**
 * The compose file over some images: their apps, what runs beside them, then the servers that they talk to. One server
 * of a kind and version serves all apps. Names that would be the same are numbered.
 * @param output the name of the Dockerfiles.
 */
export function composeFile(images: readonly ImagePlan[], output: string): ComposeFile {
  const dir = images.length === 1 ? (images[0]?.dir ?? '') : '';
  const nameOf = namesOnce();
  const apps = images.map((image) => ({ image, name: nameOf(image.compose.name) }));
  const running = apps.map(({ image, name }) => ({
    image,
    name,
    processes: (image.compose.processes ?? []).map((each) => ({ ...each, name: nameOf(each.name) })),
  }));
  const backing = backingServices(images, nameOf);
  const secrets = namedSecrets(images, dir);
  const services = running.flatMap((app) =>
    servicesOf(app, { dir, output, backing, secrets, isAlone: images.length === 1 }),
  );
  const mounted = [...services.map(({ image }) => image.volumes), ...backing.map(({ volumes }) => volumes)].flat();
  return {
    dir,
    waits: images.every(({ compose }) => compose.isChecked),
    services: [...publish(services, backing), ...backing],
    volumes: [...new Set(mounted.map(({ name }) => name))],
    secrets,
  };
}

/** Ports of this machine, each once: the app's own, or the next one that is free. */
function publish(services: readonly AppService[], backing: readonly BackingService[]): readonly AppService[] {
  const taken = new Set(backing.flatMap(({ page }) => page ?? []));
  return services.map((service) => {
    if (service.port === undefined) return service;
    let published = service.port;
    while (taken.has(published)) published += 1;
    taken.add(published);
    return { ...service, published };
  });
}

/** One server an image: what two apps both need, they share. */
function backingServices(images: readonly ImagePlan[], nameOf: (name: string) => string): readonly BackingService[] {
  const needs = images.flatMap(({ compose }) => compose.services);
  const first = needs.filter(({ image }, index) => needs.findIndex((each) => each.image === image) === index);
  return first.map((need) => backingService(need, nameOf(need.service)));
}

interface RunningApp {
  readonly image: ImagePlan;
  readonly name: string;
  readonly processes: NonNullable<ImagePlan['compose']['processes']>;
}

interface Surroundings {
  readonly dir: string;
  readonly output: string;
  readonly backing: readonly BackingService[];
  readonly secrets: readonly NamedSecret[];
  /** Whether there is one app only, so that nothing of it has to bear its name. */
  readonly isAlone: boolean;
}

/** The services that run from one image. A release runs once before the others, and each waits for its servers. */
function servicesOf({ image: plan, name, processes }: RunningApp, around: Surroundings): readonly AppService[] {
  const { compose } = plan;
  const serverOf = (wanted: string): BackingService | undefined =>
    around.backing.find((server) => server.image === wanted);
  const servers = compose.services.flatMap((need) => serverOf(need.image)?.name ?? []);
  const releases = processes.filter(({ isRelease }) => isRelease).map((each) => each.name);
  const awaits = (names: readonly string[], condition: ServiceDependency['condition']): readonly ServiceDependency[] =>
    names.map((each) => ({ name: each, condition }));
  const healthy = awaits(servers, 'service_healthy');
  const image = builtImage(plan, name, around, (wanted) => serverOf(wanted)?.name ?? wanted);
  return [
    {
      kind: 'app',
      name,
      image,
      dependsOn: [...healthy, ...awaits(releases, 'service_completed_successfully')],
      ...(compose.port === undefined ? {} : { port: compose.port }),
      environment: [],
      init: false,
      isUnchecked: false,
      restarts: compose.isWeb,
    },
    ...processes.map((each): AppService => ({
      kind: 'app',
      name: each.name,
      image,
      command: each.command,
      dependsOn: [...healthy, ...(each.isRelease ? [] : awaits(releases, 'service_completed_successfully'))],
      environment: each.env,
      init: each.needsInit,
      isUnchecked: each.check === undefined,
      ...(each.check === undefined ? {} : { check: ['CMD', ...each.check] }),
      restarts: !each.isRelease,
    })),
  ];
}

function builtImage(
  plan: ImagePlan,
  name: string,
  around: Surroundings,
  hostOf: (image: string) => string,
): BuiltImage {
  const { compose, context, dir, development } = plan;
  const wayTo = (path: string): string => relativePath(around.dir, join(context, path)) || '.';
  const dockerfile = relativePath(context, join(dir, around.output));
  return {
    name,
    context: wayTo(''),
    ...(dockerfile === 'Dockerfile' ? {} : { dockerfile }),
    args: compose.args,
    secrets: compose.secrets.map((secret) => {
      const { name = secret.id } = around.secrets.find(isSame(seenFrom(around.dir, plan, secret))) ?? {};
      return { name, ...(name === secret.id ? {} : { id: secret.id }) };
    }),
    ...(compose.envFile ? { envFile: join(relativePath(around.dir, dir), '.env') } : {}),
    connections: [
      ...compose.services.flatMap(({ image, connections }) =>
        connections.map((pair) => ({ name: pair.name, value: pair.value.replaceAll('%HOST%', hostOf(image)) })),
      ),
      ...compose.defaults,
    ],
    environment: compose.fixed,
    volumes: compose.volumes.map((volume) => (around.isAlone ? volume : { ...volume, name: `${name}-${volume.name}` })),
    development: { ...development, path: wayTo(development.path), rebuilds: development.rebuilds.map(wayTo) },
  };
}

/** Each secret once: two apps may mean two files by one id. */
function namedSecrets(images: readonly ImagePlan[], dir: string): readonly NamedSecret[] {
  const all = images.flatMap((image) => image.compose.secrets.map((secret) => seenFrom(dir, image, secret)));
  const nameOf = namesOnce();
  return all
    .filter((secret, index) => all.findIndex(isSame(secret)) === index)
    .map((secret) => ({ ...secret, name: nameOf(secret.id) }));
}

function seenFrom(dir: string, { context }: ImagePlan, secret: BuildSecret): BuildSecret {
  return 'file' in secret ? { ...secret, file: relativePath(dir, join(context, secret.file)) } : secret;
}

function isSame(secret: BuildSecret): (other: BuildSecret) => boolean {
  const of = (each: BuildSecret): string => ('file' in each ? `file ${each.file}` : `variable ${each.variable}`);
  return (other) => other.id === secret.id && of(other) === of(secret);
}
