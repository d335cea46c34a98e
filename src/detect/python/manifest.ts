import { inFile, type Source } from '../../model/fact.ts';
import { readDocument } from '../../parse/document.ts';
import type { Document } from '../../parse/json.ts';
import { problem } from '../../model/problem.ts';
import { parsePackage } from '../../parse/requirements.ts';
import { parseSetupConfig, parseSetupProgram, type SetupFile } from '../../parse/setup-file.ts';
import { asRecord, asString, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { readRequirements, withExtras } from './requirements.ts';
import { sourcesOf, statedInList, statedInTable, type Stated } from './stated.ts';

/** What a Python project states about itself, whichever files it states it in. */
export interface PythonManifest {
  readonly dir: string;
  readonly name?: string;
  readonly pyproject?: Document;
  readonly pipfile?: Document;
  /** Requirements files for production, and those that add what development needs. */
  readonly requirements: readonly string[];
  readonly developmentRequirements: readonly string[];
  /** Every file that pip reads for them, `-r` and `-c` followed. */
  readonly requirementInputs: readonly string[];
  /** Whether a requirement is a folder of the repository. */
  readonly installsSources: boolean;
  /** Direct dependencies by normalised name; an extra stands as `name[extra]` too. */
  readonly dependencies: Readonly<Record<string, Source>>;
  readonly developmentDependencies: Readonly<Record<string, Source>>;
  /** Version specifiers of the direct dependencies that have some. */
  readonly specifiers: Readonly<Record<string, string>>;
  /** The first dependency that git has to fetch. */
  readonly git?: Source;
  /** Folders of the context that are dependencies, by their paths. */
  readonly folders: readonly string[];
  /** Names that a lockfile of this manifest holds. */
  readonly lockable: readonly string[];
  /** setup.cfg and setup.py, where nothing newer stands beside them. */
  readonly setup?: SetupFile & { readonly file: string };
}

/** Requirements files by convention; the first that is there is production's. */
const REQUIREMENTS = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/deploy.txt',
  'requirements/base.txt',
  'requirements/common.txt',
  'requirements/main.txt',
  'requirements/requirements.txt',
  'requirements-prod.txt',
  'requirements-production.txt',
  'requirements.prod.txt',
  'requirements_prod.txt',
  'requirements/requirements.in',
  'requirements.in',
];
const DEVELOPMENT_REQUIREMENTS = [
  'requirements-dev.txt',
  'requirements_dev.txt',
  'requirements.dev.txt',
  'dev-requirements.txt',
  'requirements/dev.txt',
  'requirements/development.txt',
  'requirements/local.txt',
  'requirements-test.txt',
  'test-requirements.txt',
  'requirements/test.txt',
];

