import { flags, type FlagName } from '../commands/flags.ts';
import { wrongText } from '../commands/values.ts';
import { answerOf } from '../detect/index.ts';
import type { App, Language } from '../model/app.ts';
import type { BaseKind, Decision } from '../model/plan.ts';
import type { Preset } from '../model/preset.ts';
import { printable } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import type { Prompts } from './prompts.ts';
import { baseDescription, baseFacts, optionCosts } from './trade-offs.ts';

/** One of them, or all. */
export async function askApp(prompts: Prompts, apps: readonly App[]): Promise<Partial<Options>> {
  const all = { name: `All ${apps.length} of them, and one compose.yaml`, value: ALL, short: 'all of them' };
  const app = await prompts.select(questionOf('app'), [...appChoices(apps), all]);
  return app === ALL ? { all: true } : { app, all: false };
}

/** No name of an app. */
const ALL = '\0';

export function askPreset(prompts: Prompts, presets: readonly Preset[], now?: string): Promise<string> {
  const width = Math.max(...presets.map(({ id }) => id.length));
  return prompts.select(
    questionOf('preset'),
    presets.map(({ id, title }) => ({ name: `${id.padEnd(width)}  ${title}`, value: id, short: id })),
    now,
  );
}

/** Each base with its trade-off; what does not fit this project cannot be chosen, and says why. */
export function askBase(
  prompts: Prompts,
  { bases, language }: { readonly bases: readonly BaseKind[]; readonly language: Language },
  { value, rejected }: Decision,
): Promise<BaseKind> {
  const width = Math.max(...bases.map(({ length }) => length));
  const choices = bases.map((base) => {
    const refused = rejected.find((loser) => loser.value === base);
    return {
      name: `${base.padEnd(width)}  ${baseFacts(base, language)}`,
      value: base,
      short: base,
      description: baseDescription(base, language),
      ...(refused === undefined ? {} : { disabled: refused.why }),
    };
  });
  return prompts.select(questionOf('base'), choices, value as BaseKind);
}

/** Whether Java is started from an archive, or keeps modules that nothing names. */
export async function askJava(prompts: Prompts, { cds = false, modules = 'standard' }: Options) {
  const chosen = await prompts.checkbox(questionOf('cds'), [
    { name: '--cds: start from an archive of classes', value: 'cds', checked: cds, description: optionCosts.cds },
    {
      name: '--modules minimal: what jdeps sees',
      value: 'minimal',
      checked: modules === 'minimal',
      description: optionCosts.modules,
    },
  ]);
  return { cds: chosen.includes('cds'), modules: chosen.includes('minimal') ? 'minimal' : 'standard' } as const;
}

/** Whether a server leaves out what most runs do not miss. */
export async function askNode(prompts: Prompts, { trace = false, strip = false }: Options) {
  const chosen = await prompts.checkbox(questionOf('trace'), [
    {
      name: '--trace: the dependencies that the start file leads to',
      value: 'trace',
      checked: trace,
      description: optionCosts.trace,
    },
    { name: '--strip: Node without its symbols', value: 'strip', checked: strip, description: optionCosts.strip },
  ]);
  return { trace: chosen.includes('trace'), strip: chosen.includes('strip') };
}

export async function askFiles(prompts: Prompts, options: Options): Promise<Partial<Options>> {
  const output = await askText(prompts, 'output', options.output);
  const chosen = await prompts.checkbox(questionOf('no-compose'), [
    { name: 'compose.yaml and compose.dev.yaml', value: 'compose', checked: options.compose },
  ]);
  return { output, compose: chosen.includes('compose') };
}

/** A text that the flag would accept, too. */
export function askText(prompts: Prompts, flag: 'port' | 'start' | 'output', now: string): Promise<string> {
  return prompts.input(questionOf(flag), now, (text) => {
    const wrong = wrongText(flag, text);
    return wrong ? `${wrong.what} ${wrong.fix}` : true;
  });
}

function questionOf(name: FlagName): string {
  const flag = flags.find((each) => each.name === name);
  return flag !== undefined && 'question' in flag ? flag.question : name;
}

/** Apps by what tells them apart: the name, else the folder, else the language. */
function appChoices(apps: readonly App[]) {
  return apps.map((app) => {
    const folder = app.context ?? app.dir;
    const value = answerOf(app, apps);
    const command = app.processes[0]?.command.value.join(' ');
    const facts = [app.language, folder || '.', ...(command === undefined ? [] : [command])];
    return { name: printable(`${app.name}  ${facts.join(' · ')}`), value, short: printable(app.name) };
  });
}
