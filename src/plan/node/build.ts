import { publicVariables } from '../../detect/node/public-variables.ts';
import type { NodeApp } from '../../model/app.ts';
import type { BaseKind, EnvPair, Mount } from '../../model/plan.ts';
import type { OutputRule, Preset } from '../../model/preset.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { inFile, type Source } from '../../model/fact.ts';
import { quoteWord } from '../../quote.ts';
import type { PlanContext } from '../context.ts';
import { shellText } from '../../detect/node/scripts.ts';
import { buildMember, runProgram, runScript, type Commands } from './install.ts';

/** The values of the build stage. */
export interface BuildValues {
  readonly args: readonly { readonly name: string; readonly value?: string }[];
  readonly env: readonly EnvPair[];
  readonly mounts: readonly Mount[];
  /** Builds of the workspace's members, at its root. */
  readonly before: Commands;
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
type BuildContext = Pick<PlanContext<NodeApp>, 'app' | 'repo'> & { readonly preset: Pick<Preset, 'id' | 'defaults'> };

export function planBuild(
  { app, repo, preset }: BuildContext,
  base: BaseKind,
  workdir: string,
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
    .map((step) => step.run.replaceAll('{app}', appInContext));
  const after = [...others.map((words) => shellText({ env: {}, words })), ...afterBuild];
  return {
    args: variables
      .filter(({ name }) => !LOOKS_SECRET.test(name))
      .map(({ name, value }) => ({ name, ...(value === undefined ? {} : { value }) })),
    env: Object.entries({ ...preset.defaults.buildEnv, ...firstEnv }).map(([name, value]) => ({ name, value })),
    mounts: [
      ...preset.defaults.buildCaches.map((path): Mount => ({ type: 'cache', target: `${workdir}/${path}` })),
      ...variables
        .filter(({ name }) => LOOKS_SECRET.test(name))
        .map(({ name }): Mount => ({ type: 'secret-env', id: name, env: name })),
    ],
    before: build.value.members.map((name) => buildMember(app, name)),
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

/** The folder that the build writes, relative to the app: the project's words, then what the framework does by itself. */
export function outputOf({
  app,
  repo,
  preset,
}: BuildContext): { readonly path: string; readonly source: Source } | undefined {
  const { build } = app.node;
  if (build === undefined) return undefined;
  const { output, outputFrom } = preset.defaults;
  for (const rule of outputFrom) {
    const stated = statedOutput(repo, app.dir, rule);
    if (stated) return stated;
  }
  const detected = build.value.output;
  if (detected !== undefined && (output === undefined || build.value.explicit))
    return { path: detected, source: build.sources[0] ?? inFile(join(app.dir, 'package.json')) };
  return output === undefined ? undefined : { path: output, source: { kind: 'preset', id: preset.id } };
}

function statedOutput(
  repo: Repo,
  dir: string,
  { files, pattern, path: template }: OutputRule,
): { path: string; source: Source } | undefined {
  for (const file of repo.scan(files.map((glob) => join(dir, glob)))) {
    const text = repo.read(file) ?? '';
    const found = new RegExp(pattern).exec(text);
    const stated = within('', found?.[1] ?? '');
    const path = stated && within('', template.split('{found}').join(stated));
    if (found && path) return { path, source: inFile(file, lineAt(text, found.index)) };
  }
  return undefined;
}
