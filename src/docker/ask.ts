import { get } from 'node:http';

/** What an address answered to one GET. */
export type Answer =
  | { readonly kind: 'http'; readonly status: number; readonly seconds?: number }
  /** Something answers there, in another protocol. */
  | { readonly kind: 'other' }
  | { readonly kind: 'none'; readonly why: string };

/** The engine takes connections itself, and drops them where nobody is behind it. */
const NOBODY = 'nothing listens there';
const PATIENCE = 10_000;

/** One request on a connection of its own: an engine accepts connections before the program does, and drops them. */
export function ask(url: string, signal?: AbortSignal): Promise<Answer> {
  const begin = performance.now();
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: PATIENCE, ...(signal ? { signal } : {}) }, (response) => {
      response.resume();
      resolve({ kind: 'http', status: response.statusCode ?? 0, seconds: (performance.now() - begin) / 1000 });
      response.on('error', () => undefined);
    });
    request.on('timeout', () => request.destroy(new Error('it accepts connections and says nothing')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code?.startsWith('HPE_') === true) resolve({ kind: 'other' });
      else resolve({ kind: 'none', why: error.code === undefined ? error.message : NOBODY });
    });
  });
}
