import type { App } from '../../model/app.ts';
import { finding, placeOfSource, type CheckContext, type Finding, type Rule } from '../context.ts';
import { join } from '../../repo/repo.ts';
import { compareParts } from '../images.ts';
import { availableAt, commandsOf, hasCacheMount, mountsOf, stepsOf, type Step } from '../steps.ts';
import { allSteps } from './files.ts';

/** How each manager installs a project, and the option by which the lockfile decides. */
const INSTALLS: readonly {
  readonly manager: string;
  readonly language: App['language'];
  readonly pattern: RegExp;
  readonly frozen: RegExp;
  readonly instead: string;
}[] = [
  {
    manager: 'npm',
    language: 'node',
    pattern: /^npm (ci|install|i|clean-install)$/,
    frozen: /^npm (ci|clean-install)/,
    instead: 'npm ci',
  },
  {
    manager: 'yarn',
    language: 'node',
    pattern: /^yarn( install)?$/,
    frozen: /--(frozen-lockfile|immutable)/,
    instead: 'yarn install --frozen-lockfile (--immutable from Yarn 2 on)',
  },
  {
    manager: 'pnpm',
    language: 'node',
    pattern: /^pnpm (install|i|fetch|deploy)$/,
    frozen: /--frozen-lockfile|^pnpm (fetch|deploy)|--offline/,
    instead: 'pnpm install --frozen-lockfile',
  },
  {
    manager: 'bun',
    language: 'node',
    pattern: /^bun (install|i|ci)$/,
    frozen: /--frozen-lockfile|^bun ci/,
    instead: 'bun install --frozen-lockfile',
  },
  { manager: 'uv', language: 'python', pattern: /^uv sync$/, frozen: /--(locked|frozen)/, instead: 'uv sync --locked' },
  {
    manager: 'pipenv',
    language: 'python',
    pattern: /^pipenv (install|sync)$/,
    frozen: /--deploy|^pipenv sync|--ignore-pipfile/,
    instead: 'pipenv sync',
  },
  { manager: 'poetry', language: 'python', pattern: /^poetry install$/, frozen: /./, instead: '' },
  {
    manager: 'pdm',
    language: 'python',
    pattern: /^pdm (install|sync)$/,
    frozen: /./,
    instead: 'pdm sync',
  },
  { manager: 'pip', language: 'python', pattern: /^pip install$/, frozen: /./, instead: '' },
  { manager: 'go', language: 'go', pattern: /^go mod download$/, frozen: /./, instead: '' },
];

/** Options that take the next word as their value. */
const VALUED = new Set([
  '--filter',
  '-F',
  '-w',
  '--workspace',
  '--omit',
  '--include',
  '--only',
  '--prefix',
  '--cache',
  '--registry',
  '--loglevel',
  '--network-timeout',
  '--cwd',
  '-C',
  '--dir',
  '-r',
  '--requirement',
  '-c',
  '--constraint',
  '--extra',
  '--group',
  '--package',
  '--with',
  '--without',
  '--cache-folder',
  '--modules-folder',
  '--python',
  '-p',
]);

interface Install {
  readonly step: Step;
  readonly steps: readonly Step[];
  readonly index: number;
  readonly rule: (typeof INSTALLS)[number];
  readonly words: readonly string[];
}

/** The steps that install the project's dependencies: not those that add single packages. */
export function installsOf(context: CheckContext): readonly Install[] {
  return context.dockerfile.stages.flatMap((stage) => {
    const steps = stepsOf(stage);
    return steps.flatMap((step, index) => {
      if (step.stage !== stage || step.instruction.keyword !== 'RUN') return [];
      return commandsOf(step.instruction).flatMap(({ words }) => {
        const plain = words[0] === 'python' || words[0] === 'python3' ? words.slice(words[1] === '-m' ? 2 : 0) : words;
        const bare = positional([
          (plain[0] ?? '')
            .split('/')
            .at(-1)
            ?.replace(/^pip3$/, 'pip') ?? '',
          ...plain.slice(1),
        ]);
        const rule = INSTALLS.find(({ pattern }) => pattern.test(bare.join(' ')));
        return rule === undefined || words.some((word) => word === '-g' || word === '--global')
          ? []
          : [{ step, steps, index, rule, words }];
      });
    });
  });
}

/** The words that are neither options nor the values of options. */
export function positional(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith('-') && !VALUED.has(words[index - 1] ?? ''));
}

/** The manager of the lockfile, as the rules name it. */
function managerOf(app: App): string | undefined {
  if (app.language === 'node') return app.node.manager.value.name.replace('-berry', '');
  return app.language === 'python' ? app.python.manager.value : undefined;
}

