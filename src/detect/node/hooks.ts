import type { LeftOutHook } from '../../model/app.ts';
import type { SimpleCommand } from '../../parse/command-line.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { isGenerator } from './database-tools.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten, runOf, shellText } from './scripts.ts';
import { scriptsOf } from './start.ts';
import { resolveFile } from './started-file.ts';
import { developmentTool, isCompiler } from './tools.ts';

/** Scripts of a package that its install runs. @see https://docs.npmjs.com/cli/using-npm/scripts#npm-install */
const HOOKS = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
const LOCAL_IMPORT = /(?:require\(\s*|from\s*|import\s*\(?\s*)['"](\.{1,2}\/[^'"]+)['"]/g;
const MAX_FILES = 50;

export interface InstallHooks {
  /** Files that the remaining hooks run, relative to the context. */
  readonly files: readonly string[];
  readonly leftOut: readonly LeftOutHook[];
  /** The hook that makes what is started, and so runs in the build stage. */
  readonly build?: string;
}

/** What the hooks of a package mean for its install. */
export function installHooks(repo: Repo, manifest: PackageManifest): InstallHooks {
  const hooks = HOOKS.filter((name) => Object.hasOwn(manifest.scripts, name)).map((name) =>
    readHook(repo, manifest, name),
  );
  const build = hooks.find((hook) => hook.builds)?.name;
  return {
    files: [...new Set(hooks.flatMap((hook) => (hook.leftOut?.isForProduction === false ? [] : hook.files)))],
    leftOut: hooks.flatMap((hook) => hook.leftOut ?? []),
    ...(build === undefined ? {} : { build }),
  };
}

interface Hook {
  readonly name: string;
  readonly files: readonly string[];
  readonly builds: boolean;
  readonly leftOut?: LeftOutHook;
}

/** `prepare` serves development and always stays out; of the others, what needs sources or a development dependency. */
function readHook(repo: Repo, manifest: PackageManifest, name: string): Hook {
  const scripts = scriptsOf(repo, manifest);
  const { commands } = flatten(scripts, manifest.scripts[name] ?? '');
  const built = flatten(scripts, runOf(manifest.scripts, 'build', false), 0, false).commands.map((command) =>
    shellText(command),
  );
  const builds = commands.some((command) => isCompiler(command) || built.includes(shellText(command)));
  const needsSources =
    builds || commands.some(isGenerator) || name.endsWith('prepare') || commands.some(({ words }) => words[0] === 'cd');
  const tool = commands.map((command) => developmentTool(manifest, command)).find((found) => found !== undefined);
  const { dir } = manifest;
  return {
    name,
    builds,
    files: commands.flatMap((command) => filesOf(repo, dir, command)),
    ...(needsSources ? { leftOut: { dir, name, isForProduction: false } } : {}),
    ...(!needsSources && tool !== undefined ? { leftOut: { dir, name, isForProduction: true, tool } } : {}),
  };
}

/** The tracked files that a command names, and what they load of the repository. */
export function filesOf(repo: Repo, dir: string, { words }: SimpleCommand): readonly string[] {
  const files = words.flatMap((word) => {
    const file = resolveFile(repo, dir, word);
    return file === undefined || word.startsWith('-') ? [] : [join(dir, file)];
  });
  for (let i = 0; i < files.length && files.length < MAX_FILES; i += 1) {
    const file = files[i] ?? '';
    const folder = file.split('/').slice(0, -1).join('/');
    for (const [, target = ''] of (repo.read(file) ?? '').matchAll(LOCAL_IMPORT)) {
      const loaded = resolveFile(repo, '', within(folder, target) ?? '');
      if (loaded !== undefined && !files.includes(loaded)) files.push(loaded);
    }
  }
  return files;
}
