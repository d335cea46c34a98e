import type { App } from '../model/app.ts';
import { fact, inFile, type Source } from '../model/fact.ts';
import type { Decision } from '../model/plan.ts';
import { isProblem } from '../model/problem.ts';
import { parseGoMod } from '../parse/go-mod.ts';
import { parseJson } from '../parse/json.ts';
import { asString, at } from '../parse/shape.ts';
import { parseToml } from '../parse/toml.ts';
import { join, type Repo } from '../repo/repo.ts';
import { decide } from './context.ts';

const PREFIX = 'org.opencontainers.image.';
const LONGEST = 300;
/** @see https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/ */
const SPDX = /^\(*[\w.+-]+\)*(?: (?:AND|OR|WITH) \(*[\w.+-]+\)*){0,5}$/;

/** What a manifest says of its project. */
interface Said {
  readonly description?: string | undefined;
  readonly licenses?: string | undefined;
  readonly source?: string | undefined;
  readonly file: Source;
}

/** The labels of an image as its manifests describe it, and the decision that says so. */
export interface Described {
  readonly labels: Readonly<Record<string, string>>;
  readonly decision: Decision;
}

/**
 * The standard labels that the repository states itself: no revision and no date, which would change with each commit.
 * The licence and the address may stand at the root of a workspace; a description is of the folder that it stands in.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md#pre-defined-annotation-keys
 */
export function describe(repo: Repo, app: App): Described {
  const own = saidIn(repo, app.dir);
  const all = app.dir === '' ? own : [...own, ...saidIn(repo, '')];
  const found = {
    title: { value: app.name, file: undefined },
    description: firstOf(own, 'description'),
    licenses: firstOf(all, 'licenses'),
    source: firstOf(all, 'source'),
  };
  const stated = Object.entries(found).flatMap(([key, each]) => (each === undefined ? [] : [{ key, ...each }]));
  const sources = stated.flatMap(({ file }) => file ?? []);
  const because = sources.length > 0 ? 'the manifests say it' : 'no manifest says more';
  return {
    labels: Object.fromEntries(stated.map(({ key, value }) => [PREFIX + key, value])),
    decision: decide('labels', fact('', because, ...sources), stated.map(({ key }) => key).join(', '), '--describe'),
  };
}

function firstOf(
  said: readonly Said[],
  key: 'description' | 'licenses' | 'source',
): { readonly value: string; readonly file: Source } | undefined {
  for (const each of said) {
    const value = oneLine(each[key] ?? '');
    if (value !== '') return { value, file: each.file };
  }
  return undefined;
}

function saidIn(repo: Repo, dir: string): readonly Said[] {
  return [ofPackage, ofProject, ofModule].flatMap((read) => read(repo, dir) ?? []);
}

/** @see https://docs.npmjs.com/cli/configuring-npm/package-json */
function ofPackage(repo: Repo, dir: string): Said | undefined {
  const file = join(dir, 'package.json');
  const document = parseJson(repo.read(file) ?? '{}', file);
  if (isProblem(document)) return undefined;
  const { value } = document;
  const repository = at(value, 'repository');
  return {
    description: asString(at(value, 'description')),
    licenses: licence(at(value, 'license')),
    source: address(asString(repository) ?? asString(at(repository, 'url'))),
    file: inFile(file),
  };
}

/** @see https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
function ofProject(repo: Repo, dir: string): Said | undefined {
  const file = join(dir, 'pyproject.toml');
  const document = parseToml(repo.read(file) ?? '', file);
  if (isProblem(document)) return undefined;
  const { value } = document;
  const tables = [['project'], ['tool', 'poetry']];
  const first = (...names: readonly string[]): unknown =>
    tables.map((table) => at(value, ...table, ...names)).find((each) => each !== undefined);
  const links = ['Repository', 'repository', 'Source', 'source', 'Source Code', 'GitHub'];
  const link = links.map((name) => at(value, 'project', 'urls', name)).find((each) => each !== undefined);
  return {
    description: asString(first('description')),
    licenses: licence(first('license')),
    source: address(asString(link) ?? asString(at(value, 'tool', 'poetry', 'repository'))),
    file: inFile(file),
  };
}

/** A module's path is its address on the hosts that are known to be asked so. @see https://go.dev/ref/mod#vcs-find */
function ofModule(repo: Repo, dir: string): Said | undefined {
  const file = join(dir, 'go.mod');
  const text = repo.read(file);
  const module = text === undefined ? undefined : parseGoMod(text, file);
  if (module === undefined || isProblem(module)) return undefined;
  const [path] =
    /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/]+\/[^/]+/.exec(module.module?.value ?? '') ?? [];
  return { source: path === undefined ? undefined : address(`https://${path}`), file: inFile(file) };
}

/** An SPDX expression as it is; what says that there is no licence says nothing. */
function licence(value: unknown): string | undefined {
  const text = asString(value) ?? asString(at(value, 'type')) ?? asString(at(value, 'text'));
  return text !== undefined && SPDX.test(text) && text !== 'UNLICENSED' ? text : undefined;
}

/** A web address of a repository, without an account and what goes with it. */
function address(value: string | undefined): string | undefined {
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(value ?? '');
  if (short?.[2] !== undefined)
    return `https://${short[1] ?? 'github'}.${short[1] === 'bitbucket' ? 'org' : 'com'}/${short[2]}`;
  const [, host, path] =
    /^(?:git\+)?(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]+@)?([\w.-]+\.[a-z]+)(?::\d+)?[/:]([\w./~-]+?)(?:\.git)?\/?(?:[#?].*)?$/.exec(
      value ?? '',
    ) ?? [];
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}

function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
