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

export function parseDockerfile(text: string): ParsedDockerfile {
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
}

/** What dockerfile-utils finds wrong, as `line: message`. */
export function faultsOf(text: string): readonly string[] {
  return validate(text).map(
    ({ range, message }) => `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
}

function isExecForm(instruction: Instruction): boolean {
  return ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(instruction.getKeyword()) && execText(instruction) !== '';
}

/** The JSON text of an instruction; '' where there is none. */
function execText(instruction: Instruction): string {
  return /\[[\s\S]*\]\s*$/.exec(instruction.getRawArgumentsContent() ?? '')?.[0] ?? '';
}
