import { problem, type Problem } from '../../model/problem.ts';
import { join } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';
import type { Start } from './start.ts';

/** What an image of the start command would lack: its file, its files of variables, a development dependency. */
export function startProblems(manifest: PackageManifest, start: Start, hasBuild: boolean): readonly Problem[] {
  const [source] = start.command.sources;
  const line = source?.kind === 'file' ? source.line : undefined;
  const where = { file: manifest.file, ...(line === undefined ? {} : { line }) };
  const { file, developmentTool: tool } = start;
  // What runs before the start may write the file.
  const isMissing = !start.needsShell && file?.isSure === true && file.tracked === undefined && !hasBuild;
  return [
    ...(isMissing ? [problem('start-not-found', { file: join(manifest.dir, file.path) }, where)] : []),
    ...[...new Set(start.envFiles)].map((each) => problem('env-file-not-shipped', { file: each }, where)),
    ...(tool === undefined ? [] : [problem('start-needs-development', { tool }, where)]),
  ];
}
