import picomatch from 'picomatch';
import data from '../../../data/go-generators.json' with { type: 'json' };
import { problem, type Problem } from '../../model/problem.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import type { GoModule } from './module.ts';
import type { GoFile } from './packages.ts';

/** A row of the table: what a tool reads, and what it makes of each file; without `makes`, packages that are imported. */
interface Generator {
  readonly name: string;
  readonly files?: string;
  readonly imports?: string;
  readonly makes?: string;
  readonly package?: string;
  readonly arguments?: readonly string[];
  /** What people run, where the go command alone cannot. */
  readonly command?: string;
}

/** What an image needs beside what git holds. */
export interface Generated {
  readonly steps: readonly GenerateStep[];
  readonly problems: readonly Problem[];
}

/** A step of the build that makes code which git does not hold. */
export interface GenerateStep {
  readonly name: string;
  readonly command: readonly string[];
  readonly because: string;
}

const NOT_SOURCES = /(^|\/)(testdata|vendor|node_modules|third_party|[._][^/]*)\//;

/**
 * Code that the command needs and that the repository does not hold. A tool that go.mod names makes it in the build;
 * of any other it is said what to run.
 * @param files what the command is made of.
 * @param root the folder in which the go command runs.
 */
export function generatedCode(repo: Repo, module: GoModule, files: readonly GoFile[], root: string): Generated {
  const missing = missingPackages(repo, module, files);
  const dirs = new Set([...files.map(({ path }) => folderOf(path)), ...missing]);
  const steps: GenerateStep[] = [];
  const problems: Problem[] = [];
  let unexplained = missing;
  for (const row of data.generators as readonly Generator[]) {
    const lacking = lackingFor(repo, module, row, dirs, unexplained);
    const [first] = lacking;
    if (first === undefined) continue;
    const inModule = (path: string): string => `./${folderOf(path).slice(prefixOf(module.dir).length)}`;
    const folders = [...new Set(lacking.map(inModule))];
    const words = (row.arguments ?? []).flatMap((word) => (word === '{folders}' ? folders : [word]));
    const command = runner(module, row, words, root);
    const because = `${row.name} makes what ${first} needs, and git does not hold it`;
    if (command) steps.push({ name: row.name, command, because });
    else problems.push(missingCode(row, words, first));
    const { makes } = row;
    const made = new Set(lacking.map((path) => within(folderOf(path), folderOf(makes ?? '') || '.') ?? ''));
    unexplained = makes === undefined ? [] : unexplained.filter((folder) => !made.has(folder));
  }
  const unknown = unexplained.map((path) => problem('generated-package-missing', { path }));
  return { steps, problems: [...problems, ...unknown] };
}

/** Folders of packages of the module that its code imports and that hold no Go file. */
function missingPackages(repo: Repo, module: GoModule, files: readonly GoFile[]): readonly string[] {
  const own = files.flatMap(({ source }) =>
    source.imports
      .filter((path) => path.startsWith(`${module.path}/`))
      .map((path) => join(module.dir, path.slice(module.path.length + 1))),
  );
  const held = new Set(repo.paths.filter((path) => path.endsWith('.go')).map(folderOf));
  const nested = new Set(repo.paths.filter((path) => path.endsWith('/go.mod')).map(folderOf));
  const isNested = (dir: string): boolean =>
    [...nested].some((folder) => dir === folder || dir.startsWith(`${folder}/`));
  return [...new Set(own)].filter((dir) => !held.has(dir) && !(isNested(dir) && !nested.has(module.dir))).sort();
}

/** The files of which something is not there that a tool makes. */
function lackingFor(
  repo: Repo,
  { dir }: GoModule,
  { files, imports, makes }: Generator,
  dirs: ReadonlySet<string>,
  missing: readonly string[],
): readonly string[] {
  if (imports !== undefined) return missing.includes(join(dir, imports)) ? [`${join(dir, imports)}/docs.go`] : [];
  const matches = picomatch(`**/${files ?? ''}`, { dot: true });
  const found = repo.paths.filter((path) => path.startsWith(prefixOf(dir)) && !NOT_SOURCES.test(path) && matches(path));
  if (makes === undefined)
    return found.length > 0 && missing.length > 0 ? missing.map((folder) => `${folder}/*.go`) : [];
  return found.filter((path) => {
    const name = (path.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
    const made = within(folderOf(path), makes.replace('{name}', name)) ?? '';
    return dirs.has(folderOf(made)) && !repo.has(made);
  });
}

/** The tool as go.mod names it: a `tool`, else a module that is required, in the version that it states. */
function runner(
  { mod, dir }: GoModule,
  { package: tool }: Generator,
  words: readonly string[],
  root: string,
): readonly string[] | undefined {
  if (tool === undefined) return undefined;
  const go = dir === root ? ['go'] : ['go', '-C', dir.slice(prefixOf(root).length)];
  if (mod.tool.some(({ value }) => value === tool)) return [...go, 'tool', tool.split('/').at(-1) ?? tool, ...words];
  const required = mod.require.find(({ value: { path } }) => tool === path || tool.startsWith(`${path}/`));
  return required && [...go, 'run', `${tool}@${required.value.version}`, ...words];
}

function missingCode(
  { name, command, package: tool = '' }: Generator,
  words: readonly string[],
  file: string,
): Problem {
  const run = command ?? ['go', 'run', `${tool}@latest`, ...words].join(' ');
  const advice = tool === '' ? '' : `, or make it a tool of go.mod, which the image then runs: go get -tool ${tool}`;
  return problem(
    'generated-code-missing',
    { name, file, command: run, advice },
    { file: file.replace(/\/\*\.go$/, '') },
  );
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function prefixOf(dir: string): string {
  return dir === '' ? '' : `${dir}/`;
}
