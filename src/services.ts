import data from '../data/services.json' with { type: 'json' };
import type { ConnectionPart } from './model/service.ts';
import table from '../data/service-drivers.json' with { type: 'json' };

/** A server that an app may talk to: its image, and what that image wants. A row of data/services.json. */
export interface ServiceRow {
  readonly title: string;
  readonly image: string;
  /** The line that is taken where the repository states none. */
  readonly tag: string;
  readonly port: number;
  /** What variables that belong to it are called by, before `_HOST` and the like. */
  readonly words: readonly string[];
  /** Other names of variables for its URL. */
  readonly urls?: readonly string[];
  readonly scheme: string;
  /** Parts of the names of images that are such a server. */
  readonly images: readonly string[];
  /** Images of the same server with more in it, which want the same of a compose file. */
  readonly variants?: readonly string[];
  /** `%PASSWORD%` stands for the password. */
  readonly environment: Readonly<Record<string, string>>;
  /** The variable that a person sets to choose the password; none where the server asks for none. */
  readonly password?: string;
  /** The folder that it keeps its data in. */
  readonly volume?: string;
  readonly volumeBefore?: { readonly major: number; readonly target: string };
  /** Whether it finds its data by the name of its host. */
  readonly keepsByHostname?: boolean;
  /** Whether an app may do without it: what depends on its client need not use it. */
  readonly isOptional?: boolean;
  /** Whether DATABASE_URL and its like may mean it. */
  readonly isDatabase?: boolean;
  /** Images that have what a dependency of the app needs in its database. */
  readonly extensions?: readonly { readonly image: string; readonly drivers: readonly string[] }[];
  /** The port of a page for people. */
  readonly page?: number;
  /** `CMD` and what follows. */
  readonly health: readonly string[];
}

export type ServiceName = keyof typeof data.services;

export const servicesDate = data.date;

export const SERVICE_NAMES = Object.keys(data.services) as readonly ServiceName[];

export function serviceRow(name: ServiceName): ServiceRow {
  return data.services[name];
}

/** Names of dependencies that talk to a server, by service. */
export function driversOf(language: string): Readonly<Partial<Record<ServiceName, readonly string[]>>> {
  const drivers: Readonly<Record<string, Readonly<Partial<Record<ServiceName, readonly string[]>>>>> = table.drivers;
  return drivers[language] ?? {};
}

/** The scheme that a driver wants in a URL, where the usual one would not do. */
export interface SchemeRow {
  readonly language: string;
  readonly driver: string;
  /** What has to be depended on too. */
  readonly beside?: string;
  /** What the code has to hold. */
  readonly uses?: string;
  readonly scheme: string;
}

/** Variables that a library reads by itself, whatever the code says. `driver` and `beside` are patterns. */
export interface AlwaysRead {
  readonly language: string;
  readonly driver: string;
  readonly beside?: string;
  /** Releases of Spring Boot that it holds for. */
  readonly boot?: string;
  /** What the code has to hold. */
  readonly uses?: string;
  /** Whether nothing else is needed. */
  readonly isAll?: boolean;
  readonly variables: Readonly<Record<string, ConnectionPart>>;
}

export const schemeRows: readonly SchemeRow[] = table.schemes;

export const alwaysReadRows: readonly AlwaysRead[] = table.alwaysRead as unknown as readonly AlwaysRead[];

/** Dependencies that hold a database in a file or in memory. */
export function embeddedDrivers(language: string): readonly string[] {
  return (table.embedded as Readonly<Record<string, readonly string[]>>)[language] ?? [];
}
