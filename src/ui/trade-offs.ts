import tradeOffs from '../../data/trade-offs.json' with { type: 'json' };
import type { Language } from '../model/app.ts';
import type { BaseKind } from '../model/plan.ts';

interface Row {
  readonly what: string;
  readonly libc: keyof typeof tradeOffs.search;
  readonly shell: boolean;
  /** What a small app of a language weighed on it. */
  readonly megabytes: Readonly<Partial<Record<Language, number>>>;
}

const bases = tradeOffs.bases as Readonly<Record<BaseKind, Row>>;

/** The few facts of a base that fit beside its name: size, C library, shell. */
export function baseFacts(base: BaseKind, language: Language): string {
  const { libc, shell, megabytes } = bases[base];
  const size = megabytes[language];
  return [
    ...(size === undefined ? [] : [`${size} MB`]),
    libc === 'none' ? 'no libc' : libc,
    shell ? 'shell' : 'no shell',
  ].join(' · ');
}

/** All that is to know before a base is chosen, with how names of hosts are looked up there. */
export function baseDescription(base: BaseKind, language: Language): string {
  const { what, libc, megabytes } = bases[base];
  return [
    `${what}.`,
    `DNS: ${tradeOffs.search[libc]}.`,
    ...(megabytes[language] === undefined ? [] : ['The size is that of a small app of its language.']),
  ].join(' ');
}

/** What an option costs that is no base. */
export const optionCosts: Readonly<Record<keyof typeof tradeOffs.options, string>> = tradeOffs.options;
