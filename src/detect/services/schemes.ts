import type { Repo } from '../../repo/repo.ts';
import { schemeRows, serviceRow, type ServiceName } from '../../services.ts';
import { findInSources } from '../sources.ts';
import type { Running } from './dependencies.ts';
import { dialectOf } from './dialects.ts';

/** What brings SQLAlchemy with it. */
const SQLALCHEMY = /^(?:sqlalchemy|sqlmodel|flask-sqlalchemy|databases|alembic|advanced-alchemy)(?:\[|$)/;

/**
 * The scheme that the app expects in the URL of a server: as the repository writes it, else as its driver wants it.
 * @param forms what stands for the variable in the code and in examples.
 */
export function schemeOf(
  repo: Repo,
  language: string,
  running: Running,
  service: ServiceName,
  forms: readonly string[],
): string {
  const rows = schemeRows.filter(
    (row) =>
      row.language === language &&
      belongs(row.scheme, service) &&
      Object.hasOwn(running.dependencies, row.driver) &&
      (row.beside === undefined ||
        (row.beside === 'sqlalchemy'
          ? Object.keys(running.dependencies).some((name) => SQLALCHEMY.test(name))
          : Object.hasOwn(running.dependencies, row.beside))) &&
      (row.uses === undefined || findInSources(repo, running.files, new RegExp(row.uses)) !== undefined),
  );
  const [row] = rows;
  if (row?.scheme === 'go-mysql') return row.scheme;
  const written = forms.find((form) => belongs(form, service));
  // A URL without its driver is what the rows complete.
  const isWhole = written !== undefined && (row === undefined || /[+:]/.test(written));
  return isWhole
    ? written
        .replace(/^rediss$/, 'redis')
        .replace(/^amqps$/, 'amqp')
        .replace(/\+srv$/, '')
    : (row?.scheme ?? serviceRow(service).scheme);
}

/** Whether a scheme is one of URLs of that server. */
function belongs(scheme: string, service: ServiceName): boolean {
  const { scheme: usual } = serviceRow(service);
  const dialect = dialectOf(scheme.replace(/^go-/, ''));
  if (dialect !== undefined) return dialect === service || (service === 'mariadb' && dialect === 'mysql');
  return scheme.replace(/^rediss$/, 'redis').replace(/^amqps$/, 'amqp') === usual;
}
