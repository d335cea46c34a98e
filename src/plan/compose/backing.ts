import type { BackingService, ServiceNeed } from '../../model/compose.ts';
import { serviceRow, type ServiceRow } from '../../services.ts';

/** The password of a person's own machine. */
const PASSWORD = 'development';

/** The server of a need, under the name that it has in the file. */
export function backingService({ service, image }: ServiceNeed, name: string): BackingService {
  const row = serviceRow(service);
  const target = volumeOf(row, image);
  return {
    kind: 'backing',
    service,
    name,
    image,
    ...(row.keepsByHostname ? { hostname: name } : {}),
    environment: Object.entries(row.environment).map(([variable, value]) => ({
      name: variable,
      value: value.replace('%PASSWORD%', passwordOf(row)),
    })),
    volumes: target === undefined ? [] : [{ name: `${name}-data`, target }],
    ...(row.page === undefined ? {} : { page: row.page }),
    health: row.health,
  };
}

/** What the server and those who connect to it take the password from. */
export function passwordOf({ password }: ServiceRow): string {
  return password === undefined ? '' : `\${${password}:-${PASSWORD}}`;
}

/** The folder of the data, which may have moved with a version; a tag names it as `16`, `pg16` or `16-alpine`. */
function volumeOf({ volume, volumeBefore }: ServiceRow, image: string): string | undefined {
  const major = Number(/:(?:[a-z.-]*pg|v)?(\d+)/.exec(image)?.[1] ?? Infinity);
  return volumeBefore !== undefined && major < volumeBefore.major ? volumeBefore.target : volume;
}
