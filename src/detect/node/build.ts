import type { NodeBuild } from '../../model/app.ts';
import { fact, type Fact } from '../../model/fact.ts';
import type { Repo } from '../../repo/repo.ts';
import type { InstallHooks } from './hooks.ts';
import type { PackageManifest } from './manifest.ts';
import { buildOutput } from './output.ts';
import { shellText } from './scripts.ts';
import type { Start } from './start.ts';
import { isInstalledProgram } from './tools.ts';

/** What is there to build an app from. */
export interface BuildInput {
  readonly manifest: PackageManifest;
  /** The package.json that the install belongs to: the workspace's, or the app's own. */
  readonly owner: PackageManifest;
  /** Undefined where it only serves a folder or a development build. */
  readonly start: Start | undefined;
  readonly hooks: InstallHooks;
  readonly members: readonly PackageManifest[];
}

/**
 * The build of an app: its build script, else the hook of its install that compiles, else what its start script
 * compiles first. A workspace's own build script builds its members in their order, so that it goes before the app's;
 * where there is none, the members that the app depends on are built before it.
 */
export function buildOf(
  repo: Repo,
  { manifest, owner, start, hooks, members }: BuildInput,
): Fact<NodeBuild> | undefined {
  const builder = owner.scripts['build'] === undefined ? manifest : owner;
  const script = builder.scripts['build'] === undefined ? hooks.build : 'build';
  const text = script === undefined ? undefined : builder.scripts[script];
  const steps = start?.buildSteps ?? [];
  const first = owner === manifest || builder === owner ? [] : neededBuilds(manifest, members);
  if (text === undefined && steps.length === 0 && first.length === 0) return undefined;
  const made = [text, ...steps.map((step) => shellText(step))].filter((part) => part !== undefined).join(' && ');
  return fact(
    {
      ...(script === undefined ? {} : { script }),
      dir: builder.dir,
      members: first,
      steps: steps.map((step) => ({ ...step, isInstalled: isInstalledProgram(manifest, step.words[0] ?? '') })),
      ...buildOutput(repo, manifest.dir, manifest.scripts['build'] ?? made, start?.file),
    },
    script === undefined
      ? `before it starts, ${made || `${first.join(', ')} must be built`}`
      : `the ${script} script runs ${text ?? ''}`,
    builder.at('scripts', script ?? 'start'),
  );
}

/** Names of the members with a build script that a package depends on, through others too; what is needed comes first. */
function neededBuilds(manifest: PackageManifest, members: readonly PackageManifest[]): readonly string[] {
  const order: string[] = [];
  const seen = new Set<PackageManifest>([manifest]);
  const visit = (each: PackageManifest): void => {
    for (const name of Object.keys({ ...each.dependencies, ...each.devDependencies })) {
      const member = members.find((candidate) => candidate.name === name);
      if (member === undefined || seen.has(member)) continue;
      seen.add(member);
      visit(member);
      if (member.scripts['build'] !== undefined) order.push(name);
    }
  };
  visit(manifest);
  return order;
}
