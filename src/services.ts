import data from '../data/services.json' with { type: 'json' };
import table from '../data/service-drivers.json' with { type: 'json' };

/** A server that an app may talk to: its image, and what that image wants. A row of data/services.json. */
export interface ServiceRow {
  readonly title: string;
  readonly image: string;
  /** The line that is taken where the repository states none. */
  readonly tag: string;
  readonly port: number;
  /** Parts of the names of images that are such a server. */
  readonly images: readonly string[];
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
