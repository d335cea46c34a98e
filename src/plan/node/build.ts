import { publicVariables } from '../../detect/node/public-variables.ts';
import type { NodeApp } from '../../model/app.ts';
import type { BaseKind, EnvPair, Mount } from '../../model/plan.ts';
import type { Preset } from '../../model/preset.ts';
import { quoteWord } from '../../quote.ts';
import { withOutput } from './stated.ts';
import type { PlanContext } from '../context.ts';
import { shellText } from '../../detect/node/scripts.ts';
import { buildMember, runInFolder, runProgram, runScript, type Commands } from './install.ts';

/** The values of the build stage. */
export interface BuildValues {
  readonly args: readonly { readonly name: string; readonly value?: string }[];
  readonly env: readonly EnvPair[];
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

/** Names that checkers take for secrets. They are given by a secret mount, which leaves no trace in the image. */
const LOOKS_SECRET =
  /(?:^|_)(?:apikey|api_key|client_key|auth|credentials?|key|password|pword|passwd|private|secret|token|username)(?:_|$)/i;

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
  const variables = publicVariables(repo, app.dir, preset.defaults.publicPrefixes);
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
    .map((step) => withOutput(step.run, output && quoteWord(output)).replaceAll('{app}', () => appInContext));
  const after = [...others.map((words) => shellText({ env: {}, words })), ...afterBuild];
  const first = [
    ...build.value.generations
      .filter(({ isScripted }) => !isScripted)
      .map(({ dir, env, words }) => [...inEnvironment(env), ...runInFolder(app, dir, words)]),
    ...build.value.members.map((name) => buildMember(app, name)),
  ];
  const isOne = command !== undefined && build.value.dir === '';
  return {
    args: variables
      .filter(({ name }) => !LOOKS_SECRET.test(name))
      .map(({ name, value }) => ({ name, ...(value === undefined ? {} : { value }) })),
    env: Object.entries({ ...preset.defaults.buildEnv, ...firstEnv }).map(([name, value]) => ({ name, value })),
    mounts: [
      ...preset.defaults.buildCaches.map((path): Mount => ({
        type: 'cache',
        target: `${workdir}/${withOutput(path, output)}`,
      })),
      ...variables
        .filter(({ name }) => LOOKS_SECRET.test(name))
        .map(({ name }): Mount => ({ type: 'secret-env', id: name, env: name })),
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
