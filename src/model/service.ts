import type { ServiceName } from '../services.ts';
import type { Fact, Source } from './fact.ts';

/** What a variable says of a server: `address` is host and port, `url` all of it. */
export type ConnectionPart =
  'url' | 'host' | 'port' | 'address' | 'user' | 'password' | 'database' | 'encryption' | 'dialect';

/** A variable by which an app is told where a server is. */
export interface ConnectionVariable {
  readonly name: string;
  readonly part: ConnectionPart;
  /** The scheme of its URL, or the word of a dialect. */
  readonly form?: string;
  readonly source: Source;
}

/** A server that the app talks to when it runs. */
export interface ServiceUse {
  readonly service: ServiceName;
  /** `postgres:18` */
  readonly image: Fact<string>;
  /** Never empty: a server that the app cannot be led to is a problem, not a service. */
  readonly variables: readonly ConnectionVariable[];
}

/** A secret of the app's own (a key that it signs with), which it cannot start without. */
export interface OwnSecret {
  readonly name: string;
  /** What it is on a person's own machine, where that is no secret. */
  readonly value?: string;
  readonly source: Source;
}
