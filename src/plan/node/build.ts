import { cachesOf } from '../../detect/node/runtime-files.ts';
import { isDevelopmentOnly } from '../../detect/node/development-only.ts';
import type { NodeApp } from '../../model/app.ts';
import type { Assignment, BaseKind, Mount } from '../../model/plan.ts';
import type { Preset } from '../../model/preset.ts';
import { quoteWord } from '../../quote.ts';
import { withOutput } from './stated.ts';
import { planVariables } from './variables.ts';
import type { PlanContext } from '../context.ts';
import { shellText } from '../../detect/node/scripts.ts';
import { buildMember, installFolder, runInFolder, runProgram, runScript, type Commands } from './install.ts';

/** The values of the build stage. */
export interface BuildValues {
  readonly args: readonly { readonly name: string; readonly value?: string }[];
  readonly env: readonly Assignment[];
  /** Names of variables for which a placeholder stands in, and what the comment says of them. */
  readonly placeholders: readonly string[];
  readonly why?: string;
  readonly mounts: readonly Mount[];
  /** What is written and built first, at the root of the context: an instruction of its own, or the start of the build's. */
  readonly before: Commands;
  readonly first: Commands;
  /** Undefined where only the members are built. */
  readonly command?: readonly string[];
  readonly after: readonly string[];
  /** The same, where the build runs at the root of a workspace and they belong to the app's folder. */
  readonly inApp?: { readonly workdir: string; readonly commands: readonly string[] };
}

/** What a build is planned from. */
export type BuildContext = Pick<PlanContext<NodeApp>, 'app' | 'repo'> & {
  readonly preset: Pick<Preset, 'id' | 'defaults'>;
};

export function planBuild(
  { app, repo, preset }: BuildContext,
  base: BaseKind,
  workdir: string,
  output: string | undefined,
): BuildValues | undefined {
  const build = app.node.build;
  if (build === undefined) return undefined;
  const variables = planVariables({ app, repo, preset });
  const libc = base === 'alpine' ? 'musl' : 'glibc';
  const appInContext = app.dir === '' ? '' : `${quoteWord(app.dir)}/`;
  const { script, steps } = build.value;
  const commands = [
    ...(script === undefined ? [] : [runScript(app, script)]),
    ...steps.map(({ env, words, isInstalled }, index) => [
      ...(index === 0 && script === undefined ? [] : inEnvironment(env)),
      ...(isInstalled ? runProgram(app, words) : words),
    ]),
  ];
  const firstEnv = script === undefined ? steps[0]?.env : undefined;
  const [command, ...others] = commands;
  const afterBuild = preset.defaults.afterBuild
    .filter((step) => step.libc === undefined || step.libc === libc)
    .filter(
      ({ developmentOnly }) =>
        developmentOnly === undefined || isDevelopmentOnly(repo, app.node.lockfile, developmentOnly),
    )
    .map((step) => withOutput(step.run, output && quoteWord(output)).replaceAll('{app}', () => appInContext));
  const after = [...others.map((words) => shellText({ env: {}, words })), ...afterBuild];
  // A framework's preset knows its caches, wherever the project keeps them.
  const caches = preset.defaults.buildCaches.length > 0 ? [] : cachesOf(build.value.runs);
  const first = [
    ...build.value.generations
      .filter(({ isScripted }) => !isScripted)
      .map(({ dir, env, words }) => [...inEnvironment(env), ...runInFolder(app, dir, words)]),
    ...build.value.members.map((name) => buildMember(app, name)),
  ];
  const isOne = command !== undefined && build.value.dir === installFolder(app);
  return {
    args: variables.args,
    env: [
      ...variables.defaults,
      ...Object.entries({ ...preset.defaults.buildEnv, ...variables.env, ...firstEnv }).map(([name, value]) => ({
        name,
        value,
      })),
    ],
    ...(variables.placeholders.length === 0
      ? {}
      : { why: 'The code wants these when it is loaded: placeholders, unless they are given as secrets.' }),
    placeholders: variables.placeholders,
    mounts: [
      ...[...new Set([...preset.defaults.buildCaches.map((path) => withOutput(path, output)), ...caches])].map(
        (path): Mount => ({ type: 'cache', target: `${workdir}/${path}` }),
      ),
      ...variables.secrets.map((name): Mount => ({ type: 'secret-env', id: name, env: name })),
    ],
    before: isOne ? [] : first,
    first: isOne ? first : [],
    ...(command === undefined ? {} : { command }),
    ...(build.value.dir === app.dir || after.length === 0
      ? { after }
      : { after: [], inApp: { workdir, commands: after } }),
  };
}

function inEnvironment(env: Readonly<Record<string, string>>): readonly string[] {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : ['env', ...pairs];
}
