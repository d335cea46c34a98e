import type { BuildSecret, NodeApp, Process } from '../../model/app.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { join } from '../../repo/repo.ts';
import type { PlanContext } from '../context.ts';
import { loopbackProblems } from '../serving.ts';

/** What the plan of a Node app came to, as far as a person has to hear of it. */
export interface Outcome {
  /** Whether the image runs what the repository's start script says. */
  readonly starts: boolean;
  readonly installsProduction: boolean;
  /** Variables that the build puts into what a browser loads. */
  readonly buildArguments: readonly string[];
}

export function nodeProblems(context: PlanContext<NodeApp>, process: Process, outcome: Outcome): readonly Problem[] {
  const { node } = context.app;
  const { starts, installsProduction, buildArguments } = outcome;
  return [
    ...(starts ? node.startProblems : []),
    ...(installsProduction ? hookProblems(context.app) : []),
    ...context.app.nativeNeeds.flatMap(({ dependency, lacks }) =>
      lacks === undefined ? [] : [problem('native-lacks', { dependency, lacks })],
    ),
    ...loopbackProblems(process),
    ...(buildArguments.length > 0 ? [problem('spa-variables', { names: buildArguments.join(', ') })] : []),
    ...addedProblems(context),
    ...secretProblems(node.secrets),
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
