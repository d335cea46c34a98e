import picomatch from 'picomatch';
import type { Stage } from '../parse/docker-stages.ts';
import { assignments, expand, type Instruction } from '../parse/dockerfile.ts';
import { parseCommandLine } from '../parse/command-line.ts';
import { within } from '../repo/repo.ts';

/** An instruction with what holds where it stands. */
export interface Step {
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Absolute. */
  readonly workdir: string;
  readonly env: ReadonlyMap<string, string>;
}

/** The stages that a stage is built on, the first one first, and itself. */
function lineage(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [...lineage(stage.parent), stage];
}

/** Everything that made the image of a stage, in order. */
export function stepsOf(stage: Stage): readonly Step[] {
  const env = new Map<string, string>();
  let workdir = '/';
  return lineage(stage).flatMap((each) =>
    each.instructions.map((instruction) => {
      if (instruction.keyword === 'WORKDIR') workdir = absolute(workdir, expand(instruction.text, env));
      if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG')
        for (const { name, value } of assignments(instruction.text))
          if (value !== '') env.set(name, expand(value, env));
      return { stage: each, instruction, workdir, env: new Map(env) };
    }),
  );
}

/** The image that a stage stands on in the end. */
export function imageOf(stage: Stage): string {
  return lineage(stage)[0]?.image ?? stage.image;
}

/** The last instruction of a kind in what made a stage; a stage's CMD counts only up to a later ENTRYPOINT of a parent. */
export function lastOf(stage: Stage, keyword: string): Instruction | undefined {
  return stepsOf(stage).findLast(({ instruction }) => instruction.keyword === keyword)?.instruction;
}

/** What the container runs, as words; a shell form's words where it is one simple command. */
export function startOf(stage: Stage): { readonly words: readonly string[]; readonly line: number } | undefined {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const command = lastOf(stage, 'CMD');
  const first = entrypoint ?? command;
  if (first === undefined) return undefined;
  const words = [entrypoint, command].flatMap((each) => (each === undefined ? [] : wordsOf(each)));
  const own = entrypoint === undefined ? ENTRYPOINTS.find(({ image }) => image.test(imageOf(stage))) : undefined;
  return { words: [...(own?.words ?? []), ...words], line: (command ?? first).line };
}

/** Base images that bring an entrypoint which takes the command as its arguments. @see https://github.com/GoogleContainerTools/distroless */
const ENTRYPOINTS: readonly { readonly image: RegExp; readonly words: readonly string[] }[] = [
  { image: /distroless\/nodejs/, words: ['node'] },
  { image: /distroless\/python3/, words: ['python3'] },
  { image: /distroless\/java/, words: ['java', '-jar'] },
];

/** The words of CMD, ENTRYPOINT or one RUN; of a shell form, those of its last command. */
function wordsOf(instruction: Instruction): readonly string[] {
  return instruction.exec ?? commandsOf(instruction).at(-1)?.words ?? [];
}

/** The simple commands of a RUN, as far as they can be read without a shell. */
export function commandsOf(instruction: Instruction) {
  const text = instruction.heredoc === '' ? instruction.text : instruction.heredoc.replace(/\n\w+\s*$/, '\n');
  if (instruction.exec !== undefined) return [{ env: {}, words: instruction.exec }];
  return text
    .split(/\s*(?:;|\|\|?|\n)\s*/)
    .map((line) => line.replace(/(^|\s)#.*$/, ''))
    .flatMap((line) => parseCommandLine(line.replace(/^(?:if|then|else|do|set -\w+)\s+/, '')).commands)
    .filter(({ words }) => words.length > 0);
}

export interface CopyStep {
  readonly from?: string;
  readonly sources: readonly string[];
  readonly target: string;
}

/** The sources and the target of a COPY or ADD; undefined for another instruction, and for what holds its own text. */
export function copyOf({ instruction, env }: Step): CopyStep | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const words = (instruction.exec ?? instruction.text.split(' ')).map((word) => expand(word, env));
  const from = instruction.flags.find(({ name }) => name === 'from')?.value;
  const sources = words.slice(0, -1).filter((word) => !word.startsWith('<<') && !/^(https?|git@|ssh):/.test(word));
  return sources.length === 0
    ? undefined
    : { sources: sources.map(clean), target: words.at(-1) ?? '', ...(from === undefined ? {} : { from }) };
}

/** Paths of the context that the instruction mounts; '' for the whole context. */
export function mountsOf({ instruction }: Step): readonly string[] {
  return instruction.flags
    .filter(({ name, value }) => name === 'mount' && !/type=(cache|secret|ssh|tmpfs)|from=/.test(value))
    .map(({ value }) => clean(/(?:source|src)=([^,]*)/.exec(value)?.[1] ?? '.'));
}

export function hasCacheMount({ instruction }: Step): boolean {
  return instruction.flags.some(({ name, value }) => name === 'mount' && value.includes('type=cache'));
}

/** What the context gave to a step by the steps before it and by its own mounts. */
export interface Available {
  /** Whether a path of the context is there; undefined where a copy from another stage may have brought it. */
  readonly has: (path: string) => boolean | undefined;
  /** The COPY that brought all the sources. */
  readonly whole?: Instruction;
}

export function availableAt(steps: readonly Step[], index: number): Available {
  const before = steps.slice(0, index);
  const copies = before.map((step) => ({ step, copy: copyOf(step) }));
  const sources = copies.flatMap(({ copy }) => (copy?.from === undefined ? (copy?.sources ?? []) : []));
  const step = steps[index];
  const all = [...sources, ...(step === undefined ? [] : mountsOf(step))];
  const whole = copies.find(({ copy }) => copy?.from === undefined && copy?.sources.includes(''))?.step.instruction;
  const isFetched = before.some(
    ({ instruction: { keyword, text } }) => keyword === 'RUN' && /\b(git clone|wget|curl)\b/.test(text),
  );
  const isUnsure =
    isFetched || copies.some(({ copy }) => copy?.from !== undefined) || all.some((source) => source.includes('$'));
  return {
    has: (path) => all.some((source) => covers(source, path)) || (isUnsure ? undefined : false),
    ...(whole === undefined ? {} : { whole }),
  };
}

/** Whether a COPY source brings a path: itself, a folder above it, or a pattern. */
export function covers(source: string, path: string): boolean {
  if (source === '' || source === path || path.startsWith(`${source}/`)) return true;
  if (!isPattern(source)) return false;
  const parts = path.split('/');
  return parts.some((_, end) => picomatch(source, { dot: true })(parts.slice(0, end + 1).join('/')));
}

export function isPattern(source: string): boolean {
  return /[*?[]/.test(source);
}

function clean(path: string): string {
  return within('', path.replace(/^\/+/, '')) ?? path;
}

function absolute(from: string, path: string): string {
  return path.startsWith('/') ? `/${within('', path) ?? ''}` : `/${within(from, path) ?? ''}`;
}
