import { within, join, type Repo } from '../../repo/repo.ts';
import { asString } from '../../parse/shape.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { withoutComments } from '../../parse/script-source.ts';
import type { StartedFile } from './started-file.ts';
import { compilerOptions, tsconfigOf } from './tsconfig.ts';

/** Options that name an output folder in a build script, by tool. */
const OUTPUT_OPTIONS = ['--outDir', '--out-dir', '--outdir', '-d', '--dist-dir'];

/**
 * The folder that a build makes: the first folder of the started file where that is no tracked one, else what the
 * build script or tsconfig.json says.
 * @returns a path relative to the app, none where nothing says it or where what starts lies elsewhere, among the sources;
 * explicit where the script or the start names it.
 */
export function buildOutput(
  repo: Repo,
  dir: string,
  script: string,
  started: StartedFile | undefined,
): { readonly output?: string; readonly explicit: boolean } {
  const file = started?.path;
  const folder = file?.includes('/') === true ? file.split('/')[0] : undefined;
  if (folder !== undefined && !repo.hasFolder(join(dir, folder))) return { output: folder, explicit: true };
  const isElsewhere = (output: string): boolean =>
    file !== undefined && started?.isSure === true && file !== output && !file.startsWith(`${output}/`);
  const stated = optionOutput(script);
  if (stated !== undefined) return isElsewhere(stated) ? { explicit: false } : { output: stated, explicit: true };
  const configured = /\btsc\b/.test(script) ? tsconfigOutput(repo, dir, script) : undefined;
  return {
    ...(configured === undefined || isElsewhere(configured) ? {} : { output: configured }),
    explicit: false,
  };
}

/**
 * The folder of pages that `vite build` writes beside a server of the same package: its option, its configuration, else
 * its custom; undefined where the build is another, writes a server, or starts from no page.
 * @see https://vite.dev/config/build-options#build-outdir
 */
export function pagesOutput(repo: Repo, dir: string, builds: string): string | undefined {
  const command = parseCommandLine(builds).commands.find(({ words }) => words[0] === 'vite' && words[1] === 'build');
  if (command === undefined || command.words.some((word) => word.startsWith('--ssr'))) return undefined;
  const words = command.words.slice(2);
  const [file] = repo.scan([join(dir, 'vite.config.{js,mjs,cjs,ts,mts,cts}')]);
  const text = file === undefined ? '' : withoutComments(file, repo.read(file) ?? '');
  const stated = (key: string): RegExpExecArray | null =>
    new RegExp(`\\b${key}\\s*:\\s*([\\w.]+\\([^'"\`]*)?['"\`]([\\w./-]+)['"\`]`).exec(text);
  const index = words.findIndex((word) => /^--outDir(=|$)/.test(word));
  const option = index === -1 ? undefined : (words[index]?.split('=')[1] ?? words[index + 1]);
  const positional = words[0]?.startsWith('-') === false ? words[0] : undefined;
  const root = positional ?? stated('root')?.[2] ?? '';
  // A framework that builds on Vite has no page there, and writes elsewhere.
  if (!repo.has(join(dir, within('', `${root}/index.html`) ?? ''))) return undefined;
  const outDir = stated('outDir');
  // A path that is put together counts from the configuration, others from the root.
  const path = option ?? outDir?.[2] ?? 'dist';
  return option === undefined && outDir?.[1] !== undefined ? within('', path) : within('', `${root}/${path}`);
}

function optionOutput(script: string): string | undefined {
  for (const { words } of parseCommandLine(script).commands) {
    const index = words.findIndex((word) => OUTPUT_OPTIONS.includes(word.split('=')[0] ?? ''));
    const value = words[index]?.split('=')[1] ?? words[index + 1];
    if (index !== -1 && value !== undefined) return within('', value);
  }
  return undefined;
}

/** `compilerOptions.outDir` of the configuration that the script's compiler reads, relative to the app. */
function tsconfigOutput(repo: Repo, dir: string, script: string): string | undefined {
  const words = parseCommandLine(script).commands.find((command) => command.words.includes('tsc'))?.words ?? [];
  const outDir = asString(compilerOptions(repo, tsconfigOf(repo, dir, words))['outDir']);
  if (dir === '' || outDir === undefined) return outDir;
  return outDir.startsWith(`${dir}/`) ? outDir.slice(dir.length + 1) : undefined;
}
