import type { App, Repository } from '../model/app.ts';
import { hasTrait } from '../model/app.ts';
import { problem, type Problem } from '../model/problem.ts';
import { join, type Repo } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';
import { findAssets, reachOutside } from './assets.ts';
import { detectGo } from './go/index.ts';
import { replacesOutside } from './go/module.ts';
import { detectJava } from './java/index.ts';
import { detectNode } from './node/index.ts';
import { detectServingNode, servesFromOutside as nodeServesFromOutside } from './node/served.ts';
import { isMember } from './node/workspace.ts';
import { detectPython } from './python/index.ts';
import { isUvMember } from './python/manager.ts';
import { withServices } from './services/index.ts';
import { sourceFiles } from './sources.ts';
import { detectStatic } from './static.ts';

/** One detector a language: the app or apps of a folder, or undefined where the language is not used there. */
const detectors: readonly ((repo: Repo, dir: string) => App | readonly App[] | undefined)[] = [
  detectServingNode,
  detectGo,
  detectPython,
  detectJava,
  detectStatic,
];

/** Files that make a folder an app's, when nothing starts in the folder that was given. */
const APP_MANIFESTS = [
  'package.json',
  'go.mod',
  'requirements.txt',
  'pyproject.toml',
  'Pipfile',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
];
const NOT_AN_APP = /(^|\/)(tests?|__tests__|e2e|fixtures?|testdata|examples?|samples?|templates?|vendor|\.[^/]+)(\/|$)/;
const DOCUMENTS = /(^|\/)docs?(\/|$)/;
const LIMITS = { depth: 3, folders: 100 };

/**
 * Every app that stands in the folder; where none of them can be run, or none is the wanted one, those in the folders below.
 * What cannot be read or understood is reported to the repo.
 * @param wanted the name that a person gave (--app).
 */
export function detect(repo: Repo, dir: string, wanted?: string): Repository {
  const here = detectors.flatMap((detector) => detector(repo, dir) ?? []);
  const withOwn = (apps: readonly App[]): readonly App[] =>
    withoutBuilt(apps).map((app) => withServices(subRepo(repo, app.context ?? ''), app));
  const isSettled = wanted === undefined ? here.some(isRunnable) : here.some((app) => isNamed(app, wanted));
  return {
    apps: withOwn(
      isSettled ? here : [...here, ...foldersBelow(repo, dir).flatMap((folder) => detectBelow(repo, folder))],
    ),
  };
}

/** A Node app whose frontend the build of a Java app in its folder, or above it, makes is an app of its own only by name. */
function withoutBuilt(apps: readonly App[]): readonly App[] {
  const builders = apps.filter((app) => hasTrait(app, 'builds-frontend')).map(placeOf);
  const isBuilt = (place: string): boolean =>
    builders.some((folder) => folder === '' || place === folder || place.startsWith(`${folder}/`));
  return apps.map((app) =>
    app.language === 'node' && isBuilt(placeOf(app))
      ? { ...app, onlyByName: 'the build of the Java app makes what it consists of' }
      : app,
  );
}

function placeOf({ context = '', dir }: App): string {
  return join(context, dir);
}

/** Every app of a folder and of those below it that an image can be made of, each once; what another one serves is part of it. */
export function everyApp(repo: Repo, dir: string): readonly App[] {
  const { apps } = detect(repo, dir, ALL);
  const keyOf = (app: App): string => `${placeOf(app)} ${app.language}`;
  const served = apps.flatMap(({ assets = [], context = '' }) =>
    assets.map(({ root, app }) => join(context, join(root, app.dir))),
  );
  // What stands in a folder of its own is better known from there than through the root's start script.
  const last = new Map(apps.map((app) => [keyOf(app), app]));
  return [...last.values()]
    .filter((app) => isRunnable(app) && app.onlyByName === undefined)
    .filter((app) => app.language !== 'node' || !served.includes(join(app.context ?? '', app.dir)));
}

/** No name of an app: the search goes on below. */
const ALL = '\0';

const PROGRAM = { onlyByName: 'it is a program for the command line' };

