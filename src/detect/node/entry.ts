import { fact, inFile, type Source } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { compiledFile } from './compiled.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten, runOf } from './scripts.ts';
import { productionStart, scriptedStart, scriptsOf, servesPages, startOfLine, type Start } from './start.ts';
import { resolveFile, startedFile } from './started-file.ts';

/** Files that start an app by convention, in the order in which they are looked for. */
const ENTRY_FILES = [
  'server.js',
  'index.js',
  'app.js',
  'main.js',
  'src/index.js',
  'src/server.js',
  'src/app.js',
  'server.mjs',
  'index.mjs',
  'server.cjs',
  'index.cjs',
];
const BUN_ENTRY_FILES = ['index.ts', 'src/index.ts', 'server.ts', 'main.ts', 'index.tsx', ...ENTRY_FILES];
const SOURCES = ['index', 'server', 'main', 'app'].flatMap((name) => [
  `src/${name}.ts`,
  `${name}.ts`,
  `src/${name}.mts`,
]);

/** The start script read through to its process; without one, the Procfile's web line, a script for production, what `main` names, a file by convention. */
export function findStart(repo: Repo, manifest: PackageManifest, isBun: boolean): Start | undefined {
  if (manifest.scripts['start'] !== undefined) return scriptedStart(repo, manifest);
  const stated = procfileStart(repo, manifest) ?? productionStart(repo, manifest);
  if (stated) return stated;
  if (servesPages(repo, manifest)) return undefined;
  for (const key of isBun ? ['module', 'main'] : ['main']) {
    const entry = asString(at(manifest.raw, key));
    const file = entry && resolveFile(repo, manifest.dir, entry);
    if (file !== undefined && file !== '')
      return started(file, isBun, `there is no start script; ${key} names ${file}`, manifest.at(key));
  }
  const found = (isBun ? BUN_ENTRY_FILES : ENTRY_FILES).find((file) => repo.has(join(manifest.dir, file)));
  if (found === undefined) return undefined;
  reportMain(repo, manifest, found);
  return started(found, isBun, `there is no start script; ${found} is there`, inFile(join(manifest.dir, found)));
}

/**
 * What a build makes for a package that serves something and that no script starts: what `main`, `exports` or its
 * only program names, else what becomes of a source by convention.
 */
export function builtEntry(repo: Repo, manifest: PackageManifest): Start | undefined {
  if (manifest.scripts['build'] !== undefined) {
    for (const { value, keys } of namedEntries(manifest)) {
      const path = within('', value);
      if (path === undefined || path === '') continue;
      const words = ['node', path, ...developmentArguments(repo, manifest, path)];
      const because = `there is no start script; ${keys.join('.')} names ${path}, which the build makes`;
      if (!repo.has(join(manifest.dir, path)))
        return {
          ...started(path, false, because, manifest.at(...keys)),
          command: fact(words, because, manifest.at(...keys)),
          file: { path, isSure: true },
        };
    }
  }
  const source = SOURCES.find((file) => repo.has(join(manifest.dir, file)));
  if (source === undefined) return undefined;
  const compiled = compiledFile({ repo, manifest, scripts: scriptsOf(repo, manifest) }, source);
  const because = `there is no start script; ${source} is there`;
  const where = inFile(join(manifest.dir, source));
  if (compiled !== undefined)
    return {
      ...started(compiled, false, `${because}, and the build makes ${compiled} of it`, where),
      file: { path: compiled, isSure: true },
    };
  const runner = ['tsx', 'ts-node'].find((name) =>
    Object.hasOwn({ ...manifest.dependencies, ...manifest.devDependencies }, name),
  );
  const words = [runner ?? 'node', source];
  return {
    ...started(source, false, because, where),
    command: fact(words, because, where),
    ...(runner !== undefined && !Object.hasOwn(manifest.dependencies, runner) ? { developmentTool: runner } : {}),
  };
}

