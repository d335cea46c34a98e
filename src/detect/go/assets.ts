import picomatch from 'picomatch';
import type { Asset } from '../../model/app.ts';
import { inFile, type Source } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { readDocument } from '../../parse/document.ts';
import { asTextMap, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { FOLDER_OPTIONS, findAssets, frontendAsset, frontendFolders, statedOutput } from '../assets.ts';
import type { GoFile } from './packages.ts';
import { quotePattern } from '../../quote.ts';

/** A pattern of `//go:embed`, as a path of the repository up to its first glob. */
export interface Embed {
  readonly path: string;
  readonly pattern: string;
  readonly source: Source;
  /** Whether a tracked file matches. */
  readonly isFound: boolean;
}

/** The patterns of the files. */
export function embedsOf(repo: Repo, files: readonly GoFile[]): readonly Embed[] {
  return files.flatMap(({ path, source }) => {
    const dir = path.split('/').slice(0, -1).join('/');
    return source.embeds.map((pattern) => {
      const parts = pattern.split('/');
      const glob = parts.findIndex((part) => /[*?[]/.test(part));
      const fixed = within(dir, (glob === -1 ? parts : parts.slice(0, glob)).join('/')) ?? dir;
      const line = lineOfMatch(repo.read(path) ?? '', new RegExp(`^//go:embed .*${quotePattern(pattern)}`, 'm'));
      const matches = picomatch([join(dir, pattern), join(dir, `${pattern}/**`)], { dot: true });
      return {
        path: fixed,
        pattern,
        source: inFile(path, line),
        isFound: pattern === '.' || repo.paths.some((file) => matches(file)),
      };
    });
  });
}

/**
 * The frontends that the program embeds or serves: what git does not hold of an embedded folder is made by the build of
 * the frontend that the folder lies in, or that is told to write there.
 */
export function goAssets(repo: Repo, dir: string, files: readonly GoFile[]): readonly Asset[] {
  const embedded = embedsOf(repo, files)
    .filter(({ path }) => path !== '' && !isBundle(repo, path))
    .flatMap((embed) => embeddedAsset(repo, embed) ?? []);
  const served = findAssets(
    repo,
    dir,
    files.map(({ path }) => path),
  );
  const all = [...embedded, ...served];
  return all.filter((asset, index) => all.findIndex((other) => folderOf(other) === folderOf(asset)) === index);
}

/** Whether git holds what a browser loads: pages alone may only keep the place. */
function isBundle(repo: Repo, folder: string): boolean {
  return repo.below(folder).some((path) => /\.(m?js|css)$/.test(path));
}

function embeddedAsset(repo: Repo, { path, source }: Embed): Asset | undefined {
  for (const folder of frontendFolders(repo)) {
    const script = writingScript(repo, folder, path);
    const stated = statedOutput(repo, folder)?.folder;
    const isInside = folder !== '' && path.startsWith(`${folder}/`);
    if (script === undefined && !(stated === undefined ? isInside : touches(stated, path))) continue;
    const asset = frontendAsset(repo, folder, {
      output: stated ?? path,
      because: `the program embeds ${path}`,
      source,
    });
    if (asset === undefined) continue;
    const { build } = asset.app.node;
    if (script === undefined || build === undefined) return asset;
    const node = { ...asset.app.node, build: { ...build, value: { ...build.value, script: script.name } } };
    return { ...asset, output: script.output, app: { ...asset.app, node } };
  }
  return undefined;
}

/** The script of a frontend that is told to write into the folder. */
function writingScript(repo: Repo, folder: string, path: string): { name: string; output: string } | undefined {
  const scripts = asTextMap(at(readDocument(repo, join(folder, 'package.json'), 'json')?.value, 'scripts'));
  for (const [name, text] of Object.entries(scripts)) {
    for (const { words } of parseCommandLine(text).commands) {
      const index = words.findIndex((word) => FOLDER_OPTIONS.includes(word.split('=')[0] ?? ''));
      const value = index === -1 ? undefined : (words[index]?.split('=')[1] ?? words[index + 1]);
      const output = value === undefined ? undefined : within(folder, value);
      if (output !== undefined && touches(output, path)) return { name, output };
    }
  }
  return undefined;
}

/** Patterns that no tracked file matches and no frontend fills: the go command refuses them. */
export function missingEmbeds(repo: Repo, embeds: readonly Embed[], assets: readonly Asset[]): readonly Problem[] {
  const isMade = (path: string): boolean => assets.some(({ output }) => output !== undefined && touches(output, path));
  return embeds
    .filter(({ path, isFound }) => !isFound && !isMade(path))
    .map(({ pattern, source }) =>
      problem(
        'embedded-files-missing',
        { pattern },
        source.kind === 'file'
          ? { file: source.file, ...(source.line === undefined ? {} : { line: source.line }) }
          : undefined,
      ),
    );
}

function touches(made: string, embedded: string): boolean {
  return made === embedded || made.startsWith(`${embedded}/`) || embedded.startsWith(`${made}/`);
}

function folderOf({ root, app }: Asset): string {
  return join(root, app.dir);
}
