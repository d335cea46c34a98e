import type { ConnectionPart } from '../../model/service.ts';
import { SERVICE_NAMES, serviceRow, type ServiceName } from '../../services.ts';

/** How the parts of an address are called, behind the word for the server: `_URL`, `_HOST`, `_HOST_PASSWORD`. */
const PARTS: readonly (readonly [part: ConnectionPart, words: string])[] = [
  ['url', '(?:CONNECTION_)?(?:URL|URI|DSN)|CONN(?:ECTION)?_?STR(?:ING)?|CONNECTION'],
  ['user', '(?:HOST_)?(?:USER(?:_?NAME)?|LOGIN)'],
  ['password', '(?:HOST_)?(?:PASSWORD|PASSWD|PASS|PWD)'],
  ['database', 'DB(?:_?NAME)?|DATABASE(?:_?NAME)?|NAME'],
  ['address', 'ADDR|HOST_?PORT|ENDPOINT'],
  ['host', 'HOST(?:_?NAME)?|SERVER|HOSTS'],
  ['port', 'PORT'],
  ['encryption', '(?:USE_)?(?:TLS|SSL|STARTTLS)|SSL_?MODE|SECURE'],
  ['dialect', 'DIALECT|CLIENT|TYPE|DRIVER|ENGINE|VENDOR|PROVIDER'],
];

/** Variables that are for other runs of the app than its own, or for a browser. */
const NOT_THIS_RUN =
  /(?:^|_)(?:TEST|TESTING|E2E|SHADOW|ROOT|ADMIN)(?:_|$)|^(?:NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|NUXT_PUBLIC)_/;

/** Words that stand for whatever database an app has. */
const DATABASE_WORDS = ['DATABASE', 'DB', 'SQL', 'JDBC', 'DATASOURCE'];

type Pattern = readonly [part: ConnectionPart, name: RegExp];

const named = (words: readonly string[], parts: string): RegExp =>
  new RegExp(`^(?:[A-Z0-9]+_)*(?:${words.join('|')})_?(?:${parts})$`);

/** Any part of any server: one look at it settles most names. */
const ANY = named(
  [...SERVICE_NAMES.flatMap((service) => serviceRow(service).words), ...DATABASE_WORDS],
  PARTS.map(([, names]) => names).join('|'),
);

const known = new Map<string, readonly Pattern[]>();

function patternsFor(service: ServiceName, isDatabase: boolean): readonly Pattern[] {
  const key = `${service} ${isDatabase}`;
  const words = [...serviceRow(service).words, ...(isDatabase ? DATABASE_WORDS : [])];
  const patterns = known.get(key) ?? PARTS.map(([part, names]): Pattern => [part, named(words, names)]);
  known.set(key, patterns);
  return patterns;
}

/**
 * What a variable says of a server, going by its name.
 * @param isDatabase whether DATABASE_URL and its like mean this server.
 */
export function partOf(name: string, service: ServiceName, isDatabase: boolean): ConnectionPart | undefined {
  if (NOT_THIS_RUN.test(name)) return undefined;
  if (serviceRow(service).urls?.includes(name) === true) return 'url';
  return ANY.test(name) ? patternsFor(service, isDatabase).find(([, pattern]) => pattern.test(name))?.[0] : undefined;
}

/** A key that an app signs or encrypts with: a value of its own choosing, which no other party has to know. */
const OWN_SECRET =
  /^(?:(?:APP|DJANGO|FLASK|NEXT|NEXTAUTH|SERVER|API|AUTH|BETTER|JWT|SESSION|COOKIE|CSRF|TOKEN|ACCESS|REFRESH|ADMIN|IRON|EXPRESS|PAYLOAD)_)*(?:SECRET(?:_KEY)?(?:_BASE)?|SALT|JWT_KEY|SIGNING_KEY)$/;

export function isOwnSecret(name: string): boolean {
  return OWN_SECRET.test(name);
}
