import type { Decision, ImagePlan, Plan } from '../model/plan.ts';
import { isProblem } from '../model/problem.ts';
import { parseDockerfile } from '../parse/docker-stages.ts';
import type { Instruction } from '../parse/dockerfile.ts';
import { reasonFor } from './reasons/index.ts';

/** One instruction, why it is there and what it was concluded from. */
export interface Explained {
  readonly line: number;
  readonly endLine: number;
  /** The first line of it, as it stands. */
  readonly text: string;
  /** Name of its stage. */
  readonly stage: string;
  readonly because: string;
  /** Where the rule behind it is written. */
  readonly source?: string;
  readonly decisions: readonly Decision[];
  /** Whether the tool wrote it; what a person added has no decision of ours. */
  readonly isOurs: boolean;
}

const BY_A_PERSON = 'You wrote this: no decision of the tool stands behind it.';

/**
 * Explains each instruction of a Dockerfile.
 * @param text the Dockerfile as it stands; a person may have edited it.
 * @param generated what the tool writes for the plan.
 */
export function explain(text: string, generated: string, plan: Plan, image: ImagePlan): readonly Explained[] {
  const ours = new Map(read(generated).map((each) => [keyOf(each), each]));
  const kinds = kindsOf(generated, image);
  const lines = text.split('\n');
  return read(text).map((each) => {
    const known = ours.get(keyOf(each));
    const reason = known && reasonFor(known.instruction, kinds.get(known.stage) ?? known.stage);
    return {
      line: each.instruction.line,
      endLine: each.instruction.endLine,
      text: (lines[each.instruction.line - 1] ?? '').replace(/\s*\\$/, ' …'),
      stage: each.stage,
      because:
        reason === undefined
          ? BY_A_PERSON
          : [commentAbove(lines, each.instruction.line), reason.because].join(' ').trim(),
      ...(reason?.source === undefined ? {} : { source: reason.source }),
      decisions: plan.decisions.filter(({ subject }) => reason?.subjects?.includes(subject)),
      isOurs: reason !== undefined,
    };
  });
}

/** The comment that stands above an instruction: what is said of it alone. */
function commentAbove(lines: readonly string[], line: number): string {
  const above = lines.slice(0, line - 1);
  const start = above.findLastIndex((each) => !each.startsWith('#')) + 1;
  return above
    .slice(start)
    .filter((each) => !each.startsWith('# syntax'))
    .map((each) => each.replace(/^#\s*/, ''))
    .join(' ');
}

interface Placed {
  readonly instruction: Instruction;
  /** Name of the stage; its number where it has none. */
  readonly stage: string;
}

/** The instructions, FROM among them, with their stages. */
function read(text: string): readonly Placed[] {
  const parsed = parseDockerfile(text, 'Dockerfile');
  if (isProblem(parsed)) return [];
  return parsed.stages.flatMap((stage, index) => {
    const name = stage.name ?? String(index);
    return [stage.from, ...stage.instructions].map((instruction) => ({ instruction, stage: name }));
  });
}

/** The same instruction in the same stage, whatever lines it stands on. */
function keyOf({ instruction: { keyword, text, flags, heredoc }, stage }: Placed): string {
  return JSON.stringify([stage, keyword, text, flags, heredoc]);
}

/** The kind of each stage by its name; a template may write more stages than one, whose names say what they are. */
function kindsOf(generated: string, image: ImagePlan): ReadonlyMap<string, string> {
  const names = [...new Set(read(generated).map(({ stage }) => stage))];
  return new Map(
    names.map((name) => {
      const kind = image.stages.map((stage) => stage.kind).find((each) => each === name || each.endsWith(`/${name}`));
      return [
        name,
        name === 'production' && !image.stages.some((stage) => stage.kind === 'production')
          ? 'runtime'
          : (kind ?? name),
      ];
    }),
  );
}
