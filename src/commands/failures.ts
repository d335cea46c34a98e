import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';

/** Among several apps, what is wrong with one does not stop the others; what leaves all unread does. */
export function failuresOf(ofRepository: readonly Problem[], { apps, images }: Plan): readonly Problem[] {
  if (apps === undefined || images.length === 0) return [];
  const isError = ({ level, id }: Problem): boolean => level === 'error' && id !== 'read-budget-spent';
  return [...ofRepository, ...apps.flatMap(({ problems }) => problems)].filter(isError);
}

/** Such a problem as it is said: the others are written. */
export function ofOne(each: Problem): Problem {
  return { ...each, fix: each.fix.replace(/; nothing was written\b/, '') };
}
