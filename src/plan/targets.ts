import type { Alias, Development, Following } from '../model/development.ts';
import type { StagePlan } from '../model/plan.ts';
import { join } from '../repo/repo.ts';

/** Where the build context stands in every development target. */
const CONTEXT = '/app';

/** What a target is where its stack has none of its own. */
const INSTEAD: readonly Alias[] = [
  {
    name: 'development',
    why: 'Nothing here reloads by itself: an edit is seen when the image is built again.',
  },
  { name: 'test', why: 'No test and no lint command was found: this target only builds the image.' },
];

/** Whether the shape ends in the target `production`, so that others can be made from the runtime. */
export function endsInProduction(stages: readonly StagePlan[]): boolean {
  return stages.at(-1)?.kind === 'production';
}

/** The targets that the stages lack: other names of the runtime, as every stack has the same targets. */
export function missingTargets(stages: readonly StagePlan[]): readonly Alias[] {
  if (!endsInProduction(stages)) return [];
  return INSTEAD.filter(({ name }) => !stages.some(({ kind }) => kind.split('/').at(-1) === name));
}

/** The stages with the targets that they lack, behind the runtime. */
export function withTargets(stages: readonly StagePlan[]): readonly StagePlan[] {
  const index = stages.findLastIndex(({ kind }) => kind === 'runtime');
  return missingTargets(stages).length === 0 ? stages : stages.toSpliced(index + 1, 0, { kind: 'aliases' });
}

/** What compose.dev.yaml says of an image; without a development target of its own, production is built again. */
export function developmentOf(stages: readonly StagePlan[], following: Following | undefined): Development {
  const isOwn = stages.some(({ kind }) => kind.split('/').at(-1) === 'development');
  if (!isOwn || following === undefined)
    return { action: 'rebuild', path: '', target: '', ignore: [], rebuilds: [], runsProcesses: false };
  const { reloads, ...rest } = following;
  return { ...rest, action: reloads ? 'sync' : 'sync+restart', target: join(CONTEXT, following.path) };
}
