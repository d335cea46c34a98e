import type { App, Asset, BuildSecret, NodeApp } from '../model/app.ts';
import { fact } from '../model/fact.ts';
import type { Copy, Decision, EnvPair, IgnoreSection, Mount } from '../model/plan.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import type { Preset } from '../model/preset.ts';
import { builtInPresets } from '../preset/built-in.ts';
import { choosePreset } from '../preset/choose.ts';
import { join, type Repo } from '../repo/repo.ts';
import { subRepo } from '../repo/sub.ts';
import { decide } from './context.ts';
import { planBuild, type BuildValues } from './node/build.ts';
import { nodeImages } from './node/images.ts';
import { planInstall, ROOT, setupCommands, setupEnvironment, type Install } from './node/install.ts';
import { outputOf } from './node/stated.ts';

/** The values of one stage of the kind `assets`: a frontend that is installed and built. */
export interface AssetStage {
  readonly stage: string;
  readonly image: string;
  /** Where it is installed, and where its own folder stands. */
  readonly workdir: string;
  readonly setup: readonly (readonly string[])[];
  readonly setupEnv: readonly EnvPair[];
  readonly install: Install;
  /** COPY of the frontend's sources. */
  readonly sources: Copy;
  readonly build: BuildValues & { readonly workdir?: string };
}

/** What an app's image takes from the frontends that it serves. */
export interface AssetPlan {
  /** For `values.assets`; undefined where there are none, so that the shape leaves the stage out. */
  readonly stages: readonly AssetStage[] | undefined;
  /** COPYs of what they made, to the folders of the context that the app reads them from. */
  readonly copies: readonly Copy[];
  /** Folders of the context that only the frontends' builds read. */
  readonly folders: readonly string[];
  readonly ignore: readonly IgnoreSection[];
  readonly reads: readonly string[];
  readonly secrets: readonly BuildSecret[];
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
}

/**
 * Plans the frontends that an app serves. A language's planner gives `stages` to its templates as `assets`, COPYs
 * `copies` where its build or its runtime needs them, and hands the rest on.
 * @param target where the context stands in the image that the copies go to.
 */
export function planAssets(repo: Repo, app: App, target: string): AssetPlan {
  const assets = app.assets ?? [];
  const planned = assets.map((asset, index) => planAsset(repo, asset, index === 0 ? 'assets' : `assets-${index + 1}`));
  const made = planned.flatMap((each) => (isProblem(each) ? [] : [each]));
  return {
    stages: made.length === 0 ? undefined : made.map(({ stage }) => stage),
    copies: made.map(({ stage, output }) => ({
      from: stage.stage,
      sources: [`${ROOT}/${output}/`],
      target: `${target}/${output}/`,
    })),
    folders: made.flatMap(({ asset }) => {
      const folder = join(asset.root, asset.app.dir);
      return folder === '' || folder === app.dir || app.dir.startsWith(`${folder}/`) ? [] : [folder];
    }),
    ignore:
      made.length === 0 ? [] : [{ title: 'Made by the frontend', patterns: ['**/node_modules', '**/npm-debug.log*'] }],
    reads: made.flatMap(({ asset }) => asset.app.node.manifests.map((path) => join(asset.root, path))),
    secrets: made.flatMap(({ asset: { app: frontend, root } }) =>
      frontend.node.secrets.map((secret) => ('file' in secret ? { ...secret, file: join(root, secret.file) } : secret)),
    ),
    decisions: made.map(({ asset, output }) => decide('frontend', fact(output, asset.because, asset.source), output)),
    problems: planned.filter(isProblem),
  };
}

interface Planned {
  readonly asset: Asset;
  readonly stage: AssetStage;
  readonly output: string;
}

function planAsset(repo: Repo, asset: Asset, name: string): Planned | Problem {
  const { app, root } = asset;
  const folder = join(root, app.dir);
  const context = { repo: subRepo(repo, root), app, preset: presetOf(subRepo(repo, root), app) };
  const own = outputOf(context)?.path;
  const output = asset.output ?? (own === undefined ? undefined : join(folder, own));
  const workdir = join(ROOT, root);
  const build = planBuild(context, 'slim', join(ROOT, folder), own);
  if (output === undefined || build === undefined)
    return problem('frontend-output-unknown', { folder: folder || '.' }, { file: join(folder, 'package.json') });
  const compiles = app.node.compiles.length > 0 || app.nativeNeeds.some((need) => need.build.length > 0);
  const install = planInstall(app, 'install', 'slim');
  return {
    asset,
    output,
    stage: {
      stage: name,
      image: nodeImages(app, 'slim', compiles).build,
      workdir,
      setup: setupCommands(app),
      setupEnv: setupEnvironment(app),
      install: {
        ...install,
        mounts: install.mounts.map((mount) => inFolder(mount, root)),
        copied: install.copied.map((path) => (root === '' ? path : `${root}/./${path}`)),
      },
      sources: asset.readsAround
        ? { sources: ['.'], target: `${ROOT}/` }
        : root === ''
          ? { sources: ['.'], target: '.' }
          : { sources: [`${root}/`], target: './' },
      build: { ...build, ...(app.node.build?.value.dir === '' ? {} : { workdir: join(ROOT, folder) }) },
    },
  };
}

/** A mount of the frontend's own context, in the context of the app that serves it. */
function inFolder(mount: Mount, root: string): Mount {
  if (mount.type === 'bind') return { ...mount, source: join(root, mount.source) };
  if (mount.type === 'secret') return { ...mount, target: mount.target.replace(ROOT, join(ROOT, root)) };
  return mount;
}

const PLAIN: Preset['defaults'] = {
  outputFrom: [],
  basePathFrom: [],
  routes: [],
  fallbackFrom: [],
  reads: [],
  publicFolder: 'public',
  env: {},
  buildEnv: {},
  buildCaches: [],
  afterBuild: [],
  handlesSigterm: false,
  copies: [],
  writable: [],
  loadsServer: false,
  publicPrefixes: [],
};

/** What its framework does by itself; a build that no preset knows says it all by its own words. */
function presetOf(repo: Repo, app: NodeApp): Pick<Preset, 'id' | 'defaults'> {
  const preset = choosePreset(repo, app, builtInPresets);
  return isProblem(preset) ? { id: 'plain', defaults: PLAIN } : preset.value;
}
