import { Redis } from 'ioredis';
import pg from 'pg';

const database = new pg.Pool({
  host: process.env.DB_HOST,
  port: Number(process.env.DB_PORT ?? 5432),
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  database: process.env.DB_NAME,
});
const cache = new Redis(process.env.REDIS_URL);

export async function prepare() {
  await database.query('CREATE TABLE IF NOT EXISTS visits (at timestamptz NOT NULL DEFAULT now())');
}

/** Counts a visit in the database, and how often the cache was asked. */
export async function visit() {
  await database.query('INSERT INTO visits DEFAULT VALUES');
  const { rows } = await database.query('SELECT count(*)::int AS visits FROM visits');
  return { ...rows[0], asked: await cache.incr('asked') };
}

export async function close() {
  await database.end();
  cache.disconnect();
}
