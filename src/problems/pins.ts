import type { ProblemTable } from './table.ts';

/** Naming base images more exactly than the repository does. */
export const pinProblems = {
  'pin-moves': {
    level: 'hint',
    what: 'The table has no patch releases of {images}: the tag goes on moving.',
    fix: 'Use --pin digest for images that never change by themselves.',
    flag: '--pin',
  },
  'digest-missing': {
    level: 'warning',
    what: 'No digest is known of {images}.',
    fix: 'Give --pin digest on the command line: only that asks the registry.',
    flag: '--pin',
  },
  'no-digest': {
    level: 'error',
    exit: 7,
    what: 'The registry {host} gives no digest of {image}: {reason}.',
    fix: 'It is asked without an account: name a mirror that answers by --registry, or use --pin patch.',
    flag: '--registry',
  },
  'registry-unreachable': {
    level: 'error',
    exit: 7,
    what: 'The registry {host} could not be asked about {image}: {reason}.',
    fix: 'Check the network (a proxy of the environment is not used), name a mirror by --registry, or use --pin patch.',
    flag: '--registry',
  },
} as const satisfies ProblemTable;
