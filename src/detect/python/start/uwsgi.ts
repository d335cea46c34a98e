import { fact, inFile } from '../../../model/fact.ts';
import { lineAt } from '../../../parse/lines.ts';
import { within } from '../../../repo/repo.ts';
import type { Start, StartContext } from './model.ts';

const ADDRESS = /^[ \t]*http(?:-socket|s)?[ \t]*=[ \t]*[\w.*[\]:]*:(?:(\d{2,5})\b|\$\(PORT\))/m;

/**
 * A start of uWSGI with what the configuration that it names says of its port.
 * @see https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html#placeholders
 */
export function configured({ repo, root }: StartContext, start: Start): Start {
  const words = start.command.value.flatMap((word) => word.split(/[\s=]+/));
  const named = words.find((word) => word.endsWith('.ini'));
  const file = words.includes('uwsgi') && named !== undefined ? within(root, named) : undefined;
  const text = file === undefined ? undefined : repo.read(file);
  const found = text === undefined ? null : ADDRESS.exec(text);
  if (file === undefined || text === undefined || found === null) return start;
  const port = found[1];
  return port === undefined
    ? { ...start, readsPort: true }
    : { ...start, port: fact(Number(port), `${file} says it`, inFile(file, lineAt(text, found.index))) };
}
