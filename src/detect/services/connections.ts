import { coerce, satisfies } from 'semver';
import type { App } from '../../model/app.ts';
import type { ConnectionPart, ConnectionVariable } from '../../model/service.ts';
import type { Repo } from '../../repo/repo.ts';
import { alwaysReadRows, driversOf, type AlwaysRead } from '../../services.ts';
import { findInSources } from '../sources.ts';
import type { Client } from './databases.ts';
import type { Running } from './dependencies.ts';
import { dialectOf } from './dialects.ts';
import type { Read } from './reads.ts';
import { schemeOf } from './schemes.ts';
import { partOf } from './words.ts';

/** Variables that the code reads, and those that only settings files name. */
export interface Variables {
  readonly read: readonly Read[];
  readonly named: readonly Read[];
}

/** Parts that lead to a server; the others only add to them. */
const LEADING: readonly ConnectionPart[] = ['url', 'host', 'address'];

/**
 * The variables that lead an app to a server: those that its libraries always read, and those that its code reads. What
 * settings files name counts where the code names none, since it may read them by ways that are not known.
 * @param isDatabase whether DATABASE_URL and its like mean this server.
 * @returns an empty list where nothing leads there.
 */
export function connectionOf(
  repo: Repo,
  app: App,
  running: Running,
  client: Client,
  variables: Variables,
  isDatabase: boolean,
): readonly ConnectionVariable[] {
  const { service } = client;
  const withPart = (reads: readonly Read[]): readonly ConnectionVariable[] =>
    reads.flatMap(({ name, source }): ConnectionVariable[] => {
      const part = partOf(name, service, isDatabase);
      const forms = [...variables.named, ...variables.read]
        .filter((each) => each.name === name)
        .flatMap((each) => each.forms);
      if (part === 'dialect') {
        const word = forms.find((form) => dialectOf(form) === service);
        return word === undefined ? [] : [{ name, part, form: word, source }];
      }
      if (part === undefined) return [];
      return [
        {
          name,
          part,
          source,
          ...(part === 'url' ? { form: schemeOf(repo, app.language, running, service, forms) } : {}),
        },
      ];
    });
  const leads = (list: readonly ConnectionVariable[]): boolean => list.some(({ part }) => LEADING.includes(part));
  const always = alwaysRead(repo, app, running, client);
  if (always.some((row) => row.isAll === true))
    return variablesOf(always, client, schemeOf(repo, app.language, running, service, []));
  const read = withPart(variables.read);
  const named = leads(read) ? [] : withPart(variables.named);
  const own = leads([...read, ...named]) ? distinct([...read, ...named]) : [];
  return distinct([...variablesOf(always, client, schemeOf(repo, app.language, running, service, [])), ...own]);
}

/** What libraries read by themselves, of those that talk to the server. */
function alwaysRead(repo: Repo, app: App, running: Running, { service, dependency }: Client): readonly AlwaysRead[] {
  const all = Object.keys(running.dependencies);
  const own = [dependency, ...(driversOf(app.language)[service] ?? []).filter((name) => all.includes(name))];
  const boot = coerce(app.language === 'java' ? app.java.layers?.value : undefined)?.version ?? '3.5.0';
  return alwaysReadRows.filter(
    (row) =>
      row.language === app.language &&
      own.some((name) => new RegExp(row.driver).test(name)) &&
      (row.beside === undefined || all.some((name) => new RegExp(row.beside ?? '').test(name))) &&
      (row.boot === undefined || satisfies(boot, row.boot)) &&
      (row.uses === undefined || findInSources(repo, running.files, new RegExp(row.uses)) !== undefined),
  );
}

function variablesOf(rows: readonly AlwaysRead[], { source }: Client, scheme: string): readonly ConnectionVariable[] {
  return rows.flatMap(({ variables }) =>
    Object.entries(variables).map(([name, part]) => ({
      name,
      part,
      source,
      ...(part === 'url' ? { form: scheme } : {}),
    })),
  );
}

function distinct(variables: readonly ConnectionVariable[]): readonly ConnectionVariable[] {
  return variables.filter(({ name }, index) => variables.findIndex((each) => each.name === name) === index);
}
