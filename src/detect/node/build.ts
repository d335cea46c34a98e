import type { Generation, NodeBuild, WorkspaceMember } from '../../model/app.ts';
import { fact, type Fact, type Source } from '../../model/fact.ts';
import type { SimpleCommand } from '../../parse/command-line.ts';
import { at } from '../../parse/shape.ts';
import type { Repo } from '../../repo/repo.ts';
import type { InstallHooks } from './hooks.ts';
import { isGenerator, isMigration } from './database-tools.ts';
import type { PackageManifest } from './manifest.ts';
import { buildOutput } from './output.ts';
import { flatten, runOf, shellText } from './scripts.ts';
import { scriptsOf, type Start } from './start.ts';
import { runnerBuild } from './task-runner.ts';
import { isInstalledProgram } from './tools.ts';
import { onlyHandsOver } from './workspace.ts';

/** What is there to build an app from. */
export interface BuildInput {
  readonly manifest: PackageManifest;
  /** The package.json that the install belongs to: the workspace's, or the app's own. */
  readonly owner: PackageManifest;
  /** Undefined where it only serves a folder or a development build. */
  readonly start: Start | undefined;
  /** The folder that a start script serves as it is built. */
  readonly served: string | undefined;
  readonly hooks: InstallHooks;
  /** The members that the app needs; what others need comes first. */
  readonly members: readonly WorkspaceMember[];
  readonly generations: readonly Generation[];
}

/** Who builds a member of a workspace: the task runner, the script of the root, or each package its own. */
export type Builder =
  { readonly kind: 'runner'; readonly command: SimpleCommand } | { readonly kind: 'root' } | { readonly kind: 'own' };

/**
 * A task runner knows more than scripts say (tasks before tasks). The root's script is taken where it does more than
 * hand over to the members, or where the member has none.
 */
export function builderOf(repo: Repo, manifest: PackageManifest, owner: PackageManifest): Builder {
  if (manifest === owner) return { kind: 'own' };
  const hasOwn = manifest.scripts['build'] !== undefined;
  const atRoot = owner.scripts['build'];
  const handsOver = onlyHandsOver(owner);
  const runner = atRoot === undefined || handsOver ? runnerBuild(repo, manifest, owner) : undefined;
  if (runner !== undefined) return { kind: 'runner', command: runner };
  return { kind: atRoot === undefined || (hasOwn && handsOver) ? 'own' : 'root' };
}

/**
 * The build of an app: the task runner's, the root's script, or its own build script, else the hook of its install that
 * compiles, else what its start script compiles first. Where scripts build it, the members that it needs go before it.
 */
export function buildOf(repo: Repo, input: BuildInput): Fact<NodeBuild> | undefined {
  const { manifest, owner, start, hooks, generations } = input;
  const builder = builderOf(repo, manifest, owner);
  // Turborepo has nothing to do for a member without the script; Nx concludes tasks.
  const isTurbo = builder.kind === 'runner' && builder.command.words[0] === 'turbo';
  if (isTurbo && start === undefined && manifest.scripts['build'] === undefined) return undefined;
  const { dir, scripts } = builder.kind === 'own' ? manifest : owner;
  const named = builder.kind === 'runner' ? undefined : scriptOf(input, scripts, hooks);
  const mended = named === undefined || builder.kind !== 'own' ? undefined : withoutMigrations(repo, manifest, named);
  const script = mended === undefined ? named : undefined;
  const text = script === undefined ? undefined : scripts[script];
  const runner = builder.kind === 'runner' ? [builder.command] : (mended?.steps ?? []);
  const isRun = new Set(
    script === undefined ? [] : runsOf(repo, manifest, runOf(scripts, script, false)).split(' && '),
  );
  const steps = [
    ...runner,
    ...(start?.buildSteps ?? []).filter((step) => !isGenerator(step) && !isRun.has(shellText(step))),
  ];
  // The root's own script builds its members itself.
  const first = builder.kind === 'own' && (manifest !== owner || script === undefined) ? builtFirst(input) : [];
  if (
    text === undefined &&
    steps.length === 0 &&
    first.length === 0 &&
    (generations.length === 0 || start === undefined)
  )
    return undefined;
  const made = [text, ...steps.map((step) => shellText(step))].filter((part) => part !== undefined).join(' && ');
  return fact(
    {
      ...(script === undefined ? {} : { script }),
      text: manifest.scripts['build'] ?? made,
      runs: runsOf(
        repo,
        manifest,
        manifest.scripts['build'] === undefined ? made : runOf(manifest.scripts, 'build', false),
      ),
      leftOut: mended?.leftOut ?? [],
      dir,
      members: first,
      generations,
      steps: steps.map((step) => ({
        ...step,
        isInstalled: runner.includes(step) || isInstalledProgram(manifest, step.words[0] ?? ''),
      })),
      ...(input.served === undefined
        ? buildOutput(repo, manifest.dir, manifest.scripts['build'] ?? made, start?.file)
        : { output: input.served, explicit: true }),
    },
    script === undefined
      ? `before it starts, ${[...generations.map(({ words }) => words.join(' ')), made, ...first].filter(Boolean).join(', ')}`
      : `the ${script} script runs ${text ?? ''}`,
    sourceOf(input, builder, script),
  );
}

