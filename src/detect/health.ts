import type { Process } from '../model/app.ts';
import { fact } from '../model/fact.ts';
import type { Hit } from './sources.ts';

/** The route that a health check asks: one that the code names, else `/` where it is served, else `/` as a guess. */
export function healthOf(route: Hit | undefined, root: Hit | undefined): NonNullable<Process['health']> {
  if (route) return fact({ path: route.match[1] ?? '/', known: true }, 'the code serves this route', route.source);
  if (root) return fact({ path: '/', known: true }, 'the code serves /', root.source);
  return fact({ path: '/', known: false }, 'no route is known: any answer below 500 counts', {
    kind: 'absent',
    lookedFor: ['/health', '/healthz', '/ping', '/'],
  });
}
