import type { Dockerfile } from '../parse/docker-stages.ts';
import { finding, type Finding } from './context.ts';

const COMMENT = /^#?\s*check-ignore:\s*([\w-]+)(?:\s+(\S.*))?$/;

/**
 * Takes out what a person accepted: `# check-ignore: ID reason` above an instruction, or inside it, accepts the findings
 * of that rule there. A comment that accepts nothing, or gives no reason, is a finding itself.
 */
export function withoutAccepted(dockerfile: Dockerfile, found: readonly Finding[]): readonly Finding[] {
  const starts = dockerfile.stages
    .flatMap(({ from, instructions }) => [from, ...instructions])
    .sort((a, b) => a.line - b.line);
  const accepted = dockerfile.comments.flatMap(({ line, text }) => {
    const [, id, reason] = COMMENT.exec(text.trim()) ?? [];
    const target = starts.find(({ endLine }) => endLine >= line);
    return id === undefined ? [] : [{ line, id, reason, target }];
  });
  const isAccepted = (each: Finding): boolean =>
    accepted.some(
      ({ id, reason, target }) =>
        reason !== undefined &&
        id === each.id &&
        each.where?.file === dockerfile.path &&
        target !== undefined &&
        (each.where.line ?? 0) >= target.line &&
        (each.where.line ?? 0) <= target.endLine,
    );
  const unused = accepted.filter(
    ({ id, reason, target }) =>
      reason === undefined ||
      !found.some(
        (each) =>
          each.id === id &&
          target !== undefined &&
          (each.where?.line ?? 0) >= target.line &&
          (each.where?.line ?? 0) <= target.endLine,
      ),
  );
  return [
    ...found.filter((each) => !isAccepted(each)),
    ...unused.map(({ id, line }) => finding('acceptance-unused', { id }, { file: dockerfile.path, line })),
  ];
}
