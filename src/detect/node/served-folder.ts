import { within, type Repo } from '../../repo/repo.ts';
import { folderOf } from './dev-servers.ts';
import { readManifest } from './manifest.ts';
import { flatten, runOf } from './scripts.ts';
import { scriptsOf } from './start.ts';

/** The folder of pages that a package without a build serves by `serve`, `live-server` and the like; undefined for any other. */
export function servedFolder(repo: Repo, dir: string): string | undefined {
  const manifest = readManifest(repo, dir);
  if (manifest === undefined || manifest.scripts['build'] !== undefined) return undefined;
  const name = ['start', 'serve', 'dev'].find((script) => manifest.scripts[script] !== undefined);
  if (name === undefined) return undefined;
  const { commands, needsShell } = flatten(scriptsOf(repo, manifest), runOf(manifest.scripts, name));
  const [only, ...others] = commands;
  const folder = only === undefined || others.length > 0 || needsShell ? undefined : folderOf(only.words);
  return folder === undefined ? undefined : within('', folder);
}
