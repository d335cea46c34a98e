import { flags, type FlagName } from '../commands/flags.ts';
import type { Result } from '../commands/prepare.ts';
import { wrongText } from '../commands/request.ts';
import { candidatesFor } from '../detect/index.ts';
import type { App } from '../model/app.ts';
import type { BaseKind } from '../model/plan.ts';
import type { Preset } from '../model/preset.ts';
import { printable } from '../model/problem.ts';
import { BASE_TRADE_OFFS } from '../plan/base.ts';
import type { Options } from '../plan/options.ts';
import type { Prompts } from './prompts.ts';

/** A row that can be changed: its name, its value now, and the question that changes it. */
export interface Edit {
  readonly name: string;
  readonly now: string;
  ask(prompts: Prompts): Promise<Partial<Options>>;
}

/** The question that stands between a result and its plan, or undefined: which app, or which preset. */
export function openQuestion({
  problems,
  repository,
  presets,
}: Result): ((prompts: Prompts) => Promise<Partial<Options>>) | undefined {
  const ids = problems.filter(({ level }) => level === 'error').map(({ id }) => id);
  if (ids[0] === 'which-app')
    return async (prompts) => ({
      app: await prompts.select(questionOf('app'), appChoices(candidatesFor(repository, undefined))),
    });
  if (ids[0] === 'ambiguous-preset') return async (prompts) => ({ preset: await askPreset(prompts, presets) });
  return undefined;
}

/** What can be changed about a result. */
export function editsOf({ plan, repository, presets }: Result, options: Options): readonly Edit[] {
  const [image] = plan.images;
  const preset = presets.find(({ id }) => id === image?.preset);
  if (image === undefined || preset === undefined) return [];
  const siblings = presets.filter(({ language }) => language === preset.language);
  const starting = candidatesFor(repository, undefined);
  const valueOf = (flag: FlagName): string | undefined =>
    plan.decisions.find((decision) => decision.flag === `--${flag}`)?.value;
  const [base, port, start] = [valueOf('base'), valueOf('port'), valueOf('start')];
  return [
    ...(starting.length > 1
      ? [
          edit('the app', image.app, async (prompts) => ({
            app: await prompts.select(questionOf('app'), appChoices(starting)),
          })),
        ]
      : []),
    ...(siblings.length > 1
      ? [edit('the preset', preset.id, async (prompts) => ({ preset: await askPreset(prompts, siblings, preset.id) }))]
      : []),
    ...(base !== undefined && preset.bases.length > 1
      ? [
          edit('the base image', base, async (prompts) => ({
            base: await askBase(prompts, preset.bases, base, refusedBases(plan.decisions)),
          })),
        ]
      : []),
    ...(port === undefined
      ? []
      : [edit('the port', port, async (prompts) => ({ port: Number(await askText(prompts, 'port', port)) }))]),
    ...(start === undefined
      ? []
      : [edit('the start command', start, async (prompts) => ({ start: await askText(prompts, 'start', start) }))]),
    edit('the files', filesText(options), (prompts) => askFiles(prompts, options)),
  ];
}

function edit(name: string, now: string, ask: Edit['ask']): Edit {
  return {
    name,
    now: printable(now),
    ask: async (prompts) => {
      const answer = await ask(prompts);
      return Object.values(answer).every((value) => (typeof value === 'number' ? String(value) : value) === now)
        ? {}
        : answer;
    },
  };
}

function questionOf(name: FlagName): string {
  const flag = flags.find((each) => each.name === name);
  return flag !== undefined && 'question' in flag ? flag.question : name;
}

/** Apps by what tells them apart: the name, else the folder, else the language. */
function appChoices(apps: readonly App[]) {
  return apps.map((app) => {
    const folder = app.context ?? app.dir;
    const isOnly = (same: (other: App) => boolean): boolean => apps.filter(same).length === 1;
    const value = isOnly(({ name }) => name === app.name)
      ? app.name
      : isOnly((other) => folder !== '' && (other.context ?? other.dir) === folder)
        ? folder
        : app.language;
    const command = app.processes[0]?.command.value.join(' ');
    const facts = [app.language, folder || '.', ...(command === undefined ? [] : [command])];
    return { name: printable(`${app.name}  ${facts.join(' · ')}`), value, short: printable(app.name) };
  });
}

function askPreset(prompts: Prompts, presets: readonly Preset[], now?: string): Promise<string> {
  const width = Math.max(...presets.map(({ id }) => id.length));
  return prompts.select(
    questionOf('preset'),
    presets.map(({ id, title }) => ({ name: `${id.padEnd(width)}  ${title}`, value: id, short: id })),
    now,
  );
}

function askBase(
  prompts: Prompts,
  bases: readonly BaseKind[],
  now: string,
  refused: ReadonlyMap<string, string>,
): Promise<BaseKind> {
  const choices = bases.map((base) => ({
    name: `${base.padEnd(10)}  ${BASE_TRADE_OFFS[base]}`,
    value: base,
    short: base,
    ...(refused.has(base) ? { disabled: refused.get(base) ?? '' } : {}),
  }));
  return prompts.select(questionOf('base'), choices, now as BaseKind);
}

function refusedBases(decisions: Result['plan']['decisions']): ReadonlyMap<string, string> {
  const base = decisions.find(({ flag }) => flag === '--base');
  return new Map(base?.rejected.map(({ value, why }) => [value, why]));
}

/** A text that the flag would accept, too. */
export function askText(prompts: Prompts, flag: 'port' | 'start' | 'output', now: string): Promise<string> {
  return prompts.input(questionOf(flag), now, (text) => {
    const wrong = wrongText(flag, text);
    return wrong ? `${wrong.what} ${wrong.fix}` : true;
  });
}

function filesText({ output, compose }: Options): string {
  return [output, 'ignore file', ...(compose ? ['compose.yaml'] : [])].join(', ');
}

async function askFiles(prompts: Prompts, options: Options): Promise<Partial<Options>> {
  const output = await askText(prompts, 'output', options.output);
  const chosen = await prompts.checkbox(questionOf('no-compose'), [
    { name: 'compose.yaml', value: 'compose', checked: options.compose },
  ]);
  return { output, compose: chosen.includes('compose') };
}
