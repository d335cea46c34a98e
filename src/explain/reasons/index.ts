import type { Instruction } from '../../parse/dockerfile.ts';
import { copies } from './copies.ts';
import { image } from './image.ts';
import type { Reason } from './reason.ts';
import { runs } from './runs.ts';
import { stages } from './stages.ts';

/** The first row that fits an instruction explains it. */
const reasons: readonly Reason[] = [...stages, ...copies, ...runs, ...image];

export function reasonFor(instruction: Instruction, stageKind: string): Reason | undefined {
  const whole = [...instruction.flags.map(({ name, value }) => `--${name}=${value}`), instruction.text].join(' ');
  return reasons.find(
    ({ keyword, stages, holds }) =>
      keyword === instruction.keyword && (stages?.test(stageKind) ?? true) && (holds?.test(whole) ?? true),
  );
}
