import tradeOffs from '../../data/trade-offs.json' with { type: 'json' };
import { fact, type Fact } from '../model/fact.ts';
import type { BaseKind } from '../model/plan.ts';
import type { Preset } from '../model/preset.ts';
import { problem, type Problem } from '../model/problem.ts';

/** What each base costs and gives, in words. */
export const BASE_TRADE_OFFS = Object.fromEntries(
  Object.entries(tradeOffs.bases).map(([base, { what }]) => [base, what]),
) as Readonly<Record<BaseKind, string>>;

/**
 * The smallest base of the preset that nothing speaks against; a person's choice is refused only with the reason.
 * @param refuse why a base does not fit this project.
 */
export function chooseBase(
  preset: Preset,
  refuse: Readonly<Partial<Record<BaseKind, string>>>,
  wanted?: BaseKind,
): Fact<BaseKind> | Problem {
  const possible = preset.bases.filter((base) => refuse[base] === undefined);
  const [smallest] = possible;
  if (wanted !== undefined) {
    if (possible.includes(wanted)) return fact(wanted, 'you chose it', { kind: 'flag', name: '--base' });
    return problem('base-refused', {
      base: wanted,
      why: refuse[wanted] ?? `${preset.title} does not run on it`,
      allowed: possible.join(', '),
    });
  }
  if (smallest === undefined)
    return problem('base-refused', {
      base: 'auto',
      why: Object.values(refuse).join('; '),
      allowed: preset.bases.join(', '),
    });
  const refused = preset.bases.filter((base) => refuse[base] !== undefined);
  return {
    ...fact(
      smallest,
      refused.length > 0
        ? `the smallest that fits: ${refused.map((base) => `${base}: ${refuse[base] ?? ''}`).join('; ')}`
        : `the smallest that runs it: ${BASE_TRADE_OFFS[smallest]}`,
      { kind: 'preset', id: preset.id },
    ),
    rejected: refused.map((base) => ({
      value: base,
      source: { kind: 'preset', id: preset.id },
      why: refuse[base] ?? '',
    })),
  };
}
