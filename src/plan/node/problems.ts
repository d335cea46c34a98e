import type { BuildSecret, NodeApp, Process } from '../../model/app.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { join } from '../../repo/repo.ts';
import type { PlanContext } from '../context.ts';
import { loopbackProblems } from '../serving.ts';
import type { BuildValues } from './build.ts';

/** What the plan of a Node app came to, as far as a person has to hear of it. */
export interface Outcome {
  /** Whether the image runs what the repository's start script says. */
  readonly starts: boolean;
  readonly installsProduction: boolean;
  readonly build: BuildValues | undefined;
}

export function nodeProblems(context: PlanContext<NodeApp>, process: Process, outcome: Outcome): readonly Problem[] {
  const { node } = context.app;
  const { starts, installsProduction, build } = outcome;
  return [
    ...(starts ? node.startProblems : []),
    ...(installsProduction ? hookProblems(context.app) : []),
    ...context.app.nativeNeeds.flatMap(({ dependency, lacks }) =>
      lacks === undefined ? [] : [problem('native-lacks', { dependency, lacks })],
    ),
    ...loopbackProblems(process),
    ...node.testProblems,
    ...buildProblems(context, build),
    ...addedProblems(context),
    ...secretProblems(node.secrets),
  ];
}

/** What the build has to be told: values for a browser, and those that stand-ins were made for. */
function buildProblems({ app, preset }: PlanContext<NodeApp>, build: BuildValues | undefined): readonly Problem[] {
  const { publicPrefixes } = preset.defaults;
  const shown = build?.args.filter(({ name }) => publicPrefixes.some((prefix) => name.startsWith(prefix))) ?? [];
  const wanted = build?.placeholders ?? [];
  const options = wanted.map((name) => `--secret id=${name},env=${name}`).join(' ');
  return [
    ...(shown.length > 0 ? [problem('spa-variables', { names: shown.map(({ name }) => name).join(', ') })] : []),
    ...(wanted.length > 0 ? [problem('build-needs-values', { names: wanted.join(', '), options })] : []),
    ...(app.node.build?.value.leftOut ?? []).map((command) => problem('build-migrates', { command })),
  ];
}

function hookProblems({ node }: NodeApp): readonly Problem[] {
  return node.leftOutHooks.flatMap(({ dir, name, tool }) =>
    tool === undefined
      ? []
      : [problem('install-script-left-out', { script: name, tool }, { file: join(dir, 'package.json') })],
  );
}

function addedProblems({ app, preset }: PlanContext<NodeApp>): readonly Problem[] {
  const { adds } = preset.defaults;
  return adds === undefined || Object.hasOwn(app.dependencies, adds)
    ? []
    : [problem('server-missing', { framework: preset.title, server: adds }, { file: join(app.dir, 'package.json') })];
}

/** How to build with the secrets, in one message. */
function secretProblems(secrets: readonly BuildSecret[]): readonly Problem[] {
  const [first] = secrets;
  if (first === undefined || !('file' in first)) return [];
  const options = secrets.map((secret) =>
    'file' in secret
      ? `--secret id=${secret.id},src=${secret.file}`
      : `--secret id=${secret.id},env=${secret.variable}`,
  );
  return [problem('secret-needed', { file: first.file, options: options.join(' ') }, { file: first.file })];
}
