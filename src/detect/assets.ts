import type { Asset } from '../model/app.ts';
import { inFile, type Source } from '../model/fact.ts';
import { parseCommandLine, type SimpleCommand } from '../parse/command-line.ts';
import { lineOfMatch } from '../parse/lines.ts';
import { join, within, type Repo } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';
import { detectNode } from './node/index.ts';
import { readManifest } from './node/manifest.ts';
import { startedFolder, workspaceOf } from './node/workspace.ts';
import { findInSources } from './sources.ts';
import { quotePattern } from '../quote.ts';

/** Folders whose package.json is no frontend of the app, and how deep one may lie. */
const NOT_A_FRONTEND =
  /(^|\/)(node_modules|tests?|e2e|fixtures?|testdata|examples?|samples?|docs?|storybook|vendor|\.[^/]+)(\/|$)/;
const DEPTH = 4;

/** Where tools are told which folder to write: configuration files, and options of a build script. */
const CONFIGURED: readonly { readonly files: RegExp; readonly pattern: RegExp; readonly isFile?: boolean }[] = [
  // https://vite.dev/config/build-options#build-outdir
  {
    files: /^vite\.config\.\w+$/,
    pattern:
      /\boutDir\s*:\s*(?:\w+\.)?(?:path\.)?(?:(?:resolve|join)\(\s*__dirname\s*,\s*)?((?:['"][^'"\n]+['"](?:\s*,\s*)?)+)/,
  },
  // https://webpack.js.org/configuration/output/#outputpath
  {
    files: /^webpack\.[\w.]*\w+$/,
    pattern: /\bpath\s*:\s*(?:path\.)?(?:resolve|join)\(\s*__dirname\s*,\s*((?:['"][^'"\n]+['"](?:\s*,\s*)?)+)/,
  },
  // https://rollupjs.org/configuration-options/#output-dir and #output-file
  { files: /^rollup\.config\.\w+$/, pattern: /\bdir\s*:\s*((?:['"][^'"\n]+['"]))/ },
  { files: /^rollup\.config\.\w+$/, pattern: /\bfile\s*:\s*((?:['"][^'"\n]+['"]))/, isFile: true },
  // https://esbuild.github.io/api/#outdir and #outfile
  { files: /^(?:esbuild|build)[\w.-]*\.[cm]?js$/, pattern: /\boutdir\s*:\s*((?:['"][^'"\n]+['"]))/ },
  { files: /^(?:esbuild|build)[\w.-]*\.[cm]?js$/, pattern: /\boutfile\s*:\s*((?:['"][^'"\n]+['"]))/, isFile: true },
  // https://cli.vuejs.org/config/#outputdir
  { files: /^vue\.config\.\w+$/, pattern: /\boutputDir\s*:\s*((?:['"][^'"\n]+['"]))/ },
];
/** Options that tell a build which folder to write. */
export const FOLDER_OPTIONS = ['--outDir', '--out-dir', '--outdir', '--dist-dir', '--output-path'];
const FILE_OPTIONS = ['-o', '--output', '--outfile'];

/** Folders that web frameworks serve by themselves. */
const SERVED = /(^|\/)(static|assets|public)(\/|$)/;
/** What a build writes, when the serving code names it beside the frontend's folder. */
const OUTPUTS = 'dist|build|out|www|public|static|_site';
/** Files of a frontend that may name what lies beside its folder. */
const READS = /(^|\/)(tailwind\.config\.\w+|vite\.config\.\w+|postcss\.config\.\w+|[^/]+\.css)$/;

/**
 * The frontends that an app of another language serves: those that build into a folder that it serves, and those whose
 * output its sources name. One whose output is committed needs no build.
 * @param dir the app's folder.
 * @param files the app's sources.
 */
export function findAssets(repo: Repo, dir: string, files: readonly string[]): readonly Asset[] {
  return frontendFolders(repo).flatMap((folder) => assetOf(repo, dir, files, folder) ?? []);
}

/** Whether any of the frontends that a folder's app serves stands beside that folder, so that both have to be in the context. */
export function reachOutside(assets: readonly Asset[], dir: string): boolean {
  return assets.some(({ root }) => root !== dir && !root.startsWith(`${dir}/`));
}

/** Folders with a package.json that has a build script. */
export function frontendFolders(repo: Repo): readonly string[] {
  return repo.paths
    .filter((path) => /(^|\/)package\.json$/.test(path) && path.split('/').length <= DEPTH)
    .filter((path) => !NOT_A_FRONTEND.test(path) && /"build"\s*:/.test(repo.read(path) ?? ''))
    .map((path) => path.split('/').slice(0, -1).join('/'));
}

function assetOf(repo: Repo, dir: string, files: readonly string[], folder: string): Asset | undefined {
  const stated = statedOutput(repo, folder);
  const named = folder === dir ? undefined : namedOutput(repo, files, folder);
  const into = stated?.folder ?? '';
  const isServed = into !== '' && isInside(dir, into) && (!isInside(folder, into) || folder === dir);
  const serves =
    named ?? (isServed && (SERVED.test(into) || isNamed(repo, files, into)) ? ownSource(repo, folder) : undefined);
  const output = stated?.folder ?? named?.output;
  if (serves === undefined || isCommitted(repo, stated?.made ?? output ?? '')) return undefined;
  return frontendAsset(repo, folder, { ...(output === undefined ? {} : { output }), ...serves }, folder !== dir);
}

/** The frontend of a folder, where its build makes something and it starts nothing. */
export function frontendAsset(
  repo: Repo,
  folder: string,
  { output, because, source }: Pick<Asset, 'output' | 'because' | 'source'>,
  isApart = true,
): Asset | undefined {
  const manifest = readManifest(repo, folder);
  if (manifest === undefined || startedFolder(repo, manifest) !== undefined) return undefined;
  const root = workspaceOf(repo, folder)?.dir ?? folder;
  const app = detectNode(subRepo(repo, root), folder.slice(root === '' ? 0 : root.length + 1));
  if (app?.node.build === undefined || app.processes.length > 0) return undefined;
  return {
    app,
    root,
    ...(output === undefined ? {} : { output }),
    readsAround: isApart && readsAround(repo, folder, output),
    because,
    source,
  };
}

/** What the tools' own words say that they make, and its folder, relative to the context. */
interface Stated {
  readonly made: string;
  readonly folder: string;
}

/** What the frontend's own files say that its build writes. */
export function statedOutput(repo: Repo, folder: string): Stated | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  for (const path of repo.below(folder)) {
    const name = path.slice(prefix.length);
    const rules = CONFIGURED.filter(({ files }) => files.test(name));
    const rule = rules.find(({ pattern }) => pattern.test(repo.read(path) ?? ''));
    const found = rule?.pattern.exec(repo.read(path) ?? '')?.[1];
    const parts = [...(found ?? '').matchAll(/['"]([^'"\n]+)['"]/g)].map(([, part = '']) => part);
    const output = parts.length === 0 || parts[0]?.startsWith('/') ? undefined : within(folder, parts.join('/'));
    if (output !== undefined) return { made: output, folder: rule?.isFile ? parentOf(output) : output };
  }
  for (const { env, words } of buildCommands(repo.read(join(folder, 'package.json')) ?? '', 'build')) {
    const option = (names: readonly string[]): string | undefined => {
      const index = words.findIndex((word) => names.includes(word.split('=')[0] ?? ''));
      return index === -1 ? undefined : (words[index]?.split('=')[1] ?? words[index + 1]);
    };
    const stated = env['BUILD_PATH'] ?? option(FOLDER_OPTIONS);
    const made = within(folder, stated ?? option(FILE_OPTIONS) ?? '/');
    if (made !== undefined && made !== folder) return { made, folder: stated === undefined ? parentOf(made) : made };
  }
  return undefined;
}

function parentOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** The commands of a script, those of the scripts that it runs in their place. */
function buildCommands(manifest: string, name: string, depth = 0): readonly SimpleCommand[] {
  const script = new RegExp(`"${quotePattern(name)}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(manifest)?.[1] ?? '';
  return parseCommandLine(script.replaceAll('\\"', '"')).commands.flatMap((command) => {
    const [program = '', run, other] = command.words;
    const isRun = /^(?:npm|pnpm|yarn|bun)$/.test(program) && run === 'run' && other !== undefined && depth < 3;
    return isRun ? buildCommands(manifest, other, depth + 1) : [command];
  });
}

/** A place in the sources that names the frontend's folder and, behind it, what a build makes. */
function namedOutput(
  repo: Repo,
  files: readonly string[],
  folder: string,
): { readonly output: string; readonly because: string; readonly source: Source } | undefined {
  const name = folder.split('/').at(-1) ?? '';
  const outside = files.filter((file) => !file.startsWith(`${folder}/`));
  const hit = findInSources(repo, outside, new RegExp(`\\b${quotePattern(name)}['"\`\\s,/]{1,6}(${OUTPUTS})\\b`));
  const output = hit?.match[1];
  return hit && output !== undefined
    ? { output: join(folder, output), because: `the code serves ${join(folder, output)}`, source: hit.source }
    : undefined;
}

function isNamed(repo: Repo, files: readonly string[], output: string): boolean {
  const name = output.split('/').at(-1) ?? '';
  return name !== '' && findInSources(repo, files, new RegExp(`['"\`/]${quotePattern(name)}['"\`/]`)) !== undefined;
}

function ownSource(repo: Repo, folder: string): { readonly because: string; readonly source: Source } {
  const file = join(folder, 'package.json');
  return {
    because: 'it builds into a folder that the app serves',
    source: inFile(file, lineOfMatch(repo.read(file) ?? '', /"build"\s*:/)),
  };
}

/** Whether what the build would write is tracked already. */
function isCommitted(repo: Repo, output: string): boolean {
  return repo.paths.some(
    (path) => path === output || (path.startsWith(`${output}/`) && /\.(m?js|css|html)$/.test(path)),
  );
}

/** Whether a configuration or a style sheet of the frontend names files above its folder, other than where it writes. */
function readsAround(repo: Repo, folder: string, output: string | undefined): boolean {
  return repo.below(folder).some((path) => {
    if (!READS.test(path)) return false;
    return [...(repo.read(path) ?? '').matchAll(/['"](\.\.\/[^'"\n]*)['"]/g)].some(([, way = '']) => {
      const target = within(path.split('/').slice(0, -1).join('/'), way);
      return target === undefined || (target !== output && !isInside(folder, target));
    });
  });
}

function isInside(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