export function readPythonManifest(repo: Repo, dir: string): PythonManifest {
  const pyproject = readDocument(repo, join(dir, 'pyproject.toml'), 'toml');
  const pipfile = readDocument(repo, join(dir, 'Pipfile'), 'toml');
  const present = (names: readonly string[]): string[] =>
    names.map((name) => join(dir, name)).filter((path) => repo.has(path));
  const requirements = present(REQUIREMENTS).slice(0, 1);
  const developmentRequirements = present(DEVELOPMENT_REQUIREMENTS).slice(0, 1);
  const production = readRequirements(repo, requirements, (...args) => {
    repo.report(problem(...args));
  });
  const development = readRequirements(repo, developmentRequirements);
  const setup = pyproject === undefined ? readSetup(repo, dir) : undefined;
  const name =
    asString(at(pyproject?.value, 'project', 'name')) ??
    asString(at(pyproject?.value, 'tool', 'poetry', 'name')) ??
    setup?.name;
  const stated: readonly Stated[] = [
    ...statedInTable(pyproject, ['tool', 'poetry', 'dependencies']),
    ...statedInList(repo, pyproject, at(pyproject?.value, 'project', 'dependencies')),
    ...statedInTable(pipfile, ['packages']),
  ];
  const git = stated.find((each) => each.isFromGit)?.source ?? uvGitSource(pyproject) ?? production.git;
  return {
    dir,
    ...(name === undefined ? {} : { name }),
    ...(pyproject ? { pyproject } : {}),
    ...(pipfile ? { pipfile } : {}),
    requirements,
    developmentRequirements,
    requirementInputs: [...new Set([...production.inputs, ...development.inputs])],
    installsSources: production.installsSources,
    dependencies: { ...setupDependencies(setup), ...sourcesOf(stated), ...production.packages },
    developmentDependencies: {
      ...sourcesOf(developmentOf(repo, pyproject)),
      ...sourcesOf(statedInTable(pipfile, ['dev-packages'])),
      ...development.packages,
    },
    specifiers: {
      ...Object.fromEntries(stated.flatMap(({ name: key, specifiers }) => (specifiers ? [[key, specifiers]] : []))),
      ...production.specifiers,
    },
    ...(git ? { git } : {}),
    folders: stated.flatMap(({ path }) => (path === undefined ? [] : (within(dir, path) ?? []))),
    lockable: stated.map((each) => each.name),
    ...(setup ? { setup } : {}),
  };
}

function readSetup(repo: Repo, dir: string): PythonManifest['setup'] {
  const [config, program] = [join(dir, 'setup.cfg'), join(dir, 'setup.py')];
  const stated = parseSetupConfig(repo.read(config) ?? '');
  const computed = parseSetupProgram(repo.read(program) ?? '');
  if (!repo.has(program) && stated.name === undefined) return undefined;
  return {
    ...stated,
    ...computed,
    requirements: [...stated.requirements, ...computed.requirements],
    scripts: [...stated.scripts, ...computed.scripts],
    file: repo.has(program) ? program : config,
  };
}

function setupDependencies(setup: PythonManifest['setup']): Readonly<Record<string, Source>> {
  const found = (setup?.requirements ?? []).flatMap((text) => parsePackage(text) ?? []);
  return Object.fromEntries(
    found.flatMap(({ name, extras }) => withExtras(name, extras, inFile(setup?.file ?? 'setup.py'))),
  );
}

/** A dependency that uv is told to fetch by git. @see https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources */
function uvGitSource(pyproject: Document | undefined): Source | undefined {
  const sources = Object.entries(asRecord(at(pyproject?.value, 'tool', 'uv', 'sources')));
  const found = sources.find(([, entry]) => at(entry, 'git') !== undefined)?.[0];
  return found === undefined || pyproject === undefined
    ? undefined
    : inFile(pyproject.file, pyproject.lineOf('tool', 'uv', 'sources', found));
}

/** PEP 735 groups, uv's, Poetry's and PDM's older tables, and extras that are called so. */
function developmentOf(repo: Repo, pyproject: Document | undefined): readonly Stated[] {
  const groups = Object.values(asRecord(at(pyproject?.value, 'dependency-groups')));
  const extras = asRecord(at(pyproject?.value, 'project', 'optional-dependencies'));
  const lists = [
    ...groups,
    at(pyproject?.value, 'tool', 'uv', 'dev-dependencies'),
    ...Object.values(asRecord(at(pyproject?.value, 'tool', 'pdm', 'dev-dependencies'))),
    extras['dev'],
    extras['test'],
    extras['tests'],
  ];
  const poetry = Object.keys(asRecord(at(pyproject?.value, 'tool', 'poetry', 'group'))).flatMap((group) =>
    statedInTable(pyproject, ['tool', 'poetry', 'group', group, 'dependencies']),
  );
  return [
    ...lists.flatMap((list) => statedInList(repo, pyproject, list)),
    ...poetry,
    ...statedInTable(pyproject, ['tool', 'poetry', 'dev-dependencies']),
  ];
}
