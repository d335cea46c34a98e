import { inFile, type Source } from '../../model/fact.ts';
import { readDocument } from '../../parse/document.ts';
import type { Document } from '../../parse/json.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { normaliseName, parsePackage } from '../../parse/requirements.ts';
import { asRecord, asString, asStrings, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { readRequirements, withExtras } from './requirements.ts';

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
}

/** Requirements files by convention; the first that is there is production's. */
const REQUIREMENTS = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/base.txt',
  'requirements/main.txt',
  'requirements-prod.txt',
  'requirements.prod.txt',
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
  const production = readRequirements(repo, requirements);
  const development = readRequirements(repo, developmentRequirements);
  const name =
    asString(at(pyproject?.value, 'project', 'name')) ?? asString(at(pyproject?.value, 'tool', 'poetry', 'name'));
  return {
    dir,
    ...(name === undefined ? {} : { name }),
    ...(pyproject ? { pyproject } : {}),
    ...(pipfile ? { pipfile } : {}),
    requirements,
    developmentRequirements,
    requirementInputs: [...new Set([...production.inputs, ...development.inputs])],
    installsSources: production.installsSources,
    dependencies: {
      ...fromPyproject(repo, pyproject),
      ...fromTable(repo, pipfile, ['packages']),
      ...production.packages,
    },
    developmentDependencies: {
      ...developmentOf(repo, pyproject),
      ...fromTable(repo, pipfile, ['dev-packages']),
      ...development.packages,
    },
  };
}

function fromPyproject(repo: Repo, pyproject: Document | undefined): Record<string, Source> {
  return {
    ...fromTable(repo, pyproject, ['tool', 'poetry', 'dependencies']),
    ...fromList(repo, pyproject, at(pyproject?.value, 'project', 'dependencies')),
  };
}

/** PEP 735 groups, uv's, Poetry's and PDM's older tables, and extras that are called so. */
function developmentOf(repo: Repo, pyproject: Document | undefined): Record<string, Source> {
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
  const poetry = Object.keys(asRecord(at(pyproject?.value, 'tool', 'poetry', 'group'))).map((group) =>
    fromTable(repo, pyproject, ['tool', 'poetry', 'group', group, 'dependencies']),
  );
  return Object.assign(
    {},
    ...lists.map((list) => fromList(repo, pyproject, list)),
    ...poetry,
    fromTable(repo, pyproject, ['tool', 'poetry', 'dev-dependencies']),
  ) as Record<string, Source>;
}

function fromList(repo: Repo, document: Document | undefined, list: unknown): Record<string, Source> {
  return Object.fromEntries(
    asStrings(list).flatMap((text) => {
      const found = parsePackage(text);
      return found === undefined || document === undefined
        ? []
        : withExtras(found.name, found.extras, sourceOf(repo, document, text));
    }),
  );
}

/** Poetry's and Pipenv's form: `name = "^1"` or `name = { version = "^1", extras = [...] }`. */
function fromTable(repo: Repo, document: Document | undefined, path: readonly string[]): Record<string, Source> {
  if (document === undefined) return {};
  return Object.fromEntries(
    Object.entries(asRecord(at(document.value, ...path))).flatMap(([name, entry]) =>
      name === 'python'
        ? []
        : withExtras(
            normaliseName(name),
            asStrings(at(entry, 'extras')).map(normaliseName),
            inFile(document.file, document.lineOf(...path, name)),
          ),
    ),
  );
}

function sourceOf(repo: Repo, document: Document, text: string): Source {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return inFile(document.file, lineOfMatch(repo.read(document.file) ?? '', new RegExp(`["']${escaped}["']`)));
}
