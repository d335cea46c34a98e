import type { SimpleCommand } from '../../parse/command-line.ts';
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
  return [PACKAGE_OF[program] ?? program, ...loaded.map(packageName)].find(
    (name) =>
      Object.hasOwn(devDependencies, name) &&
      !Object.hasOwn(dependencies, name) &&
      !Object.hasOwn(optionalDependencies, name),
  );
}

/** Whether a command belongs to a build: it compiles, or what it runs is not there in production. */
export function isBuildStep(manifest: PackageManifest, command: SimpleCommand): boolean {
  return isCompiler(command) || developmentTool(manifest, command) !== undefined;
}

/** Whether a command makes files out of the sources. */
export function isCompiler({ words: [program = '', verb] }: SimpleCommand): boolean {
  return COMPILERS.has(program) || (verb === 'build' && program !== 'node');
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
