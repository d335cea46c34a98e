import { inFile, type Source } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import type { Repo } from '../../repo/repo.ts';
import type { ServiceName } from '../../services.ts';

/** A kind of database: one that is served, or one in a file or in memory. */
export type Dialect = ServiceName | 'embedded' | 'other';

/** A place in the code or its configuration that says which database is spoken to. */
export interface Stated {
  readonly dialect: Dialect;
  readonly source: Source;
}

/** Words for databases, as ORMs, settings and the schemes of URLs have them. */
const WORDS: readonly (readonly [RegExp, Dialect])[] = [
  [/^(?:postgres(?:ql)?|pg|pgsql|postgis|postgresql_psycopg2|pgx)$/, 'postgres'],
  [/^mariadb$/, 'mariadb'],
  [/^mysql2?$/, 'mysql'],
  [/^mongo(?:db)?$/, 'mongo'],
  [/^(?:(?:better-)?sqlite3?|libsql|turso|h2|hsqldb|derby|file|spatialite|duckdb)$/, 'embedded'],
  [/^(?:mssql|sqlserver|oracle|oracledb|cockroachdb?|db2|snowflake)$/, 'other'],
];

export function dialectOf(word: string): Dialect | undefined {
  const plain = word
    .toLowerCase()
    .replace(/^jdbc:/, '')
    .replace(/\+.*$/, '');
  return WORDS.find(([pattern]) => pattern.test(plain))?.[1];
}

/** How a dialect is stated: each pattern's group is its word. */
const STATEMENTS = [
  // Prisma, Drizzle, TypeORM, Sequelize, Knex, MikroORM
  /^\s*provider\s*=\s*"(\w+)"/gm,
  /\b(?:dialect|type|client|driver|provider)['"]?\s*:\s*['"`]([\w-]+)['"`]/g,
  /\bfrom\s+['"`](?:drizzle-orm\/|@mikro-orm\/)(?:node-)?(\w[\w-]*?)(?:-js|-serverless)?['"`]/g,
  // Django
  /django\.(?:contrib\.gis\.)?db\.backends\.(\w+)/g,
  // URLs that stand in settings: Spring, Alembic, SQLAlchemy
  /\bjdbc:(\w+):/g,
  /\bcreate_(?:async_)?engine\(\s*f?['"](\w+)/g,
];

/** The databases that configuration states, each with its first place. */
export function statedDialects(repo: Repo, files: readonly string[]): readonly Stated[] {
  const found = new Map<Dialect, Source>();
  for (const file of files) {
    const text = repo.read(file) ?? '';
    for (const pattern of STATEMENTS)
      for (const { 1: word = '', index } of text.matchAll(pattern)) {
        const dialect = dialectOf(word);
        if (dialect !== undefined && !found.has(dialect)) found.set(dialect, inFile(file, lineAt(text, index)));
      }
  }
  return [...found].map(([dialect, source]) => ({ dialect, source }));
}