export const manager: Rule = (context) => {
  const { app, dockerfile } = context;
  if (app?.language !== 'node' || app.node.lockfile === undefined) return [];
  const wanted = managerOf(app) ?? '';
  const wrong = installsOf(context).filter(({ rule }) => rule.language === 'node' && rule.manager !== wanted);
  return wrong.map(({ step, rule }) =>
    finding(
      'manager-mismatch',
      { manager: rule.manager, wanted },
      { file: dockerfile.path, line: step.instruction.line },
      { file: app.node.lockfile ?? '' },
    ),
  );
};

/** `npm install -g pnpm@9`, `corepack prepare yarn@4.1 --activate`. */
const PINNED =
  /\b(?:(?:npm|yarn|pnpm|bun) (?:install|i|add|global add)\b.*|corepack (?:prepare|use|install)\b.*)\s(npm|yarn|pnpm|bun)@v?(\d+(?:\.\d+)*)/;

export const managerVersion: Rule = (context) => {
  const { app } = context;
  const stated = app?.language === 'node' ? app.node.manager : undefined;
  const evidence = stated && placeOfSource(stated.sources);
  const wanted = stated?.value.version;
  if (wanted === undefined || evidence === undefined || app === undefined) return [];
  return allSteps(context).flatMap(({ instruction }) =>
    commandsOf(instruction).flatMap(({ words }) => {
      const [, name = '', version = ''] = PINNED.exec(words.join(' ')) ?? [];
      if (instruction.keyword !== 'RUN' || name !== managerOf(app) || compareParts(version, wanted) === 0) return [];
      return [
        finding(
          'manager-version',
          { manager: name, version, wanted },
          { file: context.dockerfile.path, line: instruction.line },
          evidence,
        ),
      ];
    }),
  );
};

export const frozen: Rule = (context) => {
  const { app, dockerfile } = context;
  const lockfile =
    app?.language === 'node' ? app.node.lockfile : app?.language === 'python' ? app.python.lockfile : undefined;
  // A lockfile that has to change for an install to work is a problem of its own.
  const isStale = [...context.repo.problems, ...(context.plan?.problems ?? [])].some(({ id }) =>
    id.startsWith('lockfile-'),
  );
  if (lockfile === undefined || app === undefined || isStale) return [];
  const changes = ({ step, rule, words }: Install): boolean =>
    rule.manager === managerOf(app) &&
    !rule.frozen.test(words.join(' ')) &&
    !step.instruction.text.includes('pkg delete devDependencies');
  return installsOf(context)
    .filter(changes)
    .map(({ step, rule, words }) =>
      finding(
        'install-not-frozen',
        { command: words.join(' '), wanted: rule.instead },
        { file: dockerfile.path, line: step.instruction.line },
        { file: lockfile },
      ),
    );
};

/** What an install reads and is not given. */
export const inputs: Rule = (context) => {
  const { app, dockerfile, repo } = context;
  const files = app === undefined ? [] : inputsOf(app).filter((file) => repo.has(file));
  return installsOf(context)
    .filter(({ rule }) => rule.language === app?.language && rule.manager === (managerOf(app) ?? 'go'))
    .flatMap(({ steps, index, step, words }) => {
      const { has } = availableAt(steps, index);
      // A frontend that the app serves is installed by what is there of it.
      if (app?.assets?.some(({ root, app: { dir } }) => has(join(root, join(dir, 'package.json'))) === true)) return [];
      const isDevelopment = (file: string): boolean =>
        app?.language === 'python' && app.python.developmentRequirements.includes(file) && !words.includes(file);
      return files
        .filter((file) => has(file) === false && !isDevelopment(file))
        .map((file) =>
          finding('install-input-missing', { file }, { file: dockerfile.path, line: step.instruction.line }, { file }),
        );
    });
};

function inputsOf(app: App): readonly string[] {
  if (app.language === 'node')
    return [...app.node.manifests, ...(app.node.lockfile === undefined ? [] : [app.node.lockfile])];
  if (app.language === 'python') return app.python.manifests;
  return app.language === 'go' ? app.go.manifests : [];
}

/** An install after the sources: each edit installs again. */
export const order: Rule = (context) => {
  const { app, dockerfile } = context;
  if (app === undefined || (app.language === 'python' && app.python.installsSources)) return [];
  const all = installsOf(context);
  return all.flatMap(({ steps, index, step, rule }): Finding[] => {
    const { whole } = availableAt(steps, index);
    const isEarlier = all.some(
      (each) =>
        each.rule === rule &&
        steps.findIndex(({ instruction }) => instruction === each.step.instruction) < index &&
        steps.some(({ instruction }) => instruction === each.step.instruction) &&
        availableAt(each.steps, each.index).whole === undefined,
    );
    const isMounted = mountsOf(step).includes('') && rule.language !== 'go';
    if ((whole === undefined && !isMounted) || isEarlier || rule.language !== app.language) return [];
    if (rule.language === 'go' && hasCacheMount(step)) return [];
    return [
      finding(
        'source-before-install',
        {},
        { file: dockerfile.path, line: step.instruction.line },
        whole && { file: dockerfile.path, line: whole.line },
      ),
    ];
  });
};
