import Handlebars from 'handlebars';
import { LineCounter, parseDocument, isNode, type Document } from 'yaml';
import type { core } from 'zod/mini';
import type { Preset } from '../model/preset.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { helpers } from '../render/helpers.ts';
import type { Library, StageTemplate } from './library.ts';
import { checkPreset, presetKeys } from './schema.ts';
import { foreignStatements } from './template-rules.ts';

/** What a folder of a person's own presets came to. */
export interface OwnPresets extends Library {
  readonly problems: readonly Problem[];
}

/**
 * Reads a person's own presets and stage templates. This is the one module that loads YAML, the schema and the
 * compiler of templates at run time.
 * @param files texts by path in the folder: presets/<id>.yaml, stages/<kind>.hbs.
 * @param shown the folder as problems name it.
 * @param known the built-in library: presets are added to it, those with the same id replaced.
 * @param knownStages kinds of the built-in stage templates.
 */
export function readOwnPresets(
  files: ReadonlyMap<string, string>,
  shown: string,
  known: Library,
  knownStages: readonly string[],
): OwnPresets {
  const stages = new Map<string, StageTemplate>();
  const presets: Preset[] = [];
  const problems: Problem[] = [];
  for (const [path, text] of files) {
    const file = `${shown}/${path}`;
    const kind = /^stages\/(.+)\.hbs$/.exec(path)?.[1];
    if (kind === undefined) continue;
    const template = readStage(text, file);
    if (typeof template === 'function') stages.set(kind, template);
    else problems.push(...template);
  }
  const kinds = [...knownStages, ...stages.keys()];
  for (const [path, text] of files) {
    const id = /^presets\/(.+)\.ya?ml$/.exec(path)?.[1];
    if (id === undefined) continue;
    const preset = readPreset(text, `${shown}/${path}`, id, kinds);
    if ('stages' in preset) presets.push(preset);
    else problems.push(...preset);
  }
  const replaced = new Set(presets.map(({ id }) => id));
  return { presets: [...known.presets.filter(({ id }) => !replaced.has(id)), ...presets], stages, problems };
}

function readPreset(text: string, file: string, id: string, kinds: readonly string[]): Preset | readonly Problem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const at = (offset: number): { file: string; line: number } => ({ file, line: lines.linePos(offset).line });
  const [error] = document.errors;
  if (error !== undefined) {
    const what = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code;
    return [problem('preset-invalid', { what, fix: 'Mend the YAML.' }, at(error.pos[0]))];
  }
  const lineOf = (path: readonly PropertyKey[]): { file: string; line: number } => {
    return at(offsetOf(document, path));
  };
  const invalid = (path: readonly PropertyKey[], what: string, fix: string): Problem =>
    problem('preset-invalid', { what, fix }, lineOf(path));
  let preset: Preset;
  try {
    preset = checkPreset(document.toJS({ maxAliasCount: 100 }));
  } catch (fault) {
    if (!isZodError(fault)) throw fault;
    return fault.issues.map((issue) => {
      const extra = issue.code === 'unrecognized_keys' ? issue.keys : [];
      const place = [...issue.path, ...extra.slice(0, 1)];
      const name = place.map(String).join('.') || 'the preset';
      return extra.length > 0
        ? invalid(
            place,
            `there is no key ${name}`,
            issue.path.length === 0 ? `It takes: ${presetKeys.join(', ')}.` : 'Leave it out.',
          )
        : invalid(issue.path, `${name}: ${issue.message}`, 'presets show ID prints a preset to look at.');
    });
  }
  const wrong = [
    ...(preset.id === id ? [] : [invalid(['id'], `its id is ${preset.id}`, `Write id: ${id}, as its file is called.`)]),
    ...preset.stages.flatMap(({ kind }, index) =>
      kinds.includes(kind)
        ? []
        : [
            invalid(
              ['stages', index],
              `there is no stage ${kind}`,
              `Write stages/${kind}.hbs, or one of: ${kinds.join(', ')}.`,
            ),
          ],
    ),
    ...patternsOf(preset).flatMap(([path, pattern]) =>
      isPattern(pattern)
        ? []
        : [invalid(path, `${pattern} is no regular expression`, 'Escape what is meant literally.')],
    ),
  ];
  return wrong.length > 0 ? wrong : preset;
}

function patternsOf({ when, defaults }: Preset): readonly (readonly [readonly PropertyKey[], string])[] {
  return [
    ...(when.content ? [[['when', 'content', 'pattern'], when.content.pattern] as const] : []),
    ...defaults.outputFrom.map(
      ({ pattern }, index) => [['defaults', 'outputFrom', index, 'pattern'], pattern] as const,
    ),
  ];
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}

/** Where the deepest part of a path that is there stands. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function isZodError(error: unknown): error is core.$ZodError {
  return error instanceof Error && 'issues' in error;
}

const compiler = Handlebars.create();
for (const [name, helper] of Object.entries(helpers))
  compiler.registerHelper(name, (value: unknown): string => {
    // Handlebars is strict with values alone, not with what a helper is given.
    if (value === undefined) throw new Error(`{{${name} …}} is given nothing`);
    return helper(value as never);
  });
const SETTINGS = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
  preventIndent: true,
};

function readStage(text: string, file: string): StageTemplate | readonly Problem[] {
  const program = parse(text, file);
  if (isProblem(program)) return [program];
  const foreign = foreignStatements(program);
  if (foreign.length > 0)
    return foreign.map(({ name, line }) =>
      problem('template-foreign', { name, helpers: Object.keys(helpers).join(', ') }, { file, line }),
    );
  const template = compiler.compile(text, SETTINGS);
  return (values) => template(values);
}

function parse(text: string, file: string): hbs.AST.Program | Problem {
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/on line (\d+)/.exec(message)?.[1] ?? 1);
    const what = message.split('\n').at(-1) ?? message;
    return problem('template-malformed', { what }, { file, line });
  }
}