/** The program of a package that nothing can import: its `bin`, as it stands or as the build makes it. */
export function programStart(repo: Repo, manifest: PackageManifest): Start | undefined {
  if (['main', 'exports', 'module'].some((key) => at(manifest.raw, key) !== undefined)) return undefined;
  const [entry] = namedEntries(manifest);
  const path = entry && within('', entry.value);
  if (entry === undefined || path === undefined || path === '') return undefined;
  const isThere = repo.has(join(manifest.dir, path));
  if (!isThere && manifest.scripts['build'] === undefined) return undefined;
  const because = `there is no start script; ${entry.keys.join('.')} names ${path}`;
  const file = { path, ...(isThere ? { tracked: path } : {}), isSure: true };
  return { ...started(path, false, because, manifest.at(...entry.keys)), file };
}

/** @see https://nodejs.org/api/packages.html#package-entry-points and https://docs.npmjs.com/cli/configuring-npm/package-json#bin */
function namedEntries({
  raw,
  name = '',
}: PackageManifest): readonly { readonly value: string; readonly keys: readonly string[] }[] {
  const bins = Object.entries(asRecord(at(raw, 'bin')));
  const [only] = bins.length === 1 ? bins : bins.filter(([bin]) => bin === name);
  const places: readonly (readonly [unknown, readonly string[]])[] = [
    [at(raw, 'main'), ['main']],
    [at(raw, 'exports'), ['exports']],
    [at(raw, 'exports', '.'), ['exports', '.']],
    ...['node', 'import', 'default', 'require'].map(
      (key) => [at(raw, 'exports', '.', key), ['exports', '.', key]] as const,
    ),
    [at(raw, 'module'), ['module']],
    [at(raw, 'bin'), ['bin']],
    [only?.[1], ['bin', only?.[0] ?? '']],
  ];
  return places.flatMap(([value, keys]) =>
    typeof value === 'string' && /\.[cm]?js$/.test(value) ? [{ value, keys }] : [],
  );
}

/** The arguments that the dev script gives to the source of what is started: files of the repository among them. */
function developmentArguments(repo: Repo, manifest: PackageManifest, path: string): readonly string[] {
  const { commands, needsShell } = flatten(scriptsOf(repo, manifest), runOf(manifest.scripts, 'dev'));
  const last = commands.at(-1);
  const file = last && startedFile(repo, manifest, last)?.tracked;
  if (needsShell || last === undefined || file === undefined || stem(file) !== stem(path)) return [];
  return last.words.slice(last.words.findIndex((word) => within('', word) === file) + 1);
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

/** What runs Node programs; a Procfile of another language names none of them. */
const RUNNERS = /(^|[\s/])(node|npm|npx|yarn|pnpm|bun|bunx)\s/;

/** `web: node server.js`, or a program of a dependency. @see https://devcenter.heroku.com/articles/procfile */
function procfileStart(repo: Repo, manifest: PackageManifest): Start | undefined {
  const file = join(manifest.dir, 'Procfile');
  const text = repo.read(file) ?? '';
  const found = /^web:[ \t]*(\S.*)$/m.exec(text);
  if (found?.[1] === undefined) return undefined;
  const [program = ''] = found[1].split(/\s/);
  if (!RUNNERS.test(`${found[1]} `) && !Object.hasOwn(manifest.dependencies, program)) return undefined;
  const source = inFile(file, lineAt(text, found.index), 'web');
  return startOfLine(
    repo,
    manifest,
    found[1].trim(),
    source,
    `there is no start script; ${file} says web: ${found[1].trim()}`,
  );
}

function reportMain(repo: Repo, manifest: PackageManifest, found: string): void {
  const main = asString(at(manifest.raw, 'main'));
  const source = manifest.at('main');
  if (main === undefined || source.kind !== 'file') return;
  repo.report(
    problem(
      'entry-not-found',
      { main, file: found },
      { file: manifest.file, ...(source.line === undefined ? {} : { line: source.line }) },
    ),
  );
}

function started(file: string, isBun: boolean, because: string, source: Source): Start {
  return {
    command: fact([isBun ? 'bun' : 'node', file], because, source),
    needsShell: false,
    env: {},
    file: { path: file, tracked: file, isSure: true },
    buildSteps: [],
    envFiles: [],
  };
}
