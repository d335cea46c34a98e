import type { Source } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import type { Rejected } from '../../model/fact.ts';
import { SERVICE_NAMES, serviceRow, type ServiceName } from '../../services.ts';
import { dialectOf, type Stated } from './dialects.ts';

const SQL: readonly ServiceName[] = ['postgres', 'mysql', 'mariadb'];

/** A server that the app has a client for. */
export interface Client {
  readonly service: ServiceName;
  readonly dependency: string;
  readonly source: Source;
}

/** What is known of the database beside the clients. */
export interface Evidence {
  readonly stated: readonly Stated[];
  /** Words that stand for the variable that chooses a database (`DB_CLIENT`), the decisive one first. */
  readonly chosen: readonly string[];
  /** Whether a variable tells the app where a database is. */
  readonly isTold: boolean;
  /** A library that holds a database in a file, among what runs. */
  readonly embedded?: Source;
}

export interface Databases {
  readonly clients: readonly Client[];
  /** What speaks for a database in a file, where a server was taken all the same. */
  readonly rejected: readonly Rejected<string>[];
  readonly problems: readonly Problem[];
}

/**
 * Of the SQL servers that an app has clients for, the one that it is meant to be run with. None where what is stated is a
 * database in a file; and none where several would do and nothing says which: that is a person's to say.
 */
export function chooseDatabases(clients: readonly Client[], evidence: Evidence): Databases {
  const others = clients.filter(({ service }) => !SQL.includes(service));
  const sql = clients.filter(({ service }) => SQL.includes(service));
  const only = (kept: readonly Client[], problems: readonly Problem[] = []): Databases => ({
    clients: [...kept, ...others].sort((a, b) => SERVICE_NAMES.indexOf(a.service) - SERVICE_NAMES.indexOf(b.service)),
    rejected: [],
    problems,
  });
  if (sql.length === 0) return only([]);
  const chosen = evidence.chosen.map(dialectOf).find((dialect) => dialect !== undefined);
  if (chosen !== undefined) return only(sql.filter(({ service }) => service === chosen));
  const named = sql.filter(({ service }) => evidence.stated.some(({ dialect }) => dialect === service));
  const inFile = evidence.stated.find(({ dialect }) => dialect === 'embedded');
  if (named.length === 0 && inFile !== undefined && !evidence.isTold) return only([]);
  if (named.length === 0 && evidence.embedded !== undefined && !evidence.isTold) return only([]);
  const [first, second] = named.length > 0 ? named : sql;
  if (first !== undefined && second !== undefined) {
    const titles = [first, second].map(({ service }) => serviceRow(service).title).join(', ');
    return only([], [problem('several-databases', { names: titles })]);
  }
  const rejected =
    inFile === undefined
      ? []
      : [
          {
            value: 'a database in a file',
            source: inFile.source,
            why: `it holds where no variable is given, and ${first?.dependency ?? ''} is among what production installs`,
          },
        ];
  return { ...only(first ? [first] : []), rejected };
}
