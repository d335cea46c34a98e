import { join } from 'node:path';
import sources from '../generated/sources.json' with { type: 'json' };
import type { Preset } from '../model/preset.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { refuse } from './refuse.ts';
import type { Terminal } from '../ui/terminal.ts';
import { compareFiles, conflictsOf } from '../write/compare.ts';
import { commit } from '../write/commit.ts';
import { readExisting } from '../write/existing.ts';
import { PRESETS_FOLDER } from './library.ts';
import { nearest } from './nearest.ts';
import { openPlace } from './place.ts';
import type { Request } from './request.ts';

const texts: Readonly<Record<'presets' | 'stages', Readonly<Record<string, string>>>> = sources;

/**
 * The command `presets`: lists them, prints one, or writes one and its stage templates into the repository.
 * @returns the exit code.
 */
export async function presets(request: Request, terminal: Terminal): Promise<number> {
  const place = await openPlace('.', request.given.presetsFrom, terminal);
  if (isProblem(place)) return refuse([place], terminal);
  const { library, problems } = place.opened;
  if (problems.length > 0) return refuse(problems, terminal);
  if (request.action === 'list') {
    list(library.presets, request.json, terminal);
    return 0;
  }
  const preset = library.presets.find(({ id }) => id === request.id);
  if (preset === undefined) return refuse([unknown(request.id, library.presets)], terminal);
  if (request.action === 'show') {
    terminal.print(textOf(preset).trimEnd());
    return 0;
  }
  return eject(place.root, preset, request.force, terminal);
}

function list(all: readonly Preset[], json: boolean, terminal: Terminal): void {
  if (json) {
    terminal.print(
      JSON.stringify(
        all.map(({ id, title, language, bases }) => ({ id, title, language, bases })),
        null,
        2,
      ),
    );
    return;
  }
  const width = Math.max(...all.map(({ id }) => id.length));
  for (const { id, title, bases } of [...all].sort((a, b) => (a.id < b.id ? -1 : 1)))
    terminal.print(`${id.padEnd(width)}  ${title} (${bases.join(', ')})`);
}

function unknown(id: string, all: readonly Preset[]): Problem {
  const near = nearest(
    id,
    all.map((preset) => preset.id),
  );
  return problem('unknown-preset', {
    id: id === '' ? 'without a name' : id,
    advice: near === undefined || id === '' ? 'presets list names them.' : `Did you mean ${near}?`,
  });
}

/** As it was written; a person's own, which is read before, as data. */
function textOf(preset: Preset): string {
  return texts.presets[preset.id] ?? JSON.stringify(preset, null, 2);
}

function eject(root: string, preset: Preset, force: boolean, terminal: Terminal): number {
  const kinds = preset.stages.map(({ kind }) => kind).filter((kind) => kind in texts.stages);
  const files = [
    { path: join(PRESETS_FOLDER, 'presets', `${preset.id}.yaml`), text: textOf(preset) },
    ...[...new Set(kinds)].map((kind) => ({
      path: join(PRESETS_FOLDER, 'stages', `${kind}.hbs`),
      text: texts.stages[kind] ?? '',
    })),
  ].map(({ path, text }) => ({ path: path.replaceAll('\\', '/'), text }));
  const onDisk = readExisting(
    root,
    files.map(({ path }) => path),
  );
  if (isProblem(onDisk)) return refuse([onDisk], terminal);
  const changes = compareFiles(files, { onDisk, lastWritten: new Map(), keepMine: false });
  const conflicts = conflictsOf(changes);
  if (conflicts.length > 0 && !force) return refuse(conflicts, terminal);
  const refused = commit(root, changes);
  if (refused) return refuse([refused], terminal);
  for (const { path } of files) terminal.say(path);
  return 0;
}
