import { commandsOf, copyOf, imageOf, lastOf, startOf, stepsOf, type Step } from '../check/steps.ts';
import { isProblem, type Problem } from '../model/problem.ts';
import { parseDockerfile, type Dockerfile, type Stage } from '../parse/docker-stages.ts';
import { assignments, expand, type Instruction } from '../parse/dockerfile.ts';

/** Something that a Dockerfile says, and where. */
export interface Said {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** What a Dockerfile makes: its last stage with all that this stands on, and what the others add to the picture. */
export interface WrittenImage {
  readonly file: string;
  /** Names of the stages; their numbers where they have none. */
  readonly stages: readonly string[];
  /** The images that its stages begin with, each once. */
  readonly images: readonly string[];
  readonly image: string;
  readonly env: readonly Said[];
  readonly labels: readonly Said[];
  /** Build arguments of all stages. */
  readonly args: readonly Said[];
  readonly ports: readonly Said[];
  readonly volumes: readonly Said[];
  /** Operating system packages; the value is the program that installs them. */
  readonly packages: readonly Said[];
  /** What is copied from the context: the source by name, the target by value. */
  readonly copies: readonly Said[];
  /** What is copied from other stages, in the same way. */
  readonly made: readonly Said[];
  /** Programs that RUN calls in any stage: the program by name, the step by value. */
  readonly programs: readonly Said[];
  readonly user: string;
  readonly workdir: string;
  readonly health?: string;
  readonly start: readonly string[];
  /** The same as it is written. */
  readonly startText: string;
  /** Instructions that only a few images have. */
  readonly rare: readonly Said[];
}

/** Reads a Dockerfile as a description of an image. @returns a problem where it is none. */
export function readImage(text: string, file: string): WrittenImage | Problem {
  const parsed = parseDockerfile(text, file);
  if (isProblem(parsed)) return parsed;
  const last = parsed.stages.at(-1);
  return last === undefined ? { ...EMPTY, file } : imageFrom(parsed, last);
}

const EMPTY: WrittenImage = {
  file: '',
  stages: [],
  images: [],
  image: 'scratch',
  env: [],
  labels: [],
  args: [],
  ports: [],
  volumes: [],
  packages: [],
  copies: [],
  made: [],
  programs: [],
  user: 'root',
  workdir: '/',
  start: [],
  startText: '',
  rare: [],
};

function imageFrom({ path, stages }: Dockerfile, last: Stage): WrittenImage {
  const steps = stepsOf(last);
  const of = (keyword: string): readonly Step[] => steps.filter(({ instruction }) => instruction.keyword === keyword);
  const health = lastOf(last, 'HEALTHCHECK');
  return {
    file: path,
    stages: stages.map(({ name }, index) => name ?? String(index)),
    images: [...new Set(stages.filter(({ parent }) => parent === undefined).map(({ image }) => image))],
    image: imageOf(last),
    env: lastOnes(of('ENV').flatMap(pairsOf)),
    labels: lastOnes(of('LABEL').flatMap(labelsOf)),
    args: lastOnes(stages.flatMap((stage) => stepsOf(stage).filter(isArg).flatMap(pairsOf))),
    ports: of('EXPOSE').flatMap((step) => wordsOf(step).flatMap((word) => portOf(word, step))),
    volumes: of('VOLUME').flatMap((step) => wordsOf(step).map((value) => said('', value, step))),
    packages: of('RUN').flatMap(packagesOf),
    copies: of('COPY').flatMap((step) => copiesOf(step, false)),
    made: of('COPY').flatMap((step) => copiesOf(step, true)),
    programs: stages.flatMap((stage) =>
      stage.instructions
        .filter(({ keyword }) => keyword === 'RUN')
        .flatMap((instruction) =>
          commandsOf(instruction).map(({ words }) => ({
            name: words[0]?.split('/').at(-1) ?? '',
            value: words.join(' '),
            line: instruction.line,
          })),
        ),
    ),
    user: lastOf(last, 'USER')?.text ?? 'root',
    workdir: steps.at(-1)?.workdir ?? '/',
    ...(health === undefined ? {} : { health: health.text.replace(/^CMD\s+/, '') }),
    start: startOf(last)?.words ?? [],
    startText: ['ENTRYPOINT', 'CMD'].flatMap((keyword) => textOf(lastOf(last, keyword))).join(' '),
    rare: ['ONBUILD', 'SHELL', 'STOPSIGNAL'].flatMap((keyword) =>
      of(keyword).map((step) => said(keyword, step.instruction.text, step)),
    ),
  };
}

function textOf(instruction: Instruction | undefined): readonly string[] {
  return instruction === undefined ? [] : [instruction.exec?.join(' ') ?? instruction.text];
}

function isArg({ instruction }: Step): boolean {
  return instruction.keyword === 'ARG';
}

function said(name: string, value: string, { instruction }: Step): Said {
  return { name, value, line: instruction.line };
}

/** Later statements replace earlier ones of the same name. */
function lastOnes(all: readonly Said[]): readonly Said[] {
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

function pairsOf(step: Step): readonly Said[] {
  return assignments(step.instruction.text).map(({ name, value }) => said(name, expand(value, step.env), step));
}

/** Keys of labels hold dots and dashes, and may be quoted. */
function labelsOf(step: Step): readonly Said[] {
  const pair = /"?([\w./-]+)"?\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g;
  return [...step.instruction.text.matchAll(pair)].map(([, name = '', value = '']) =>
    said(name, expand(value.replace(/^(["'])(.*)\1$/s, '$2'), step.env), step),
  );
}

function wordsOf({ instruction, env }: Step): readonly string[] {
  return (instruction.exec ?? instruction.text.split(' ')).map((word) => expand(word, env).replace(/^"(.*)"$/, '$1'));
}

function portOf(word: string, step: Step): readonly Said[] {
  const port = /^(\d{1,5})(?:\/tcp)?$/.exec(word)?.[1];
  return port === undefined ? [] : [said('', port, step)];
}

const INSTALLERS: Readonly<Record<string, string>> = { 'apt-get': 'install', apt: 'install', apk: 'add' };

/** What the package manager of the distribution installs; what is taken away again (`apk --virtual`) only builds. */
function packagesOf(step: Step): readonly Said[] {
  return commandsOf(step.instruction).flatMap(({ words: [program = '', ...words] }) => {
    const verb = INSTALLERS[program];
    if (verb === undefined || !words.includes(verb) || words.some((word) => /^(--virtual|-t)/.test(word))) return [];
    return words
      .slice(words.indexOf(verb) + 1)
      .map((word) => word.replace(/[=~<>@].*$/, ''))
      .filter((word) => /^[a-z0-9][a-z0-9+.-]*$/.test(word))
      .map((word) => said(word, program === 'apk' ? 'apk' : 'apt', step));
  });
}

function copiesOf(step: Step, fromStages: boolean): readonly Said[] {
  const copy = copyOf(step);
  if (copy === undefined || (copy.from !== undefined) !== fromStages) return [];
  return copy.sources.map((source) => said(source, copy.target, step));
}
