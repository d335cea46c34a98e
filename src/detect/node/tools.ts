import type { SimpleCommand } from '../../parse/command-line.ts';
import { isGenerator, isMigration } from './database-tools.ts';
import { servesSources } from './dev-servers.ts';
import type { PackageManifest } from './manifest.ts';

/** Packages whose program bears another name. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  'babel-node': '@babel/node',
  babel: '@babel/cli',
  dotenv: 'dotenv-cli',
  nest: '@nestjs/cli',
  sequelize: 'sequelize-cli',
  swc: '@swc/cli',
  tsc: 'typescript',
  tsnd: 'ts-node-dev',
};

/** Programs that write what is started: in an image, the build stage runs them. */
const COMPILERS = new Set([
  'tsc',
  'babel',
  'esbuild',
  'ncc',
  'rollup',
  'swc',
  'tsc-alias',
  'tsup',
  'tsdown',
  'webpack',
]);

/** Options of Node and its kin by which a module is loaded first. */
const LOADS = /^(-r|--require|--import|--loader|--experimental-loader)(?:=(.*))?$/;

/** The development dependency that a command needs: its program, or a module that is loaded first. */
export function developmentTool(
  { dependencies, devDependencies, optionalDependencies }: PackageManifest,
  { words }: SimpleCommand,
): string | undefined {
  const [program = ''] = words;
  const loaded = words.flatMap((word, index) => {
    const [, option, value] = LOADS.exec(word) ?? [];
    return option === undefined ? [] : [value ?? words[index + 1] ?? ''];
  });
  const scoped = ['node', 'bun'].includes(program)
    ? undefined
    : Object.keys(devDependencies).find((name) => name.startsWith('@') && name.endsWith(`/${program}`));
  return [PACKAGE_OF[program] ?? program, ...(scoped === undefined ? [] : [scoped]), ...loaded.map(packageName)].find(
    (name) =>
      Object.hasOwn(devDependencies, name) &&
      !Object.hasOwn(dependencies, name) &&
      !Object.hasOwn(optionalDependencies, name),
  );
}

/** Options of Node without those that load a development dependency first. */
export function withoutTools({ devDependencies }: PackageManifest, options: readonly string[]): readonly string[] {
  const isTool = (module: string): boolean => Object.hasOwn(devDependencies, packageName(module));
  return options.filter((word, index) => {
    const [, option, value] = LOADS.exec(word) ?? [];
    const [, before] = LOADS.exec(options[index - 1] ?? '') ?? [];
    if (option !== undefined) return !isTool(value ?? options[index + 1] ?? '');
    return before === undefined || !isTool(word);
  });
}

/** Whether a command belongs to a build: it compiles, or what it runs is not there in production. */
export function isBuildStep(manifest: PackageManifest, command: SimpleCommand): boolean {
  if (isMigration(command)) return false;
  return isCompiler(command) || isGenerator(command) || developmentTool(manifest, command) !== undefined;
}

/** Whether a command installs the dependencies, which an image has: `yarn && vite` is vite. */
export function isInstall({ words: [program = '', verb] }: SimpleCommand): boolean {
  if (!['npm', 'yarn', 'pnpm', 'bun'].includes(program)) return false;
  return verb === undefined ? program === 'yarn' : ['install', 'i', 'ci', 'clean-install'].includes(verb);
}

/** Whether a command makes files out of the sources. */
export function isCompiler({ words: [program = '', verb] }: SimpleCommand): boolean {
  return COMPILERS.has(program) || (verb === 'build' && program !== 'node');
}

/** Programs that a start needs no part of: they open a browser, or wait for another one's port. */
const AIDS = new Set(['wait-on', 'open', 'open-cli', 'livereload', 'browser-sync']);

/** Whether a command only serves development: a compiler or a test that watches, a server of sources. */
export function isDevelopmentCommand({ words }: SimpleCommand): boolean {
  const [program = '', verb] = words;
  if (AIDS.has(program) || servesSources(words)) return true;
  return words.some((word) => /^(-w|--watch(=true)?|-wp|--watchAll)$/.test(word)) || verb === 'watch';
}

/** Programs that restart what they run when a file changes, and the words that ask for it. */
const WATCH: Readonly<Record<string, RegExp>> = {
  node: /^--watch(-path=.*|-preserve-output|-kill-signal=.*)?$/,
  bun: /^--(watch|hot|no-clear-screen)$/,
  tsx: /^(watch|--watch|--clear-screen=.*|--no-clear-screen)$/,
  'ts-node-dev': /^--(respawn|rs|poll|clear|notify=.*)$/,
  tsnd: /^--(respawn|rs|poll|clear|notify=.*)$/,
  nest: /^(--watch|-w)$/,
};
const WATCH_VALUES = new Set(['--watch-path', '--include', '--exclude', '--ignore']);

/** A command that runs once: in an image, no file changes. @see https://nodejs.org/api/cli.html#--watch */
export function withoutWatch(words: readonly string[]): readonly string[] {
  const [program = '', ...rest] = words;
  const pattern = Object.hasOwn(WATCH, program) ? WATCH[program] : undefined;
  if (pattern === undefined || !rest.some((word) => pattern.test(word) || word === '--watch-path')) return words;
  // What stands behind the file is the program's own.
  const end = rest.findIndex((word, index) => /^[^-].*[./]/.test(word) && !WATCH_VALUES.has(rest[index - 1] ?? ''));
  const options = end === -1 ? rest : rest.slice(0, end);
  const kept = options.filter(
    (word, index) => !pattern.test(word) && !WATCH_VALUES.has(word) && !WATCH_VALUES.has(options[index - 1] ?? ''),
  );
  return [program, ...kept, ...(end === -1 ? [] : rest.slice(end))];
}

/** Whether a program stands in node_modules/.bin, as far as package.json tells. */
export function isInstalledProgram({ dependencies, devDependencies }: PackageManifest, program: string): boolean {
  const name = PACKAGE_OF[program] ?? program;
  return COMPILERS.has(program) || Object.hasOwn(dependencies, name) || Object.hasOwn(devDependencies, name);
}

/** `ts-node/register` is of ts-node, `@swc-node/register/esm` of @swc-node/register. */
function packageName(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}
