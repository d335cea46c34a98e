import { problem, type Problem } from '../../model/problem.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';
import type { Start } from './start.ts';

/** Files that name the variables of the one that is not tracked. */
const TEMPLATES = ['.example', '.sample', '.template', '.dist', '.defaults'];
const MOST_NAMES = 12;

/** What an image of the start command would lack: its file, its files of variables, a development dependency. */
export function startProblems(
  repo: Repo,
  manifest: PackageManifest,
  start: Start,
  hasBuild: boolean,
): readonly Problem[] {
  const [source] = start.command.sources;
  const line = source?.kind === 'file' ? source.line : undefined;
  const file = source?.kind === 'file' ? source.file : manifest.file;
  const where = { file, ...(line === undefined ? {} : { line }) };
  const { file: started, developmentTool: tool } = start;
  // What runs before the start may write the file.
  const isMissing = !start.needsShell && started?.isSure === true && started.tracked === undefined && !hasBuild;
  return [
    ...(isMissing ? [problem('start-not-found', { file: join(manifest.dir, started.path) }, where)] : []),
    ...[...new Set(start.envFiles)].map((each) =>
      problem('env-file-not-shipped', { file: each, names: variablesOf(repo, manifest.dir, each) }, where),
    ),
    ...(tool === undefined ? [] : [problem('start-needs-development', { tool }, where)]),
  ];
}

/** The names of the variables in a file that is not tracked, as the example beside it lists them. */
function variablesOf(repo: Repo, dir: string, file: string): string {
  const candidates = [
    file,
    ...TEMPLATES.map((ending) => `${file}${ending}`),
    'example.env',
    '.example.env',
    ...TEMPLATES.map((ending) => `.env${ending}`),
  ];
  const text =
    candidates.map((name) => repo.read(join(dir, name.replace(/^\.\//, '')))).find((each) => each !== undefined) ?? '';
  const names = [...text.matchAll(/^(?:export )?([A-Za-z_]\w*)\s*=/gm)].map(([, name = '']) => name);
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length === 0
    ? 'its variables'
    : names.length > MOST_NAMES
      ? `${shown} and ${names.length - MOST_NAMES} more`
      : shown;
}
