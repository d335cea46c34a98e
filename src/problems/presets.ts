import type { ProblemTable } from './table.ts';

/** A person's own presets and stage templates. */
export const presetProblems = {
  'preset-invalid': { level: 'error', exit: 2, what: 'The preset cannot be used: {what}.', fix: '{fix}' },
  'template-malformed': {
    level: 'error',
    exit: 2,
    what: 'The template cannot be read: {what}.',
    fix: 'Close what is opened: each {{#if x}} and {{#each x}} has its end.',
  },
  'template-foreign': {
    level: 'error',
    exit: 2,
    what: 'A template cannot write {{{name}}} as it is.',
    fix: 'Write a helper that quotes, and one value: {{word NAME}}, for example, or one of: {helpers}; beside them there are if and each.',
  },
  'template-value': {
    level: 'error',
    exit: 2,
    what: 'Your stage {kind} reads a value that this app has not: {reason}.',
    fix: 'Put it between {{#if NAME}} and {{/if}}; --print plan shows the values of an app.',
  },
  'no-presets-there': {
    level: 'error',
    exit: 2,
    what: 'There are no presets in {path}.',
    fix: 'It takes presets/ID.yaml and, beside it, stages/KIND.hbs: presets eject writes both.',
  },
  'unknown-preset': { level: 'error', exit: 2, what: 'There is no preset {id}.', fix: '{advice}' },
} as const satisfies ProblemTable;