function runsOf(repo: Repo, manifest: PackageManifest, text: string): string {
  const { commands, needsShell, text: read } = flatten(scriptsOf(repo, manifest), text, 0, false);
  return needsShell ? read : commands.map((command) => shellText(command)).join(' && ');
}

/** Names that a build goes by where none is called `build` and nothing starts. */
const OTHER_BUILDS = ['docs:build', 'build:docs', 'docs-build', 'generate', 'build-storybook'];
/** Names that it goes by where what is started has to be made first. */
const COMPILES = ['compile', 'build:prod', 'build:production', 'build:server', 'build:ts', 'build-ts', 'bundle', 'tsc'];

function scriptOf(
  { manifest, start }: BuildInput,
  scripts: PackageManifest['scripts'],
  hooks: InstallHooks,
): string | undefined {
  if (scripts['build'] !== undefined) return 'build';
  const isPackage = ['main', 'module', 'exports', 'bin'].some((key) => at(manifest.raw, key) !== undefined);
  const other =
    start === undefined && !isPackage ? OTHER_BUILDS.find((name) => scripts[name] !== undefined) : undefined;
  const isMissing = start?.file !== undefined && start.file.tracked === undefined;
  const compiles = isMissing ? COMPILES.find((name) => scripts[name] !== undefined) : undefined;
  return hooks.build ?? other ?? compiles;
}

/** The commands of a build script that also migrates a database, without those; undefined where it does not. */
function withoutMigrations(
  repo: Repo,
  manifest: PackageManifest,
  script: string,
): { readonly steps: readonly SimpleCommand[]; readonly leftOut: readonly string[] } | undefined {
  const { commands, needsShell } = flatten(
    scriptsOf(repo, manifest),
    [runOf(manifest.scripts, script), manifest.scripts[`post${script}`]].filter(Boolean).join(' && '),
  );
  const steps = commands.filter((command) => !isMigration(command));
  if (needsShell || steps.length === commands.length || steps.length === 0) return undefined;
  return { steps, leftOut: commands.filter(isMigration).map((command) => shellText(command)) };
}

function sourceOf({ manifest, owner }: BuildInput, builder: Builder, script: string | undefined): Source {
  if (builder.kind === 'runner') return owner.at('devDependencies', builder.command.words[0] ?? '');
  return (builder.kind === 'root' ? owner : manifest).at('scripts', script ?? 'start');
}

function builtFirst({ manifest, members }: BuildInput): readonly string[] {
  return members
    .filter((member) => member.isBuilt && member.dir !== manifest.dir)
    .map((member) => member.name ?? `./${member.dir}`);
}
