import type { Options } from '../plan/options.ts';
import type { CommandName } from './commands.ts';
import { fileFlags } from './file-flags.ts';

/**
 * Every option of the command line, once. The parser, --help, the questions of a terminal, the README's table and the
 * tests are readers of this table.
 */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in texts; an option without one is a switch. */
  readonly value?: string;
  /** Whether it can be given without its value. */
  readonly isBare?: boolean;
  readonly choices?: readonly string[];
  readonly what: string;
  /** What holds where it is not given. */
  readonly standard?: string;
  readonly group: (typeof flagGroups)[number];
  /** The commands that take it; the one that writes files where left out. */
  readonly commands?: readonly CommandName[];
  /** What a terminal offers to change instead. */
  readonly question?: string;
  /** The option that it decides, where .create-dockerfile.json may keep it: its name there. */
  readonly setting?: keyof Options;
  /** The option that it decides for this run alone. */
  readonly option?: keyof Options;
}

export const flagGroups = ['Decisions', 'Files', 'Looking without writing', 'Running'] as const;

export const flags = [
  {
    name: 'app',
    setting: 'app',
    value: 'NAME',
    what: 'the app to write for, where several start: its name, folder or language',
    group: 'Decisions',
    question: 'Which app is it for?',
    commands: ['create', 'check', 'verify', 'explain'],
  },
  {
    name: 'all',
    setting: 'all',
    what: 'write for every app that starts here or below, and one compose.yaml over them',
    group: 'Decisions',
    commands: ['create', 'check', 'explain'],
  },
  {
    name: 'preset',
    setting: 'preset',
    value: 'ID',
    what: 'the shape of the Dockerfile',
    standard: 'what fits the app',
    group: 'Decisions',
    question: 'Which preset?',
  },
  {
    name: 'presets-from',
    option: 'presetsFrom',
    value: 'DIR',
    what: 'a folder of your own presets and stage templates',
    standard: '.create-dockerfile.d in the repository',
    group: 'Decisions',
    commands: ['create', 'check', 'verify', 'explain', 'presets'],
  },
  {
    name: 'base',
    setting: 'base',
    value: 'KIND',
    choices: ['auto', 'slim', 'distroless', 'jlink', 'alpine', 'scratch'],
    what: 'what the runtime image stands on',
    standard: 'auto: the smallest that fits',
    group: 'Decisions',
    question: 'Which base image?',
  },
  {
    name: 'port',
    setting: 'port',
    value: 'NUMBER',
    what: 'the port that the app listens on',
    standard: 'what the code says',
    group: 'Decisions',
    question: 'Which port does it listen on?',
  },
  {
    name: 'start',
    setting: 'start',
    value: 'COMMAND',
    what: 'the command that starts the app',
    standard: 'what the repository starts',
    group: 'Decisions',
    question: 'Which command starts it?',
  },
  {
    name: 'modules',
    setting: 'modules',
    value: 'SET',
    choices: ['standard', 'minimal'],
    what: 'modules of the Java runtime: minimal leaves out what only code that looks it up by name would need',
    standard: 'standard: every one that a JRE has',
    group: 'Decisions',
  },
  {
    name: 'cds',
    setting: 'cds',
    what: 'start Java faster, from an archive of its classes; the build starts the app once, the image grows',
    group: 'Decisions',
    question: 'What is special about its Java?',
  },
  {
    name: 'trace',
    setting: 'trace',
    what: 'take of the Node dependencies what the start file leads to: some megabytes less; what code names only while it runs is missing, and missed only then',
    group: 'Decisions',
    question: 'What may be left out of its image?',
  },
  {
    name: 'strip',
    setting: 'strip',
    what: 'run Node without its symbols, on distroless: 18 MB less; core dumps and profiles of the system show no names of its functions',
    group: 'Decisions',
  },
  ...fileFlags,
  { name: 'dry-run', what: 'say what would be written', group: 'Looking without writing' },
  { name: 'diff', what: 'show it as a unified diff', group: 'Looking without writing' },
  { name: 'exit-code', what: 'exit with 1 if anything would change', group: 'Looking without writing' },
  {
    name: 'print',
    value: 'PART',
    choices: ['repository', 'plan', 'files', 'changes'],
    what: 'print one part of the result as JSON',
    group: 'Looking without writing',
  },
  {
    name: 'yes',
    short: 'y',
    what: 'ask nothing: decide from the repository, as without a terminal',
    group: 'Running',
  },
  {
    name: 'scan',
    what: 'scan the image by the scanner that is here, Trivy, Docker Scout or Grype (verify), or say at the end how',
    group: 'Running',
    commands: ['create', 'verify'],
  },
  {
    name: 'json',
    what: 'print the whole result as JSON on stdout; ask nothing',
    group: 'Running',
    commands: ['create', 'check', 'verify', 'explain', 'presets'],
  },
  { name: 'sarif', what: 'print the findings as SARIF on stdout', group: 'Running', commands: ['check'] },
  {
    name: 'line',
    value: 'NUMBER',
    what: 'explain the instruction on this line alone',
    standard: 'all of them',
    group: 'Running',
    commands: ['explain'],
  },
  { name: 'markdown', what: 'print it as Markdown on stdout', group: 'Running', commands: ['verify', 'explain'] },
  {
    name: 'svg',
    value: 'FILE',
    what: 'write the picture of the sizes, layer by layer',
    group: 'Running',
    commands: ['verify'],
  },
  {
    name: 'no-compare',
    what: 'leave out the naive image of the same app, which takes the longest',
    group: 'Running',
    commands: ['verify'],
  },
  {
    // Not --env-file: Node takes that for its own, wherever it stands. https://github.com/nodejs/node/issues/54232
    name: 'app-env',
    value: 'FILE',
    what: 'a file of variables for the app, a NAME=value on each line',
    group: 'Running',
    commands: ['verify'],
  },
  { name: 'builder', value: 'NAME', what: 'the builder of buildx', group: 'Running', commands: ['verify'] },
  {
    name: 'wait',
    value: 'SECONDS',
    what: 'how long the app may take until it answers',
    standard: '60',
    group: 'Running',
    commands: ['verify'],
  },
  {
    name: 'timeout',
    value: 'SECONDS',
    what: 'how long one build may take',
    standard: '1800',
    group: 'Running',
    commands: ['verify'],
  },
] as const satisfies readonly Flag[];

/** The options that a command takes. */
export function flagsOf(command: CommandName): readonly (Flag & { readonly name: FlagName })[] {
  return flags.filter((flag: Flag) => (flag.commands ?? ['create']).includes(command));
}

export type FlagName = (typeof flags)[number]['name'];
