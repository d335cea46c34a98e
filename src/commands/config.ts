import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import packageJson from '../../package.json' with { type: 'json' };
import type { Change } from '../model/change.ts';
import { inFile, type Source } from '../model/fact.ts';
import type { Decision } from '../model/plan.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { parseJson } from '../parse/json.ts';
import { join } from '../repo/repo.ts';
import { defaultOptions, type Options } from '../plan/options.ts';
import { flags, type Flag } from './flags.ts';
import { nearest } from './nearest.ts';
import { settings } from './settings.ts';

/** The options that people keep in the repository. */
export const CONFIG_FILE = '.create-dockerfile.json';

const VERSION = 1;

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

/** What holds without the configuration that is to be written. */
export interface Elsewhere {
  /** What the configurations say as they stand, and the one further out alone. */
  readonly now: Partial<Options>;
  readonly outer: Partial<Options>;
  /** The values that the repository leads to by itself, by setting. */
  readonly found: Readonly<Record<string, unknown>>;
}

/**
 * The change that keeps options in the configuration: what this run does not touch stays, comments too; what holds
 * without it anyway is taken out.
 * @param before the file's text, if it is there.
 */
export function configChange(
  dir: string,
  before: string | undefined,
  options: Options,
  { now, outer, found }: Elsewhere,
): Change | undefined {
  const path = join(dir, CONFIG_FILE);
  const start = before ?? emptyConfig();
  const touched = flags.flatMap(({ setting: key }: Flag) => {
    const name = key as keyof Options | undefined;
    if (name === undefined || options[name] === (now[name] ?? defaultOptions[name])) return [];
    const value = options[name] ?? (name in outer ? null : undefined);
    return [{ name, value: value === (outer[name] ?? found[name]) ? undefined : value }];
  });
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: start.includes('\r\n') ? '\r\n' : '\n' };
  const kept = touched
    .filter(({ value }) => value !== undefined)
    .reduce((text, { name, value }) => applyEdits(text, modify(text, [name], value, { formattingOptions })), start);
  const after = touched
    .filter(({ value }) => value === undefined)
    .reduce((text, { name }) => withoutKey(text, name), kept);
  if (before === undefined) return start === after ? undefined : { path, kind: 'create', after };
  return { path, kind: before === after ? 'identical' : 'update', before, after };
}

/** A configuration without a key, and with every comment: the library's own removal takes those beside it along. */
function withoutKey(text: string, key: string): string {
  const node = findNodeAtLocation(parseTree(text) ?? { type: 'null', offset: 0, length: 0 }, [key])?.parent;
  if (node === undefined) return text;
  const [before, after] = [text.slice(0, node.offset), text.slice(node.offset + node.length)];
  const comma = /^\s*,/.exec(after);
  const [start, end] =
    comma === null ? [before.replace(/,(\s*)$/, '$1'), after] : [before, after.slice(comma[0].length)];
  return (
    start.replace(/[ \t]+$/, '') +
    (start.endsWith('\n') || /\n[ \t]*$/.test(start) ? end.replace(/^[ \t]*\r?\n/, '') : end)
  );
}

/**
 * The change of the configuration with more keys, as they are to stand.
 * @param change what happens to the file otherwise.
 */
export function addedChange(
  dir: string,
  before: string | undefined,
  change: Change | undefined,
  added: Readonly<Record<string, unknown>>,
): Change {
  const start = change?.after ?? before ?? emptyConfig();
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: start.includes('\r\n') ? '\r\n' : '\n' };
  const after = Object.entries(added).reduce(
    (text, [key, value]) => applyEdits(text, modify(text, [key], value, { formattingOptions })),
    start,
  );
  const path = join(dir, CONFIG_FILE);
  if (before === undefined) return { path, kind: 'create', after };
  return { path, kind: before === after ? 'identical' : 'update', before, after };
}

function emptyConfig(): string {
  return `${JSON.stringify({ $schema: schemaAddress }, null, 2)}\n`;
}

/** Where editors find the schema: the file of the published package. */
const schemaAddress = `https://unpkg.com/${packageJson.name}@${packageJson.version.split('.').slice(0, 1).join('.')}/schema.json`;

/** The JSON schema of the configuration. @see https://json-schema.org/draft/2020-12/schema */
export function configSchema(): unknown {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaAddress,
    title: `${CONFIG_FILE} of create-dockerfile`,
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      version: { const: VERSION, description: 'version of this form' },
      ...Object.fromEntries(settings.map(({ key, what, schema }) => [key, { description: what, ...schema }])),
    },
  };
}
