import { inFile, type Source } from '../model/fact.ts';
import type { Decision } from '../model/plan.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { parseJson } from '../parse/json.ts';
import type { Options } from '../plan/options.ts';
import { flags, type Flag } from './flags.ts';
import { nearest } from './nearest.ts';
import { settings } from './settings.ts';

/** The options that people keep in the repository. */
export const CONFIG_FILE = '.create-dockerfile.json';

/** Of the form of its keys. */
export const VERSION = 1;

/** What the configuration says, and where. */
export interface Config {
  readonly options: Partial<Options>;
  /** The keys that it sets back to what is found. */
  readonly undone: readonly string[];
  /** Where each key stands. */
  readonly sources: Readonly<Record<string, Source>>;
  readonly problems: readonly Problem[];
}

export const NO_CONFIG: Config = { options: {}, undone: [], sources: {}, problems: [] };

/** Reads the text of a configuration; what is wrong with it stands among its problems. */
export function readConfig(text: string, file: string): Config {
  const document = parseJson(text, file);
  if (isProblem(document)) return { ...NO_CONFIG, problems: [document] };
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ...NO_CONFIG, problems: [problem('malformed-file', { file, reason: 'it is no object' }, { file })] };
  const at = (key: string): { file: string; line?: number } => {
    const line = document.lineOf(key);
    return { file, ...(line === undefined ? {} : { line }) };
  };
  const entries: readonly [string, unknown][] = Object.entries(value);
  const version: unknown = entries.find(([key]) => key === 'version')?.[1] ?? VERSION;
  // What its keys mean is not ours to guess.
  if (version !== VERSION) return { ...NO_CONFIG, problems: [problem('config-newer', { file }, at('version'))] };
  const read = entries
    .filter(([key]) => key !== '$schema' && key !== 'version')
    .map(([key, each]) => ({ key, answer: readSetting(key, each, at(key)) }));
  return {
    options: Object.assign({}, ...read.map(({ answer }) => (isProblem(answer) ? {} : answer))) as Partial<Options>,
    undone: entries.flatMap(([key, each]) => (isUndoing(key, each) ? [key] : [])),
    sources: Object.fromEntries(read.map(({ key }) => [key, inFile(file, document.lineOf(key), key)])),
    problems: read.flatMap(({ answer }) => (isProblem(answer) ? [answer] : [])),
  };
}

function isUndoing(key: string, value: unknown): boolean {
  return (key === 'base' && value === 'auto') || (value === null && isUndoable(key));
}

function isUndoable(key: string): boolean {
  return settings.some((setting) => setting.key === key && setting.isUndoable);
}

function readSetting(key: string, value: unknown, where: { file: string; line?: number }): Partial<Options> | Problem {
  const setting = settings.find((each) => each.key === key);
  if (setting === undefined) {
    const near = nearest(
      key,
      settings.map((each) => each.key),
    );
    const advice =
      near === undefined ? `It takes: ${settings.map((each) => each.key).join(', ')}.` : `Did you mean ${near}?`;
    return problem('unknown-setting', { key, advice }, where);
  }
  if (isUndoing(key, value)) return {};
  return (
    setting.read(value) ??
    problem('wrong-setting', { key, value: JSON.stringify(value), allowed: setting.allowed }, where)
  );
}

/** Two configurations as one; the inner one's keys win. */
export function joinConfigs(outer: Config, inner: Config): Config {
  return {
    options: { ...without(outer.options, inner.undone), ...inner.options },
    undone: inner.undone,
    sources: { ...outer.sources, ...inner.sources },
    problems: [...outer.problems, ...inner.problems],
  };
}

/** The options without those of some names. */
export function without(options: Partial<Options>, keys: readonly string[]): Partial<Options> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)));
}

/** The decisions with the configuration as the source of what it said; what it adds is one of its own. */
export function withConfigSources(
  decisions: readonly Decision[],
  config: Config,
  options: Options,
): readonly Decision[] {
  const isFrom = (key: string): boolean =>
    key in config.options && config.options[key as keyof Options] === options[key as keyof Options];
  const sourceOf = (source: Source): Source => {
    const key = source.kind === 'flag' ? settingOf(source.name) : undefined;
    return (key !== undefined && isFrom(key) ? config.sources[key] : undefined) ?? source;
  };
  const added = ['env', 'labels', 'packages', 'copies', 'build'].filter(isFrom);
  return [
    ...decisions.map((decision) => ({ ...decision, sources: decision.sources.map(sourceOf) })),
    ...(added.length === 0
      ? []
      : [
          {
            subject: 'added',
            value: added.join(', '),
            because: 'you added it',
            sources: added.flatMap((key) => config.sources[key] ?? []),
            rejected: [],
          },
        ]),
  ];
}

function settingOf(flagName: string): string | undefined {
  return flags
    .find((flag: Flag) => `--${flag.name}` === flagName && flag.setting !== undefined)
    ?.name.replace(/^no-/, '');
}
