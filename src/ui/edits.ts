import type { FlagName } from '../commands/flags.ts';
import type { Result } from '../commands/prepare.ts';
import { candidatesFor } from '../detect/index.ts';
import type { BaseKind, Decision } from '../model/plan.ts';
import { printable } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import type { Prompts } from './prompts.ts';
import { askApp, askBase, askFiles, askJava, askNode, askPreset, askText } from './questions.ts';
import { evidenceOf } from './report.ts';
import { baseFacts } from './trade-offs.ts';

/** A row that can be changed: its name, its value now, the reason and the cost of that, and the question that changes it. */
export interface Edit {
  readonly name: string;
  readonly now: string;
  readonly why: string;
  ask(prompts: Prompts): Promise<Partial<Options>>;
}

/** The question that stands between a result and its plan, or undefined: which app, or which preset. */
export function openQuestion({
  problems,
  repository,
  presets,
}: Result): ((prompts: Prompts) => Promise<Partial<Options>>) | undefined {
  const [first] = problems.filter(({ level }) => level === 'error').map(({ id }) => id);
  if (first === 'which-app') return (prompts) => askApp(prompts, candidatesFor(repository, undefined));
  if (first === 'ambiguous-preset') return async (prompts) => ({ preset: await askPreset(prompts, presets) });
  return undefined;
}

/** What can be changed about a result. */
export function editsOf({ plan, repository, presets }: Result, options: Options): readonly Edit[] {
  const [image] = plan.images;
  const preset = presets.find(({ id }) => id === image?.preset);
  if (image === undefined || preset === undefined) return [];
  const files = row(
    'the files',
    filesText(options),
    'their names, and whether compose.yaml is one of them',
    (prompts) => askFiles(prompts, options),
  );
  if (plan.apps !== undefined)
    return [
      row('the apps', 'all of them', 'one of them, instead of all', (prompts) => askApp(prompts, repository.apps)),
      files,
    ];
  const { language } = preset;
  const siblings = presets.filter((each) => each.language === language);
  const starting = candidatesFor(repository, undefined);
  const decided = (flag: FlagName, edit: (decision: Decision) => Edit): readonly Edit[] =>
    plan.decisions.filter((decision) => decision.flag === `--${flag}`).map(edit);
  const base = plan.decisions.find(({ flag }) => flag === '--base')?.value as BaseKind | undefined;
  return [
    ...(starting.length > 1
      ? [row('the app', image.app, 'several start here', (prompts) => askApp(prompts, starting))]
      : []),
    ...(siblings.length > 1
      ? decided('preset', (now) =>
          row('the preset', preset.id, evidenceOf(now), async (prompts) => ({
            preset: await askPreset(prompts, siblings, preset.id),
          })),
        )
      : []),
    ...(preset.bases.length > 1
      ? decided('base', (now) =>
          row(
            'the base image',
            now.value,
            baseWhy(now, baseFacts(now.value as BaseKind, language)),
            async (prompts) => ({
              base: await askBase(prompts, preset, now),
            }),
          ),
        )
      : []),
    ...decided('port', (now) =>
      row('the port', now.value, evidenceOf(now), async (prompts) => ({
        port: Number(await askText(prompts, 'port', now.value)),
      })),
    ),
    ...decided('start', (now) =>
      row('the start command', now.value, evidenceOf(now), async (prompts) => ({
        start: await askText(prompts, 'start', now.value),
      })),
    ),
    ...(base === 'jlink'
      ? [
          row('the Java runtime', javaText(options), 'the start and the size of it', (prompts) =>
            askJava(prompts, options),
          ),
        ]
      : []),
    ...(language === 'node' && base === 'distroless'
      ? [
          row('what Node takes along', nodeText(options), 'the size of the image', (prompts) =>
            askNode(prompts, options),
          ),
        ]
      : []),
    files,
  ];
}

/** An answer that says what holds already changes nothing. */
function row(name: string, now: string, why: string, ask: Edit['ask']): Edit {
  return {
    name,
    now: printable(now),
    why: printable(why),
    ask: async (prompts) => {
      const answer = await ask(prompts);
      return Object.values(answer).every((value) => (typeof value === 'number' ? String(value) : value || now) === now)
        ? {}
        : answer;
    },
  };
}

/** Size and C library first: that is what the choice is about. */
function baseWhy(decision: Decision, facts: string): string {
  return `${facts} · ${evidenceOf(decision)}`;
}

function javaText({ cds, modules = 'standard' }: Options): string {
  return [`${modules} modules`, ...(cds ? ['class data sharing'] : [])].join(', ');
}

function nodeText({ trace = false, strip = false }: Options): string {
  const left = [...(trace ? ['dependencies that nothing leads to'] : []), ...(strip ? ['its symbols'] : [])];
  return left.length === 0 ? 'all of it' : `all but ${left.join(' and ')}`;
}

function filesText({ output, compose }: Options): string {
  return [output, 'ignore file', ...(compose ? ['compose.yaml', 'compose.dev.yaml'] : [])].join(', ');
}
