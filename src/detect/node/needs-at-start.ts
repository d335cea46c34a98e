import type { Source } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import type { Repo } from '../../repo/repo.ts';
import { findInSources } from '../sources.ts';
import { appliesMigrations } from './database-tools.ts';
import type { PackageManifest } from './manifest.ts';
import { runVariables } from './run-variables.ts';
import { flatten, runOf, shellText } from './scripts.ts';
import { scriptsOf, type Start } from './start.ts';

/** Code that brings its database up to date by itself. */
const MIGRATES =
  /\.migrate\.latest\(|\b(?:run_?)?migrat(?:e|ions?)(?:Run|Up)?\w*\(|\bmigrationsRun\b|\bumzug\b|\.sync\(/i;

/**
 * What a program has to be given before it starts: variables that its code demands, tables of its database.
 * @param files the sources of the app.
 */
export function needsAtStart(
  repo: Repo,
  manifest: PackageManifest,
  start: Start,
  files: readonly string[],
): readonly Problem[] {
  const variables = runVariables(repo, files);
  const names = variables?.names.join(', ') ?? '';
  return [
    ...(variables === undefined ? [] : [problem('run-needs-values', { names }, whereOf(variables.source))]),
    ...migrationApart(repo, manifest, start, files),
  ];
}

/** A script that brings the database up to date by a tool which the image has, where nothing runs it at the start. */
function migrationApart(
  repo: Repo,
  manifest: PackageManifest,
  { command, needsShell }: Start,
  files: readonly string[],
): readonly Problem[] {
  const words = command.value;
  const started = needsShell ? (words[2] ?? '') : shellText({ env: {}, words });
  // What a shell script runs is not read.
  if (started === '' || (needsShell && words[1] !== '-c') || findInSources(repo, files, MIGRATES)) return [];
  const found = Object.keys(manifest.scripts).flatMap((script) => {
    const [only, ...others] = flatten(scriptsOf(repo, manifest), runOf(manifest.scripts, script)).commands;
    const isIt = only !== undefined && others.length === 0 && appliesMigrations(only);
    return isIt && isShipped(manifest, only.words) ? [{ script, command: shellText(only) }] : [];
  });
  const [first] = found;
  if (first === undefined || found.some((each) => started.includes(each.command))) return [];
  const values = { ...first, start: `${first.command} && ${started}` };
  return [problem('migration-apart', values, whereOf(manifest.at('scripts', first.script)))];
}

function isShipped({ dependencies }: PackageManifest, [program = '']: readonly string[]): boolean {
  return Object.hasOwn(dependencies, program) || Object.hasOwn(dependencies, `${program}-cli`);
}

function whereOf(source: Source): { readonly file: string; readonly line?: number } | undefined {
  if (source.kind !== 'file') return undefined;
  return { file: source.file, ...(source.line === undefined ? {} : { line: source.line }) };
}
