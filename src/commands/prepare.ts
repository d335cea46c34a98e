import { existsSync } from 'node:fs';
import { basename, join as joinPath } from 'node:path';
import { compile, type Compiled } from '../compile.ts';
import type { Change } from '../model/change.ts';
import { COMPOSE_DEV, COMPOSE_NAMES } from '../model/compose.ts';
import type { Preset } from '../model/preset.ts';
import { exitCodeOf, isProblem, type Problem, problem } from '../model/problem.ts';
import { defaultOptions, type Options } from '../plan/options.ts';
import type { RenderedFile } from '../render/index.ts';
import type { Digests } from '../render/pins.ts';
import { join } from '../repo/repo.ts';
import { compareFiles } from '../write/compare.ts';
import { beside } from './beside.ts';
import { settleIgnoreFiles } from './ignore-file.ts';
import { readExisting } from '../write/existing.ts';
import { bundleProblems } from './bundle.ts';
import { CONFIG_FILE, withConfigSources } from './config.ts';
import { addedChange, configChange } from './config-change.ts';
import { keepPins } from './pin.ts';
import { configOf, type Place } from './place.ts';
import { failuresOf, ofOne } from './failures.ts';
import type { Imported } from '../import/compare.ts';
import type { Import } from './import.ts';
import { leftoverChanges } from '../write/leftovers.ts';
import { leftBehind, LOCK_FILE, readLock, type Lock } from '../write/lock.ts';

/** Everything that one run found out, up to the changes it would make. */
export interface Result extends Compiled {
  readonly schemaVersion: 1;
  /** Absolute path of the build context. */
  readonly root: string;
  /** What a person can choose from. */
  readonly presets: readonly Preset[];
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  /** An old Dockerfile beside the new one, where one was imported. */
  readonly imported?: Imported;
  /** Errors that keep some of several apps from having files; the others have theirs. */
  readonly failures: readonly Problem[];
}

/** What is to be done: a result, the options that led to it, and whether files of a person may be replaced. */
export interface Agreement {
  readonly result: Result;
  readonly options: Options;
  readonly force: boolean;
}

/**
 * From an open directory to changes; nothing is written. Can be called again with other options.
 * @param digests what registries answered, where they were asked.
 */
export function prepare(place: Place, options: Options, digests: Digests = new Map()): Result {
  const wrong = [...place.config.problems, ...place.opened.problems];
  if (wrong.length > 0) return { ...failed(...wrong), root: place.root };
  const found = place.importInto?.(place, options);
  if (isProblem(found)) return { ...failed(found), root: place.root };
  return compared(place, found?.options ?? options, digests, found);
}

function compared(place: Place, options: Options, digests: Digests, old: Import | undefined): Result {
  const { root, dir, repo, config, opened } = place;
  const compiled = compile(repo, dir, options, opened.library, optionsBelow(place, options));
  const failures = failuresOf(repo.problems, compiled.plan);
  const plan = { ...compiled.plan, decisions: withConfigSources(compiled.plan.decisions, config, options) };
  const problems = [
    ...repo.problems.filter((each) => !failures.includes(each)),
    ...compiled.plan.problems,
    ...bundleProblems(root, options.ca),
  ];

  const { presets } = opened.library;
  const base = {
    schemaVersion: 1,
    root,
    presets,
    ...compiled,
    plan,
    changes: [],
    problems,
    ...(old === undefined ? {} : { imported: old.imported }),
    failures: failures.map(ofOne),
  } as const;
  if (exitCodeOf(problems) !== 0) return { ...base, files: [] };
  const lockOnDisk = readExisting(root, [LOCK_FILE]);
  if (isProblem(lockOnDisk)) return { ...base, files: [], problems: [...problems, lockOnDisk] };
  const lock = readLock(lockOnDisk.get(LOCK_FILE));
  const isForeign = (path: string): boolean => existsSync(joinPath(root, path)) && !lock.files.has(path);
  const foreign = foreignCompose(compiled.files, isForeign, (path) => textOf(root, path));
  const standing = { isForeign, textOf: (path: string) => textOf(root, path) };
  const ignore = settleIgnoreFiles(repo, compiled.plan, options.output, compiled.files, standing);
  const isCompose = (path: string): boolean => ['compose.yaml', COMPOSE_DEV].includes(basename(path));
  const wanted = ignore.files.filter(({ path }) => foreign === undefined || !isCompose(path));
  const { files: unpinned, problems: kept } = beside(place, wanted, isForeign);
  const texts = (path: string): readonly string[] => [lock.files.get(path) ?? '', textOf(root, path) ?? ''];
  const { files, problems: moving } = keepPins(unpinned, options, texts, digests);
  const leftovers = leftBehind(lock, files);
  const onDisk = readExisting(root, [...files.map(({ path }) => path), ...leftovers]);
  if (isProblem(onDisk)) return { ...base, files: [], problems: [...problems, onDisk] };
  const left = leftoverChanges(leftovers, onDisk, lock.files);
  const containerfiles = compiled.plan.images.map((image) => join(image.dir, 'Containerfile')).filter(isForeign);
  return {
    ...base,
    files,
    changes: [
      ...compareFiles(files, { onDisk, lastWritten: lock.files, keepMine: options.keepMine }).map((change) =>
        old?.replaces.includes(change.path) === true && isForeign(change.path) ? replacing(change) : change,
      ),
      ...left.changes,
      ...saved(place, options, compiled, old?.added),
    ],
    problems: [
      ...problems,
      ...(old?.imported.problems ?? []),
      ...lockProblems(lock),
      ...left.problems,
      ...ignore.problems,
      ...kept,
      ...moving,
      ...(foreign === undefined ? [] : [problem('compose-kept', { file: foreign })]),
      ...(options.output === 'Dockerfile'
        ? containerfiles.map((file) => problem('containerfile-exists', { file }, { file }))
        : []),
    ],
  };
}

