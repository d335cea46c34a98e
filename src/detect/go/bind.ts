import type { Setting } from './settings.ts';

/** What has to be set so that the program is reached from outside its container. */
export interface Binding {
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The port of an address that is set. */
  readonly port?: { readonly value: number; readonly setting: Setting };
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d{2,5}))?$/;
/** Names that speak of the server's own address, not of a database's. */
const OWN =
  /^(?:(?:server|http|https?|web|app|api|listen|bind|default|main)[._-]?)*(?:addr|address|host|http|listen|bind|interface|ip)(?:[._-]?(?:addr|address|host))?$/i;

/** Every setting of the server's own address that is loopback by default is told to listen everywhere. */
export function bindingOf(settings: readonly Setting[]): Binding {
  const own = settings.filter(({ name, value }) => OWN.test(name) && LOOPBACK.test(value));
  const [first] = own.filter(({ value }) => LOOPBACK.exec(value)?.[1] !== undefined);
  const everywhere = (value: string): string => value.replace(/^(127\.0\.0\.1|localhost|\[::1\])/, '0.0.0.0');
  return {
    arguments: own.filter(({ by }) => by === 'flag').map(({ name, value }) => `--${name}=${everywhere(value)}`),
    env: Object.fromEntries(own.filter(({ by }) => by === 'env').map(({ name, value }) => [name, everywhere(value)])),
    ...(first ? { port: { value: Number(LOOPBACK.exec(first.value)?.[1]), setting: first } } : {}),
  };
}
