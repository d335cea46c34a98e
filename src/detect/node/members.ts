import type { NodeApp, WorkspaceMember } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { builderOf } from './build.ts';
import { readManifest, type PackageManifest } from './manifest.ts';
import { referencesOf, statedReferences, type Reference } from './references.ts';
import { workspaceManifests, workspaceOf } from './workspace.ts';

/** The packages that an app stands among, and those of them that it needs. */
export interface Packages {
  /** The package.json that the install belongs to: the workspace's root, or the app's own. */
  readonly owner: PackageManifest;
  /** All of the workspace's, its root first. */
  readonly all: readonly PackageManifest[];
  /** The root, and what the app needs in the order in which it is built. */
  readonly needed: readonly PackageManifest[];
  readonly workspace?: NonNullable<NodeApp['node']['workspace']>;
}

/** What an app needs of its workspace: through others too, and itself where it is a member. A cycle of builds is reported. */
export function packagesOf(repo: Repo, app: PackageManifest): Packages {
  const owner = workspaceOf(repo, app.dir) ?? app;
  const members = workspaceManifests(repo, owner).flatMap((file) =>
    file === app.file ? app : (readManifest(repo, file.slice(0, -'/package.json'.length)) ?? []),
  );
  const all = [owner, ...members];
  if (members.length === 0) return { owner, all, needed: all };
  const references = new Map<PackageManifest, readonly Reference[]>();
  const order: PackageManifest[] = [];
  const visit = (each: PackageManifest, way: readonly PackageManifest[]): void => {
    const start = way.indexOf(each);
    if (start !== -1) reportCycle(repo, [...way.slice(start), each]);
    if (references.has(each)) return;
    const found =
      each === owner && each !== app ? rootReferences(repo, app, owner, all) : referencesOf(repo, each, all);
    references.set(each, found);
    for (const { to } of found) visit(to, [...way, each]);
    order.push(each);
  };
  visit(app, []);
  visit(owner, []);
  const isForRun = reached(app, references);
  const needed = order.filter((each) => each !== owner);
  return {
    owner,
    all,
    needed: [owner, ...needed],
    workspace: {
      ...(owner.name === undefined ? {} : { root: owner.name }),
      members: needed.map((member) => ({
        dir: member.dir,
        ...(member.name === undefined ? {} : { name: member.name }),
        isForRun: isForRun.has(member),
        isBuilt: member.scripts['build'] !== undefined,
        ...entriesOf(repo, member),
      })),
      others: members.filter((member) => !needed.includes(member)).map(({ dir }) => dir),
    },
  };
}

/** The root's dependencies are installed with it; its build script counts where it is what builds the app. */
function rootReferences(
  repo: Repo,
  app: PackageManifest,
  owner: PackageManifest,
  all: readonly PackageManifest[],
): readonly Reference[] {
  return statedReferences(owner, all, builderOf(repo, app, owner).kind === 'root' ? ['build'] : []);
}

/** What the run of an app leads to. */
function reached(
  app: PackageManifest,
  references: ReadonlyMap<PackageManifest, readonly Reference[]>,
): ReadonlySet<PackageManifest> {
  const found = new Set([app]);
  for (const each of found) {
    for (const { to, isForRun } of references.get(each) ?? []) if (isForRun) found.add(to);
  }
  return found;
}

function reportCycle(repo: Repo, cycle: readonly PackageManifest[]): void {
  const [first] = cycle;
  if (first === undefined || cycle.length < 3 || !cycle.every(({ scripts }) => scripts['build'] !== undefined)) return;
  const names = cycle.map(({ name, dir }) => name ?? dir).join(' → ');
  repo.report(problem('workspace-cycle', { names }, { file: first.file }));
}

/** The folder that a member's build makes, where every entry of its package lies in it and git does not track it. */
function entriesOf(repo: Repo, { dir, raw, scripts }: PackageManifest): Pick<WorkspaceMember, 'output'> {
  const entries = [at(raw, 'main'), at(raw, 'module'), at(raw, 'bin'), at(raw, 'exports')].flatMap(textsIn);
  const folders = new Set(entries.map((entry) => within('', entry)?.split('/')[0] ?? ''));
  const [folder] = folders;
  const isMade = scripts['build'] !== undefined && folders.size === 1 && folder !== undefined && folder !== '';
  return isMade && entries.every((entry) => entry.includes('/')) && !isTracked(repo, join(dir, folder))
    ? { output: folder }
    : {};
}

function isTracked(repo: Repo, path: string): boolean {
  return repo.has(path) || repo.hasFolder(path);
}

/** Every text in a value of package.json, however deep; `types` and package.json itself are not loaded at run time. */
function textsIn(value: unknown): readonly string[] {
  const text = asString(value);
  if (text !== undefined) return text.endsWith('package.json') ? [] : [text];
  return Object.entries(asRecord(value)).flatMap(([key, inner]) => (key === 'types' ? [] : textsIn(inner)));
}