/** What the configuration of an app's own folder decides for it, where the command line does not. */
function optionsBelow({ root, dir, config }: Place, options: Options): (folder: string) => Options {
  const standing: Options = { ...defaultOptions, ...config.options };
  return (folder) => {
    if (folder === dir || folder === '') return options;
    const own = configOf(root, folder).options;
    const isOpen = (key: string): boolean => options[key as keyof Options] === standing[key as keyof Options];
    return { ...options, ...Object.fromEntries(Object.entries(own).filter(([key]) => isOpen(key))) };
  };
}

/** A file that was imported is in nobody's way. */
function replacing({ path, kind, before = '', after }: Change): Change {
  return { path, kind: kind === 'conflict' ? 'replace' : kind, before, after };
}

/** The change of the configuration: the options where they are to be kept, and what an import adds. */
function saved(
  place: Place,
  options: Options,
  compiled: Compiled,
  added: Readonly<Record<string, unknown>> = {},
): readonly Change[] {
  const kept = options.save ? keptOptions(place, options, compiled) : undefined;
  const before = textOf(place.root, join(place.dir, CONFIG_FILE));
  const change = Object.keys(added).length === 0 ? kept : addedChange(place.dir, before, kept, added);
  return change === undefined ? [] : [change];
}

function keptOptions(
  { root, dir, repo, config, outer, opened }: Place,
  options: Options,
  compiled: Compiled,
): Change | undefined {
  const { plan } = compile(repo, dir, defaultOptions, opened.library);
  const byFlag = new Map(plan.decisions.flatMap(({ flag, value }) => (flag === undefined ? [] : [[flag, value]])));
  const isSame = plan.images[0]?.app === compiled.plan.images[0]?.app;
  const port = byFlag.get('--port');
  const found = {
    ...defaultOptions,
    app: isSame ? options.app : undefined,
    preset: byFlag.get('--preset'),
    base: byFlag.get('--base'),
    port: port === undefined ? undefined : Number(port),
    start: byFlag.get('--start'),
    modules: 'standard',
    cds: false,
    trace: false,
    strip: false,
  };
  return configChange(dir, textOf(root, join(dir, CONFIG_FILE)), options, {
    now: config.options,
    outer: outer.options,
    found,
  });
}

function lockProblems({ fault }: Lock): readonly Problem[] {
  return fault === undefined ? [] : [problem(`lock-${fault}`, { file: LOCK_FILE }, { file: LOCK_FILE })];
}

/** A compose file of a person, under any of its names, beside which none of ours is started. */
function foreignCompose(
  files: readonly RenderedFile[],
  isForeign: (path: string) => boolean,
  textAt: (path: string) => string | undefined,
): string | undefined {
  const ours = files.find(({ path }) => basename(path) === 'compose.yaml');
  // One that was written before theirs came goes on being kept up to date.
  if (ours === undefined || (textAt(ours.path) !== undefined && !isForeign(ours.path))) return undefined;
  return COMPOSE_NAMES.map((name) => join(folderOf(ours.path), name)).find(
    (path) => isForeign(path) && !(path === ours.path && textAt(path) === ours.text),
  );
}

function textOf(root: string, path: string): string | undefined {
  const texts = readExisting(root, [path]);
  return isProblem(texts) ? undefined : texts.get(path);
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** The result of a run that ended before there was a repository. */
export function failed(...reasons: readonly Problem[]): Result {
  return {
    schemaVersion: 1,
    root: '',
    presets: [],
    repository: { apps: [] },
    plan: { images: [], decisions: [], problems: [] },
    files: [],
    changes: [],
    problems: reasons,
    failures: [],
  };
}
