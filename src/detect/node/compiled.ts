import type { SimpleCommand } from '../../parse/command-line.ts';
import { asString, at } from '../../parse/shape.ts';
import { readDocument } from '../../parse/document.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten, runOf, type Scripts } from './scripts.ts';
import { compilerOptions, tsconfigOf } from './tsconfig.ts';

/** What is there to tell by where a build writes a source. */
export interface Compilation {
  readonly repo: Repo;
  readonly manifest: PackageManifest;
  readonly scripts: Scripts;
}

const ENDINGS: Readonly<Record<string, string>> = {
  ts: 'js',
  tsx: 'js',
  mts: 'mjs',
  cts: 'cjs',
  js: 'js',
  mjs: 'mjs',
  jsx: 'js',
};

/**
 * The file that the build script makes of a source: what `main` names where only a build can make it, else what the
 * compiler's own options say.
 * @param source relative to the app.
 * @returns undefined where no build makes it, or where what it makes would not run without the tool that runs the source.
 */
export function compiledFile(compilation: Compilation, source: string): string | undefined {
  const { repo, manifest, scripts } = compilation;
  if (manifest.scripts['build'] === undefined) return undefined;
  const { commands, needsShell } = flatten(scripts, runOf(manifest.scripts, 'build', false), 0, false);
  if (needsShell) return undefined;
  const main = within('', asString(at(manifest.raw, 'main')) ?? '');
  if (
    main !== undefined &&
    main !== '' &&
    stem(main) === stem(source) &&
    !repo.has(join(manifest.dir, main)) &&
    /[./]/.test(main)
  )
    return main;
  return commands
    .map((command) => OUTPUTS[command.words[0] ?? '']?.(compilation, command, source, commands))
    .find((path) => path !== undefined);
}

type Output = (
  compilation: Compilation,
  command: SimpleCommand,
  source: string,
  commands: readonly SimpleCommand[],
) => string | undefined;

const OUTPUTS: Readonly<Record<string, Output>> = {
  tsc: tscOutput,
  babel: (_compilation, { words }, source) => folderOutput(words, ['-d', '--out-dir'], words[1], source),
  esbuild: bundleOutput,
  tsup: (_compilation, { words }, source) =>
    words.includes(source)
      ? `${option(words, ['-d', '--out-dir', '--outDir']) ?? 'dist'}/${stem(source)}.js`
      : undefined,
  nest: nestOutput,
  // https://docs.adonisjs.com/guides/concepts/typescript-build-process: the whole app, in a folder
  node: (_compilation, { words }, source) =>
    words[1] === 'ace' && words[2] === 'build' ? withEnding(`build/${source}`) : undefined,
};

/** @see https://www.typescriptlang.org/tsconfig/#outDir and https://www.typescriptlang.org/tsconfig/#rootDir */
function tscOutput(
  { repo, manifest }: Compilation,
  { words }: SimpleCommand,
  source: string,
  commands: readonly SimpleCommand[],
): string | undefined {
  const options = compilerOptions(repo, tsconfigOf(repo, manifest.dir, words));
  const relative = (path: string): string => (manifest.dir === '' ? path : path.slice(manifest.dir.length + 1));
  const stated = option(words, ['--outDir']);
  const outDir = stated === undefined ? asString(options['outDir']) : join(manifest.dir, within('', stated) ?? '');
  if (outDir === undefined || !join(outDir, 'x').startsWith(manifest.dir) || options['noEmit'] === true)
    return undefined;
  // Node finds neither path aliases nor modules without their ending, where they are ECMAScript's.
  const isRewritten = commands.some((each) => each.words[0] === 'tsc-alias');
  const modules = (asString(options['module']) ?? '').toLowerCase();
  const isPlain = manifest.type === 'commonjs' ? !/^(es|preserve)/.test(modules) : /^node/.test(modules);
  if (!isRewritten && (options['paths'] !== undefined || !isPlain)) return undefined;
  const rootDir = typeof options['rootDir'] === 'string' ? options['rootDir'] : commonRoot(repo, manifest.dir, source);
  const path = join(manifest.dir, source);
  const inner = rootDir === '' ? path : path.startsWith(`${rootDir}/`) ? path.slice(rootDir.length + 1) : undefined;
  return inner && withEnding(join(relative(outDir), inner));
}

/** Without rootDir, the compiler takes the longest folder that all sources are in. */
function commonRoot(repo: Repo, dir: string, source: string): string {
  const first = source.split('/')[0] ?? '';
  const prefix = dir === '' ? '' : `${dir}/`;
  const isAlone = !repo
    .below(dir)
    .some(
      (path) =>
        /(?<!\.d)\.[cm]?tsx?$/.test(path) &&
        !path.startsWith(`${prefix}${first}/`) &&
        !/(^|\/)(tests?|__tests__|e2e|scripts)\/|\.(config|test|spec)\.[cm]?ts$/.test(path.slice(prefix.length)),
    );
  return source.includes('/') && isAlone ? `${prefix}${first}` : dir;
}

function folderOutput(
  words: readonly string[],
  options: readonly string[],
  from: string | undefined,
  source: string,
): string | undefined {
  const out = within('', option(words, options) ?? '');
  const root = within('', from ?? '');
  if (out === undefined || out === '' || root === undefined || !source.startsWith(`${root}/`)) return undefined;
  return withEnding(join(out, source.slice(root.length + 1)));
}

/** @see https://esbuild.github.io/api/#outfile */
function bundleOutput(_compilation: Compilation, { words }: SimpleCommand, source: string): string | undefined {
  const isEntry = words.some((word) => within('', word) === source);
  const file = words.map((word) => /^--outfile=(.+)$/.exec(word)?.[1]).find((path) => path !== undefined);
  const folder = words.map((word) => /^--outdir=(.+)$/.exec(word)?.[1]).find((path) => path !== undefined);
  if (!isEntry) return undefined;
  return file === undefined ? folder && within('', `${folder}/${stem(source)}.js`) : within('', file);
}

/** The source that Nest's own command starts. @see https://docs.nestjs.com/cli/monorepo#global-compiler-options */
export function nestEntry(repo: Repo, manifest: PackageManifest): string {
  const settings = readDocument(repo, join(manifest.dir, 'nest-cli.json'), 'json')?.value;
  return `${asString(at(settings, 'sourceRoot')) ?? 'src'}/${asString(at(settings, 'entryFile')) ?? 'main'}.ts`;
}

function nestOutput({ repo, manifest }: Compilation, { words }: SimpleCommand, source: string): string | undefined {
  if (words[1] !== 'build' || source !== nestEntry(repo, manifest)) return undefined;
  const files = ['tsconfig.build.json', 'tsconfig.json'].map((name) => join(manifest.dir, name));
  const options = compilerOptions(repo, files.find((path) => repo.has(path)) ?? '');
  const outDir = asString(options['outDir']) ?? join(manifest.dir, 'dist');
  return `${manifest.dir === '' ? outDir : outDir.slice(manifest.dir.length + 1)}/${stem(source)}.js`;
}

function option(words: readonly string[], names: readonly string[]): string | undefined {
  const index = words.findIndex((word) => names.includes(word.split('=')[0] ?? ''));
  return index === -1 ? undefined : (words[index]?.split('=')[1] ?? words[index + 1]);
}

function withEnding(path: string): string {
  return path.replace(/\.(\w+)$/, (whole, ending: string) =>
    Object.hasOwn(ENDINGS, ending) ? `.${ENDINGS[ending] ?? ''}` : whole,
  );
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}
