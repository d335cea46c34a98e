import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

/** A Dockerfile as its instructions, for assertions. */
export interface ParsedDockerfile {
  /** Keywords in order: FROM, RUN, COPY… */
  readonly keywords: readonly string[];
  /** The image of each FROM that names no earlier stage. */
  readonly images: readonly string[];
  readonly stages: readonly (string | undefined)[];
  /** The JSON arrays of the exec-form instructions, in order. */
  readonly execForms: readonly { readonly keyword: string; readonly words: unknown }[];
}

/** The parser is slow under jest, and most changes of a repository give a text that was seen before. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.get(text) ?? make(text);
    known.set(text, value);
    return value;
  };
}

export const parseDockerfile = remembered((text: string): ParsedDockerfile => {
  const dockerfile = DockerfileParser.parse(text);
  const froms = dockerfile.getFROMs();
  const stages = froms.map((from) => from.getBuildStage() ?? undefined);
  const instructions = dockerfile.getInstructions();
  return {
    keywords: instructions.map((instruction) => instruction.getKeyword()),
    images: froms.map((from) => from.getImage() ?? '').filter((image) => !stages.includes(image)),
    stages,
    execForms: instructions.filter(isExecForm).map((instruction) => ({
      keyword: instruction.getKeyword(),
      words: JSON.parse(execText(instruction)) as unknown,
    })),
  };
});

/** What dockerfile-utils finds wrong, as `line: message`. */
export const faultsOf = remembered((text: string): readonly string[] =>
  validate(text).map(
    ({ range, message }) => `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  ),
);

function isExecForm(instruction: Instruction): boolean {
  return ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(instruction.getKeyword()) && execText(instruction) !== '';
}

/** The JSON text of an instruction; '' where there is none. */
function execText(instruction: Instruction): string {
  return /\[[\s\S]*\]\s*$/.exec(instruction.getRawArgumentsContent() ?? '')?.[0] ?? '';
}
