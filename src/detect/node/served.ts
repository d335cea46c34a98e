import type { Asset, NodeApp } from '../../model/app.ts';
import type { SimpleCommand } from '../../parse/command-line.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { findAssets, reachOutside } from '../assets.ts';
import { sourceFiles } from '../sources.ts';
import { detectNode, EXTENSIONS } from './index.ts';
import { readManifest } from './manifest.ts';
import { flatten } from './scripts.ts';
import { scriptsOf } from './start.ts';
import { isInstall } from './tools.ts';
import { elsewhere, isMember } from './workspace.ts';

/** What serves files: only sources with such a call say that a folder is served; build scripts name folders too. */
const SERVES = /\b(static|serveStatic|sendFile|sirv|serve|koaStatic|fastifyStatic|ServeStaticModule)\b/;
const MANAGER = /^(npm|npx|pnpm|yarn|bun)$/;

/** The Node app of a folder, with the frontends that it serves from folders beside its own sources. */
export function detectServingNode(repo: Repo, dir: string): NodeApp | undefined {
  const app = detectNode(repo, dir);
  if (app === undefined || app.processes.length === 0 || app.context !== undefined) return app;
  const found = servedByNode(repo, app.dir);
  const works = found.map((asset) => ({ asset, by: buildsIt(repo, app, asset) }));
  const assets = works.filter(({ by }) => by !== 'among others').map(({ asset }) => asset);
  if (assets.length === 0) return app;
  return works.some(({ by }) => by === 'alone') ? { ...withoutBuild(app), assets } : { ...app, assets };
}

/** The frontends that the sources of a folder serve; members of a workspace are installed with it, and built before it. */
function servedByNode(repo: Repo, dir: string): readonly Asset[] {
  const files = sourceFiles(repo, dir, EXTENSIONS).filter((file) => SERVES.test(repo.read(file) ?? ''));
  if (files.length === 0) return [];
  return findAssets(repo, dir, files).filter(({ app, root }) => !isMember(repo, join(root, app.dir)));
}

/** Whether the Node app of a folder serves what is built beside that folder. */
export function servesFromOutside(repo: Repo, dir: string): boolean {
  return reachOutside(servedByNode(repo, dir), dir);
}

/** Whether the app's own build does nothing but build this frontend, does it beside other things, or does not. */
function buildsIt(repo: Repo, { dir, node }: NodeApp, { app, root }: Asset): 'alone' | 'among others' | 'not' {
  const manifest = readManifest(repo, dir);
  if (node.build?.value.script === undefined || manifest === undefined) return 'not';
  const folder = join(root, app.dir);
  const { commands, needsShell, text } = flatten(scriptsOf(repo, manifest), node.build.value.text, 0, false);
  if (needsShell) return text.includes(folder.split('/').at(-1) ?? '') ? 'among others' : 'not';
  // The image installs both by itself.
  const places = placesOf(
    dir,
    commands.filter((command) => !isInstall(command)),
  );
  if (places.every((place) => place === folder)) return 'alone';
  return places.includes(folder) ? 'among others' : 'not';
}

/** The folder that each command works in. */
function placesOf(dir: string, commands: readonly SimpleCommand[]): readonly (string | undefined)[] {
  let at: string | undefined = dir;
  return commands.flatMap(({ words }) => {
    if (words[0] !== 'cd') return [at === dir ? placeOf(dir, words) : at];
    at = at === undefined ? undefined : within(at, words[1] ?? '');
    return [];
  });
}

/** The folder that a package manager is told to work in. */
function placeOf(dir: string, [program = '', ...words]: readonly string[]): string | undefined {
  const stated = MANAGER.test(program) ? elsewhere(words) : undefined;
  return stated === undefined ? dir : within(dir, stated);
}

function withoutBuild(app: NodeApp): NodeApp {
  const { build, ...node } = app.node;
  return {
    ...app,
    node,
    traits: build ? app.traits.filter(({ id }) => id !== 'build' && id !== 'output') : app.traits,
  };
}