/** What needs files beside its folder has the whole context: members of a workspace, apps that serve a frontend's build. */
function detectBelow(repo: Repo, folder: string): readonly App[] {
  if (isMember(repo, folder)) {
    const app = detectNode(repo, folder);
    return (app ? [app] : []).map((each) => ({
      ...each,
      ...(hasTrait(each, 'command-line') ? PROGRAM : {}),
      ...(DOCUMENTS.test(folder) ? { onlyByName: 'its folder is for documents' } : {}),
    }));
  }
  if (isUvMember(repo, folder)) {
    const app = detectPython(repo, folder);
    return app ? [app] : [];
  }
  if (servesFromOutside(repo, folder) || replacesOutside(repo, folder))
    return detectors.flatMap((detector) => detector(repo, folder) ?? []);
  const view = subRepo(repo, folder);
  return detectors
    .flatMap((detector) => detector(view, '') ?? [])
    .map((app) => ({
      ...app,
      ...(hasTrait(app, 'command-line') ? PROGRAM : {}),
      name: app.name === 'app' ? (folder.split('/').at(-1) ?? app.name) : app.name,
      context: join(folder, app.context ?? ''),
    }));
}

function servesFromOutside(repo: Repo, folder: string): boolean {
  return (
    nodeServesFromOutside(repo, folder) ||
    reachOutside(findAssets(repo, folder, sourceFiles(repo, folder, ['py', 'go', 'java'])), folder)
  );
}

function foldersBelow(repo: Repo, dir: string): readonly string[] {
  const prefix = dir === '' ? '' : `${dir}/`;
  const folders = repo
    .below(dir)
    .filter((path) => APP_MANIFESTS.includes(path.slice(path.lastIndexOf('/') + 1)))
    .map((path) => path.slice(prefix.length, Math.max(path.lastIndexOf('/'), prefix.length)))
    .filter((folder) => folder !== '' && folder.split('/').length <= LIMITS.depth && !NOT_AN_APP.test(folder))
    .filter((folder) => !DOCUMENTS.test(folder) || isMember(repo, `${prefix}${folder}`));
  return [...new Set(folders)].slice(0, LIMITS.folders).map((folder) => `${prefix}${folder}`);
}

/** Whether an image can be made of it: something starts, or a build makes a site. */
export function isRunnable(app: App): boolean {
  return app.processes.length > 0 || hasTrait(app, 'build');
}

function isNamed(app: App, wanted: string): boolean {
  const unscoped = wanted.replace(/^@[^/]+\//, '');
  const folder = app.context ?? app.dir;
  return (
    folder.endsWith(`/${wanted}`) ||
    app.name === wanted ||
    app.name === unscoped ||
    app.dir === wanted ||
    app.context === wanted ||
    app.language === wanted
  );
}

/**
 * The app to write files for: the one that is named, else the only one that starts something, else the only one that
 * builds something, else a question. What starts nothing beside one that does is its tooling.
 */
export function chooseApp(repository: Repository, wanted: string | undefined): App | Problem {
  const [only, ...others] = candidatesFor(repository, wanted);
  if (only === undefined && wanted !== undefined)
    return problem('unknown-app', {
      name: wanted,
      names: repository.apps.map((app) => answerOf(app, repository.apps)).join(', ') || 'none',
    });
  if (only === undefined) return problem('nothing-recognised');
  const all = [only, ...others];
  const names = all.map(
    (app) => `${answerOf(app, all)} (${[app.language, app.context ?? app.dir].filter(Boolean).join(', ')})`,
  );
  return others.length === 0 ? only : problem('which-app', { names: names.join('; '), first: answerOf(only, all) });
}

/** What --app is told to mean an app: its name, where others bear the same its folder, in one folder its language. */
export function answerOf(app: App, apps: readonly App[]): string {
  const folderOf = ({ context, dir }: App): string => context ?? dir;
  const isOnly = (same: (other: App) => boolean): boolean => apps.filter(same).length === 1;
  if (isOnly(({ name }) => name === app.name)) return app.name;
  const folder = folderOf(app);
  return folder !== '' && isOnly((other) => folderOf(other) === folder) ? folder : app.language;
}

/** The apps among which a person has to choose; one where there is no question. */
export function candidatesFor({ apps }: Repository, wanted: string | undefined): readonly App[] {
  const asked = apps.filter((app) => (wanted === undefined ? app.onlyByName === undefined : isNamed(app, wanted)));
  const exact = asked.filter((app) => app.name === wanted);
  const tiers = [exact, asked.filter((app) => app.processes.length > 0), asked.filter(isRunnable), asked.slice(0, 1)];
  return tiers.find((tier) => tier.length > 0) ?? [];
}
