/** What stands on the command line without a name: --help and completion read it. */
export interface Positional {
  readonly name: string;
  readonly what: string;
  /** What it can be; a folder where nothing is said. */
  readonly takes?: readonly string[] | 'preset';
  readonly standard?: string;
}

export interface Command {
  readonly name: string;
  /** What it takes without a name, in order. */
  readonly positionals: readonly Positional[];
  readonly what: string;
  /** Command lines with what they are for. */
  readonly examples: readonly (readonly [line: string, about: string])[];
}

export const PRESET_ACTIONS = ['list', 'show', 'eject'] as const;
export type PresetAction = (typeof PRESET_ACTIONS)[number];

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const dir: Positional = { name: 'dir', what: 'folder of the app', standard: '.' };

/** Every command; the first one needs no name on the command line. */
export const commands = [
  {
    name: 'create',
    positionals: [dir],
    what: 'Reads a repository and writes a multi-stage Dockerfile, a .dockerignore and a compose.yaml for it.\nAsks in a terminal; decides alone with --yes, and where there is no terminal.',
    examples: [
      ['$0', 'look at this folder, ask, write'],
      ['$0 apps/web --yes', 'decide alone, for an app in a subfolder'],
      ['$0 --dry-run --diff', 'what would change'],
      ['$0 --dry-run --exit-code', 'in CI: are the files up to date?'],
      ['$0 --base alpine --port 8080 --save', 'overrule two decisions, in later runs too'],
    ],
  },
  {
    name: 'check',
    positionals: [dir],
    what: 'Does the Dockerfile, whoever wrote it, still fit the repository? Builds nothing and needs no engine.\nA comment `# check-ignore: ID reason` above an instruction accepts what is found there.',
    examples: [
      ['$0 check', 'the Dockerfiles of this folder; exit code 1 where something is found'],
      ['$0 check --sarif > findings.sarif', 'for a code host that shows findings beside the lines'],
    ],
  },
  {
    name: 'verify',
    positionals: [dir],
    what: 'Proves what a Dockerfile promises, whoever wrote it: builds every target, runs production with a read-only root and without capabilities, asks it, stops it, looks for secrets and build tools in its layers, changes a source file and rebuilds, compares with a naive image.\nServices that the app needs come from its compose file. Needs Docker, and removes all that it made.',
    examples: [
      ['$0 verify', 'a report; exit code 1 where something fails'],
      ['$0 verify --no-compare --app-env .env.test', 'faster, with variables for the app'],
      ['$0 verify --markdown --svg sizes.svg > report.md', 'for a pull request'],
    ],
  },
  {
    name: 'explain',
    positionals: [dir],
    what: 'Why each instruction of the Dockerfile is there: the decision, its evidence, what it overruled, the option that changes it.',
    examples: [
      ['$0 explain', 'stage by stage'],
      ['$0 explain --line 12', 'one instruction'],
      ['$0 explain --markdown > docs/dockerfile.md', 'for the documents of a team'],
    ],
  },
  {
    name: 'presets',
    positionals: [
      { name: 'action', what: 'what to do', takes: PRESET_ACTIONS, standard: 'list' },
      { name: 'id', what: 'of the preset', takes: 'preset' },
    ],
    what: 'The shapes that a Dockerfile can have: lists them, shows one, or ejects one with its stage templates into the repository, to own and edit.',
    examples: [
      ['$0 presets list', 'their names'],
      ['$0 presets show fastapi', 'print one'],
      ['$0 presets eject fastapi', 'write it and its stage templates into .create-dockerfile.d'],
    ],
  },
  {
    name: 'completion',
    positionals: [{ name: 'shell', what: 'the shell', takes: SHELLS }],
    what: 'Prints what makes a shell complete commands, options and their values, for where the program is installed (npm install --global create-dockerfile).',
    examples: [
      ['source <($0 completion bash)', 'in ~/.bashrc'],
      ['source <($0 completion zsh)', 'in ~/.zshrc, after compinit'],
      ['$0 completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
  },
] as const satisfies readonly Command[];

export type CommandName = (typeof commands)[number]['name'];

/** How a command is written: `check [dir]`. */
export function usageOf({ name, positionals }: Command): string {
  return [...(name === commands[0].name ? [] : [name]), ...positionals.map((each) => `[${each.name}]`)].join(' ');
}
