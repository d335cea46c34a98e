import { madeBy } from '../../detect/node/runtime-files.ts';
import type { NodeApp } from '../../model/app.ts';
import type { Copy } from '../../model/plan.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PlanContext } from '../context.ts';
import type { CopiesInput } from './runtime.ts';

/** What a server's image is given, in this order: an edit of the app replaces the last layer alone. */
export interface AppCopies {
  readonly installed: readonly Copy[];
  /** Clients that a generator wrote. */
  readonly generated: readonly Copy[];
  /** What the build made, or the sources. */
  readonly own: readonly Copy[];
}

export function appCopies(context: PlanContext<NodeApp>, input: CopiesInput): AppCopies {
  const { app } = context;
  return {
    installed: installedCopies(app, input),
    generated: generatedCopies(app, input.root, input.output),
    own: ownCopies(context, input),
  };
}

/** Members have dependencies of their own, in their own folders. */
function installedCopies({ node }: NodeApp, { dependencies: from, root, workdir }: CopiesInput): readonly Copy[] {
  if (from === undefined) return [];
  return [
    node.workspace
      ? { from, sources: [`${root}/`], target: `${root}/`, ...excluding(installInputs(node)) }
      : { from, sources: [`${workdir}/node_modules`], target: './node_modules' },
  ];
}

function ownCopies(context: PlanContext<NodeApp>, input: CopiesInput): readonly Copy[] {
  const { app, repo } = context;
  const { dependencies: stage, output, root, workdir, images } = input;
  const { node } = app;
  const written = app.writablePaths.map(({ value }) => value);
  const tests = testPatterns(repo, app.dir);
  const exclude = [
    ...[...tests, ...written].map((path) => (path.startsWith('**/') ? path : join(app.dir, path))),
    ...yarnFiles(repo, node),
    ...input.assets.folders,
  ];
  const owned = written
    .filter((path) => repo.hasFolder(join(app.dir, path)))
    .map((path): Copy => ({ sources: [join(app.dir, path)], target: `./${path}`, chown: images.user }));
  if (!node.build) return [{ sources: ['.'], target: app.dir === '' ? '.' : root, exclude }, ...owned];
  // A framework may link to dependencies in a folder of that name below what it makes.
  const framework = madeBy(repo, app.dir, node.build.value.runs).filter((path) => path !== output);
  const apart = framework
    .map((path) => `${root}/${join(app.dir, path)}`)
    .map((path): Copy => ({ from: 'build', sources: [path], target: path }));
  if (output === undefined) {
    const made = framework.map((path) => join(app.dir, path));
    return [
      { from: 'build', sources: [`${root}/`], target: `${root}/`, exclude: ['**/node_modules', ...made, ...exclude] },
      ...apart,
      ...owned,
    ];
  }
  const anywhere = exclude.filter((pattern) => pattern.startsWith('**/'));
  // pnpm's other forms of it mean nothing to Node.
  const manifest = repo.has(join(app.dir, 'package.json')) ? ['package.json'] : [];
  const beside = node.runtimeFiles.filter((path) => !written.includes(path));
  if (node.workspace) {
    const own = [output, ...beside.filter((path) => !framework.includes(path)), ...(stage ? [] : manifest)];
    const made = own.map((path) => join(app.dir, path));
    const sources = [...memberPaths(app, stage !== undefined), ...made].map((path) => `${root}/./${path}`);
    return [
      { from: 'build', parents: true, sources, target: `${root}/`, exclude: ['**/node_modules', ...anywhere] },
      ...apart,
      ...owned,
    ];
  }
  return [
    { from: 'build', sources: [`${workdir}/${output}`], target: `./${output}`, exclude: anywhere },
    ...manifest.map((path): Copy => ({ sources: [path], target: './' })),
    ...beside.map((path): Copy => ({ from: 'build', sources: [`${workdir}/${path}`], target: `./${path}` })),
    ...owned,
  ];
}

/** Clients that a generator wrote where no later copy takes them along: among the dependencies, or beside the output. */
function generatedCopies({ dir, node }: NodeApp, root: string, output: string | undefined): readonly Copy[] {
  const made = [...new Set(node.build?.value.generations.flatMap((each) => each.made))];
  const apart = made.filter((path) =>
    output === undefined ? path.includes('node_modules/') : !path.startsWith(`${join(dir, output)}/`),
  );
  const sources = apart.map((path) => `${root}/./${path}`);
  return sources.length === 0 ? [] : [{ from: 'build', parents: true, glob: true, sources, target: `${root}/` }];
}

/** What Yarn keeps beside the sources: an install's inputs, and the loader of a layout that the image does not have. */
function yarnFiles(repo: Repo, { manager }: NodeApp['node']): readonly string[] {
  if (manager.value.name !== 'yarn-berry') return [];
  return [...(repo.hasFolder('.yarn') ? ['.yarn'] : []), ...(repo.scan(['.pnp.*']).length > 0 ? ['.pnp.*'] : [])];
}

/** What the run loads of the members that the app depends on: what their build makes, else all of them. */
function memberPaths({ dir, node }: NodeApp, hasManifests: boolean): readonly string[] {
  const members = node.workspace?.members.filter((member) => member.isForRun && member.dir !== dir) ?? [];
  return members.flatMap((member) =>
    member.output === undefined
      ? [member.dir]
      : [...(hasManifests ? [] : [join(member.dir, 'package.json')]), join(member.dir, member.output)],
  );
}

/** Files beside the manifests that only the install reads. */
function installInputs({ manifests, lockfile }: NodeApp['node']): readonly string[] {
  const isInput = (path: string): boolean =>
    path === lockfile || /^(pnpm-workspace\.yaml|\.npmrc|\.pnpmfile\.cjs|\.yarnrc(\.yml)?|bunfig\.toml)$/.test(path);
  const yarn = manifests.some((path) => path.startsWith('.yarn/')) ? ['.yarn'] : [];
  return [...manifests.filter(isInput), ...yarn];
}

function excluding(exclude: readonly string[]): { readonly exclude?: readonly string[] } {
  return exclude.length === 0 ? {} : { exclude };
}

/** COPY --exclude patterns of the tests that are there: a production image runs none. */
function testPatterns(repo: Repo, dir: string): readonly string[] {
  const folders = ['test', 'tests', '__tests__', 'e2e', 'cypress'].filter((name) => repo.hasFolder(join(dir, name)));
  const outside = repo.below(dir).filter((path) => !folders.some((folder) => path.startsWith(`${join(dir, folder)}/`)));
  const files = ['test', 'spec']
    .filter((mark) => outside.some((path) => path.includes(`.${mark}.`, dir.length)))
    .map((mark) => `**/*.${mark}.*`);
  return [...folders, ...files];
}
