import { validate, ValidationCode } from 'dockerfile-utils';
import { problem, type Problem } from '../model/problem.ts';
import { assignments, dockerInstructions, expand, type Instruction } from './dockerfile.ts';

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
  const instructions = dockerInstructions(text);
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
