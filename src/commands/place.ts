import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isProblem, type Problem, problem } from '../model/problem.ts';
import { defaultOptions, type Options } from '../plan/options.ts';
import { findContextRoot } from '../repo/context.ts';
import { openRepo } from '../repo/open.ts';
import { join, type Repo } from '../repo/repo.ts';
import type { Terminal } from '../ui/terminal.ts';
import { readExisting } from '../write/existing.ts';
import { pathFromRoot } from './bundle.ts';
import { CONFIG_FILE, joinConfigs, NO_CONFIG, readConfig, without, type Config } from './config.ts';
import type { Import } from './import.ts';
import { openLibrary, type OpenedLibrary } from './library.ts';
import type { Request } from './request.ts';

/** The directory that a person named, opened. */
export interface Place {
  readonly root: string;
  /** The app's folder below the root. */
  readonly dir: string;
  readonly repo: Repo;
  readonly config: Config;
  /** The configuration further out, where the folder is not the root. */
  readonly outer: Config;
  readonly opened: OpenedLibrary;
  /** Reads an old Dockerfile; loaded only where one is to be read. */
  readonly importInto?: (place: Place, options: Options) => Import | Problem | undefined;
}

/** Finds and opens the repository of a directory, and says how far it is. */
export async function openPlace(
  path: string,
  presetsFrom: string | undefined,
  terminal: Pick<Terminal, 'progress'>,
): Promise<Place | Problem> {
  try {
    const start = realpathSync(resolve(path));
    if (!statSync(start).isDirectory()) return problem('not-a-directory', { path });
    const { root, dir } = findContextRoot(start);
    const outer = configOf(root, '');
    return {
      root,
      dir,
      repo: openRepo(root, (files) => {
        terminal.progress(`Reading the repository: ${files} files`);
      }),
      config: joinConfigs(outer, dir === '' ? NO_CONFIG : configOf(root, dir)),
      outer: dir === '' ? NO_CONFIG : outer,
      opened: await openLibrary(root, presetsFrom),
    };
  } catch {
    return problem('not-a-directory', { path });
  }
}

export function configOf(root: string, folder: string): Config {
  const path = join(folder, CONFIG_FILE);
  const texts = readExisting(root, [path]);
  if (isProblem(texts)) return { ...NO_CONFIG, problems: [texts] };
  const text = texts.get(path);
  return text === undefined ? NO_CONFIG : readConfig(text.replace(/^\uFEFF/, ''), path);
}

/** What holds for a run: what stands in the settings file, and what the command line says instead. */
export function optionsOf(
  { root, config }: Pick<Place, 'root' | 'config'>,
  { given, undone }: Pick<Request, 'given' | 'undone'>,
): Options {
  const { ca } = given;
  return {
    ...defaultOptions,
    ...without(config.options, undone),
    ...given,
    ...(ca === undefined ? {} : { ca: pathFromRoot(root, ca) }),
  };
}
