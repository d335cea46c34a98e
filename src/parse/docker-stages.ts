import { validate, ValidationCode } from 'dockerfile-utils';
import { problem, type Problem } from '../model/problem.ts';
import { dockerInstructions, execForm } from './dockerfile.ts';

/** One instruction of a stage. Lines count from 1. */
export interface Instruction {
  readonly keyword: string;
  /** What stands after the keyword and its flags, on one line, without the bodies of heredocs. */
  readonly text: string;
  /** The exec form's words; undefined for the shell form. */
  readonly exec?: readonly string[];
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** The bodies of heredocs: a script for RUN, contents for COPY. */
  readonly heredoc: string;
  readonly line: number;
  readonly endLine: number;
}

export interface Stage {
  readonly name?: string;
  /** The image, with the defaults of global ARGs put in; the name of an earlier stage where it builds on one. */
  readonly image: string;
  /** The stage that it builds on. */
  readonly parent?: Stage;
  /** The FROM itself. */
  readonly from: Instruction;
  /** What stands after FROM. */
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  readonly path: string;
  readonly stages: readonly Stage[];
  readonly comments: readonly { readonly line: number; readonly text: string }[];
}

/** Faults that leave nothing to read; the others are the linters' business. */
const FATAL: readonly (keyof typeof ValidationCode)[] = [
  'UNKNOWN_INSTRUCTION',
  'NO_SOURCE_IMAGE',
  'ARGUMENT_MISSING',
  'INVALID_ESCAPE_DIRECTIVE',
];

/**
 * Reads a Dockerfile into its stages.
 * @returns a problem with the line where the text is no Dockerfile.
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(text: string, path: string): Dockerfile | Problem {
  const fault = validate(text).find(({ code }) => FATAL.some((fatal) => ValidationCode[fatal] === code));
  const instructions = dockerInstructions(text).map(withFlags);
  if (fault !== undefined || !instructions.some(({ keyword }) => keyword === 'FROM')) {
    const { line, character } = fault?.range.start ?? { line: 0, character: 0 };
    const reason =
      fault === undefined
        ? 'it has no FROM'
        : `line ${line + 1}, column ${character + 1}: ${typeof fault.message === 'string' ? fault.message : fault.message.value}`;
    return problem('malformed-file', { file: path, reason }, { file: path, line: line + 1 });
  }
  const defaults = new Map<string, string>();
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    const current = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      const [written = '', , name] = instruction.text.split(/\s+/);
      const image = expand(written, defaults);
      const parent = stages.find((stage) => stage.name?.toLowerCase() === image.toLowerCase());
      stages.push({
        image,
        from: instruction,
        instructions: [],
        ...(name === undefined ? {} : { name }),
        ...(parent === undefined ? {} : { parent }),
      });
    } else if (current !== undefined) current.instructions.push(instruction);
    else if (instruction.keyword === 'ARG')
      for (const { name, value } of assignments(instruction.text)) defaults.set(name, expand(value, defaults));
  }
  return { path, stages, comments: commentsOf(text, instructions) };
}

const FLAG = /^--([\w-]+)(?:=(\S*))?\s+/;

function withFlags(found: ReturnType<typeof dockerInstructions>[number]): Instruction {
  const flags: { name: string; value: string }[] = [];
  let text = found.text.replace(/\s+/g, ' ').trim();
  for (let match = FLAG.exec(`${text} `); match !== null; match = FLAG.exec(`${text} `)) {
    flags.push({ name: match[1] ?? '', value: match[2] ?? '' });
    text = text.slice(match[0].length);
  }
  const exec = execForm(text.replace(/^CMD\s+(?=\[)/, ''));
  return { ...found, text, flags, ...(exec === undefined ? {} : { exec }) };
}

/** Comments beside and inside instructions; what begins with # in a heredoc is none. */
function commentsOf(text: string, instructions: readonly Instruction[]): Dockerfile['comments'] {
  const isHeredoc = (line: number): boolean =>
    instructions.some(
      ({ heredoc, endLine }) => heredoc !== '' && line < endLine && line >= endLine - heredoc.split('\n').length,
    );
  return text.split('\n').flatMap((line, index) => {
    const comment = /^\s*#\s*(.*)$/.exec(line)?.[1];
    return comment === undefined || isHeredoc(index + 1) ? [] : [{ line: index + 1, text: comment }];
  });
}

/** `NAME=value` and `NAME "a value"` pairs of ENV and ARG; the old `ENV NAME value` form too. */
export function assignments(text: string): readonly { readonly name: string; readonly value: string }[] {
  const old = /^(\w+)\s+([^=\s].*)$/.exec(text);
  if (old?.[1] !== undefined && !/^\w+=/.test(text)) return [{ name: old[1], value: old[2] ?? '' }];
  return [...text.matchAll(/(\w+)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s"'\\]|\\.)*))?/g)].map(
    ([, name = '', value = '']) => ({ name, value: value.replace(/^(["'])(.*)\1$/s, '$2') }),
  );
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` replaced by what is known; the rest stays as it is written. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, usual?: string) => {
      return values.get(plain ?? braced ?? '') ?? usual ?? whole;
    },
  );
}
