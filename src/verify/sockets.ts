/** Where something listens. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

const LISTEN = '0A';
/** The engine's own name server in networks that a person made. */
const ENGINES_OWN = '127.0.0.11';

/**
 * Reads /proc/net/tcp and /proc/net/tcp6.
 * @see https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function readListeners(text: string): readonly Listener[] {
  const all = [...text.matchAll(/^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /gm)];
  const listeners = all
    .filter(([, , , state]) => state === LISTEN)
    .map(([, address = '', port = '']) => ({ address: addressOf(address), port: parseInt(port, 16) }))
    .filter(({ address }) => address !== ENGINES_OWN);
  return [...new Map(listeners.map((each) => [`${each.address} ${each.port}`, each])).values()];
}

export function isLoopback({ address }: Listener): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** Words of four bytes, each with its last byte first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff) return bytes.slice(12).join('.');
  if (bytes.slice(0, 15).every((byte) => byte === 0)) return bytes[15] === 1 ? '::1' : '::';
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
