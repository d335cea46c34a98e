import type { ServiceNeed } from '../../model/compose.ts';
import type { EnvPair } from '../../model/plan.ts';
import type { ConnectionPart, ConnectionVariable, OwnSecret, ServiceUse } from '../../model/service.ts';
import { serviceRow, type ServiceName } from '../../services.ts';
import { passwordOf } from './backing.ts';

/** The user and the database that each server is made with. */
const APP = 'app';
/** Long enough for what asks for a length, and says what it is. */
const OWN_SECRET = 'development-only-secret-not-for-production';

/** A service with the values of the variables that lead to it; `%HOST%` stands for its name, which only the whole file knows. */
export function needOf({ service, image, variables }: ServiceUse, language: string): ServiceNeed {
  const isSplit = variables.some(({ part }) => part === 'user');
  return {
    service,
    image: image.value,
    connections: variables.map((variable) => ({
      name: variable.name,
      value: valueOf(variable, service, language, isSplit),
    })),
  };
}

/** A value for each secret of the app's own, where the person who starts it gives none. */
export function secretDefaults(secrets: readonly OwnSecret[]): readonly EnvPair[] {
  return secrets.map(({ name, value = OWN_SECRET }) => ({ name, value: `\${${name}:-${value}}` }));
}

function valueOf(
  { name, part, form }: ConnectionVariable,
  service: ServiceName,
  language: string,
  isSplit: boolean,
): string {
  const row = serviceRow(service);
  const values: Readonly<Record<ConnectionPart, string>> = {
    url: urlOf(service, form ?? row.scheme, language, isSplit),
    host: '%HOST%',
    port: String(row.port),
    address: `%HOST%:${row.port}`,
    // A server without passwords refuses whoever gives one; the mail catcher takes any.
    user: row.password === undefined && row.isOptional !== true ? '' : APP,
    password: row.isOptional === true ? APP : passwordOf(row),
    database: row.isDatabase === true ? APP : '0',
    // Servers that are reached inside the file's own network have no certificate.
    encryption: name.endsWith('MODE') ? 'disable' : 'false',
    dialect: form ?? service,
  };
  return values[part];
}

/** The URL of a server as drivers read it: the scheme decides its form. */
function urlOf(service: ServiceName, scheme: string, language: string, isSplit: boolean): string {
  const row = serviceRow(service);
  const password = passwordOf(row);
  const place = `%HOST%:${row.port}`;
  const database = row.isDatabase === true ? `/${APP}` : '';
  if (scheme === 'go-mysql') return `${APP}:${password}@tcp(${place})${database}?parseTime=true`;
  if (scheme.startsWith('jdbc:'))
    return `${scheme}://${place}${database}${isSplit ? '' : `?user=${APP}&password=${password}`}`;
  const login = password === '' ? '' : `${APP}:${password}@`;
  // lib/pq and pgdriver ask for TLS where nothing else is said; MongoDB keeps its first user in a database of its own.
  const options =
    service === 'mongo' ? '?authSource=admin' : service === 'postgres' && language === 'go' ? '?sslmode=disable' : '';
  return `${scheme}://${login}${place}${database}${options}`;
}
