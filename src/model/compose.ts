import type { BuildSecret } from './app.ts';
import type { ServiceName } from '../services.ts';
import type { Development } from './development.ts';
import type { EnvPair } from './plan.ts';

/** The names that Compose looks for, in its order. @see https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file */
export const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** What changes in compose.yaml where people work on the apps. */
export const COMPOSE_DEV = 'compose.dev.yaml';

/** What one image needs of a compose file. Services are named, and their hosts filled in, where the file is put together. */
export interface ComposeNeeds {
  readonly name: string;
  readonly port?: number;
  readonly isWeb: boolean;
  /** Whether the image says how its health is seen. */
  readonly isChecked: boolean;
  readonly volumes: readonly VolumeMount[];
  readonly envFile: boolean;
  readonly secrets: readonly BuildSecret[];
  /** Names of build arguments that are taken from the environment of the person who builds. */
  readonly args: readonly string[];
  /** What else runs from the image: workers beside the app, releases once before it. */
  readonly processes?: readonly ComposeProcess[];
  /** Databases, caches and queues that it talks to. */
  readonly services: readonly ServiceNeed[];
  /** Variables of the image that a person's .env may hold for the own machine: in the image they stay as they are. */
  readonly fixed: readonly EnvPair[];
  /** Secrets of the app's own without which it does not start, with a value for a person's own machine. */
  readonly defaults: readonly EnvPair[];
}

export interface VolumeMount {
  readonly name: string;
  readonly target: string;
}

export interface ComposeProcess {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: readonly EnvPair[];
  /** Whether it runs once, before the others start. */
  readonly isRelease: boolean;
  /** Whether the engine has to hand SIGTERM on. */
  readonly needsInit: boolean;
  /** What ends well wherever the image runs, for one that goes on: `up --wait` fails on a service without a check. */
  readonly check?: readonly string[];
}

/** One server that an app talks to. */
export interface ServiceNeed {
  readonly service: ServiceName;
  readonly image: string;
  /** The variables by which the app is told where it is; `%HOST%` stands for the service's name. Texts of ours alone. */
  readonly connections: readonly EnvPair[];
}

/** A whole compose file. JSON-serialisable; paths are relative to its folder. */
export interface ComposeFile {
  /** Folder of the file in the repository. */
  readonly dir: string;
  /** Whether `up --wait` ends well: each service that goes on has a check. @see https://github.com/docker/compose/issues/13522 */
  readonly waits: boolean;
  readonly services: readonly (AppService | BackingService)[];
  readonly volumes: readonly string[];
  readonly secrets: readonly NamedSecret[];
}

/** A secret of builds, with its name in the compose file: its id, where no other app means another secret by that. */
export type NamedSecret = BuildSecret & { readonly name: string };

/** A service that runs from an image of the repository. */
export interface AppService {
  readonly kind: 'app';
  readonly name: string;
  readonly image: BuiltImage;
  readonly command?: readonly string[];
  readonly dependsOn: readonly ServiceDependency[];
  readonly port?: number;
  /** The port of this machine that leads there: another one where two apps would have the same. */
  readonly published?: number;
  /** Variables of this service alone. */
  readonly environment: readonly EnvPair[];
  readonly init: boolean;
  /** Whether the image's health check says nothing about it; its own check, where it goes on running. */
  readonly isUnchecked: boolean;
  readonly check?: readonly string[];
  readonly restarts: boolean;
}

/** What all services of one image have in common. */
export interface BuiltImage {
  /** Name of the app's own service. */
  readonly name: string;
  readonly context: string;
  /** Left out where it is the usual one. */
  readonly dockerfile?: string;
  readonly args: readonly string[];
  /** Names of the file's secrets, each with the id that the Dockerfile asks for where that is another word. */
  readonly secrets: readonly { readonly name: string; readonly id?: string }[];
  /** Variables of a person's own, beside the app; the file may be missing. */
  readonly envFile?: string;
  /** Texts of ours, in which `${NAME:-default}` is taken from the environment. */
  readonly connections: readonly EnvPair[];
  /** Variables as they are. */
  readonly environment: readonly EnvPair[];
  readonly volumes: readonly VolumeMount[];
  readonly development: Development;
}

export interface ServiceDependency {
  readonly name: string;
  readonly condition: 'service_healthy' | 'service_completed_successfully';
}

/** A database, a cache, a queue: made of a row of data/services.json. */
export interface BackingService {
  readonly kind: 'backing';
  readonly service: ServiceName;
  readonly name: string;
  readonly image: string;
  /** Whether what it keeps belongs to its host's name. */
  readonly hostname?: string;
  /** Texts of ours, as in `connections`. */
  readonly environment: readonly EnvPair[];
  readonly volumes: readonly VolumeMount[];
  /** A page for people, published on this machine. */
  readonly page?: number;
  /** `CMD` and what follows. */
  readonly health: readonly string[];
}
