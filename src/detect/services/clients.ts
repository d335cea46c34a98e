import { driversOf, SERVICE_NAMES, type ServiceName } from '../../services.ts';
import type { Client } from './databases.ts';
import type { Running } from './dependencies.ts';
import type { Stated } from './dialects.ts';

/** Clients whose configuration alone says which database they speak to. */
const BY_CONFIGURATION = ['@prisma/client'];

/** The servers that what the app runs with can talk to, each by its first client. */
export function clientsOf(language: string, { dependencies }: Running, stated: readonly Stated[]): readonly Client[] {
  const drivers = driversOf(language);
  const configured = BY_CONFIGURATION.find((name) => Object.hasOwn(dependencies, name));
  return SERVICE_NAMES.flatMap((service): Client[] => {
    const driver = drivers[service]?.find((name) => Object.hasOwn(dependencies, name));
    const isStated = stated.some(({ dialect }) => dialect === service);
    const dependency = driver ?? (isStated ? configured : undefined);
    const source = dependency === undefined ? undefined : dependencies[dependency];
    return dependency === undefined || source === undefined ? [] : [{ service, dependency, source }];
  });
}

/** Servers that have the same clients, the usual one first: the repository's own images say which is meant. */
export function alike(service: ServiceName): readonly ServiceName[] {
  const others: Readonly<Partial<Record<ServiceName, ServiceName>>> = { mysql: 'mariadb', redis: 'valkey' };
  const other = others[service];
  return other === undefined ? [service] : [service, other];
}
