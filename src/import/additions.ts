import data from '../../data/imported.json' with { type: 'json' };
import { covers } from '../check/steps.ts';
import { holdsPassword, NAMES_SECRET } from '../model/secret-name.ts';
import type { Additions } from '../plan/options.ts';
import type { Repo } from '../repo/repo.ts';
import type { Said, WrittenImage } from './read.ts';

/** One thing that the old Dockerfile said, what becomes of it, and why. */
export interface ImportRow {
  readonly subject: string;
  readonly theirs: string;
  readonly ours: string;
  readonly why: string;
  readonly line?: number;
}

/** What is taken over of one kind of statement. */
export interface Taken {
  readonly rows: readonly ImportRow[];
  readonly additions: Additions;
  /** Variables whose values an image should not show. */
  readonly secrets?: readonly Said[];
}

/** In the configuration, where later runs find it. */
export const KEPT = 'kept';
export const LEFT = 'left out';

function row(subject: string, { value, line }: Said, ours: string, why: string): ImportRow {
  return { subject, theirs: value, ours, why, line };
}

/** Variables that ours does not set, unless they speak of the old image, of a build, or of a secret. */
export function variables(theirs: WrittenImage, ours: WrittenImage): Taken {
  const known = new Map(ours.env.map(({ name, value }) => [name, value]));
  const secrets = theirs.env.filter(({ name, value }) => NAMES_SECRET.test(name) || holdsPassword(value));
  const rows = theirs.env
    .filter((each) => !secrets.includes(each))
    .map((each) => row(`variable ${each.name}`, each, ...fateOfVariable(each, theirs, known)))
    .filter(({ theirs: value, ours: now }) => value !== now);
  const taken = theirs.env.filter(({ name }) =>
    rows.some((each) => each.subject === `variable ${name}` && each.ours === KEPT),
  );
  return { rows, additions: taken.length === 0 ? {} : { env: recordOf(taken) }, secrets };
}

function fateOfVariable(
  { name, value }: Said,
  theirs: WrittenImage,
  known: ReadonlyMap<string, string>,
): [string, string] {
  const rule = data.variables.find(({ names }) => new RegExp(names).test(name));
  const now = known.get(name);
  if (now !== undefined && rule !== undefined) return [value, rule.why];
  if (now !== undefined) return [now, 'what is found in the repository decides it'];
  if (rule !== undefined) return [LEFT, rule.why];
  if (isVersionOfBuild(name, theirs)) return [LEFT, 'only the build of the old image reads it'];
  if (value === '') return [LEFT, 'it is empty'];
  if (value.includes('$')) return [LEFT, 'its value comes from outside of the Dockerfile'];
  const isInside = theirs.workdir !== '/' && `${value}/`.startsWith(`${theirs.workdir}/`);
  if (isInside) return [LEFT, `it names a place in ${theirs.workdir}, which is another one here`];
  if (/^\w*PORT$/.test(name) && theirs.ports.some((port) => port.value === value))
    return [LEFT, 'the port is decided on its own'];
  return isOneLine(value) ? [KEPT, 'nothing in the repository says it'] : [LEFT, 'it is no text on one line'];
}

function isVersionOfBuild(name: string, { programs: calls }: WrittenImage): boolean {
  const use = new RegExp(`\\$\\{?${name}\\b`);
  return /_(VERSION|MAJOR|RELEASE)$/.test(name) && calls.some(({ value }) => use.test(value));
}

/** Labels; those whose values come from the build have nobody to give them. */
export function labels(theirs: WrittenImage, ours: WrittenImage): Taken {
  const news = theirs.labels.filter(({ name }) => !ours.labels.some((each) => each.name === name));
  const isKept = ({ name, value }: Said): boolean =>
    /^[A-Za-z0-9][\w./-]*$/.test(name) && isOneLine(value) && !value.includes('$') && value !== '';
  const taken = news.filter(isKept);
  return {
    rows: news.map((each) =>
      isKept(each)
        ? row(`label ${each.name}`, each, KEPT, 'nothing in the repository says it')
        : row(`label ${each.name}`, each, LEFT, 'its value comes from outside of the Dockerfile'),
    ),
    additions: taken.length === 0 ? {} : { labels: recordOf(taken) },
  };
}

/**
 * Packages of the distribution in the image that runs.
 * @param found what ours installs already.
 * @param hasApt whether ours can install any.
 */
export function packages(theirs: WrittenImage, found: readonly string[], hasApt: boolean): Taken {
  const names = new Map(theirs.packages.map((each) => [each.name, each]));
  const debianNames: Readonly<Record<string, string>> = data.debianNames;
  const fates = [...names.values()]
    .filter(({ name }) => !found.some((each) => each.replace(/=.*/, '') === name))
    .map((each): readonly [Said, string | undefined, string] => {
      const name = each.value === 'apk' ? debianNames[each.name] : each.name;
      const rule = data.packages.find(({ names: pattern }) => new RegExp(pattern).test(each.name));
      if (rule !== undefined) return [each, undefined, rule.why];
      if (isForHealth(each.name, theirs)) return [each, undefined, 'the health check asks with what the image has'];
      if (name === undefined)
        return [each, undefined, 'Debian may call it otherwise: name it under "packages" if the program calls it'];
      return hasApt
        ? [each, name, 'the program may call it: nothing that was found needs it']
        : [each, undefined, 'this base has no package manager'];
    });
  const taken = fates.flatMap(([, name]) => name ?? []);
  return {
    rows: fates.map(([{ name, value, line }, now, why]) => ({
      subject: `package ${name}`,
      theirs: value === 'apk' ? 'of Alpine' : 'installed',
      ours: now === undefined ? LEFT : KEPT,
      why,
      line,
    })),
    additions: taken.length === 0 ? {} : { packages: [...new Set(taken)].sort() },
  };
}

function isForHealth(name: string, { health, programs }: WrittenImage): boolean {
  return /^(curl|wget)$/.test(name) && (health?.includes(name) === true || programs.some((each) => each.name === name));
}

/** Files of the context that only the old image holds. With one stage alone nobody can tell them from sources. */
export function copies(theirs: WrittenImage, ours: WrittenImage, repo: Repo): Taken {
  const isFile = (path: string): boolean => repo.has(path);
  const isTracked = (path: string): boolean => isFile(path) || repo.hasFolder(path);
  const own = [...ours.copies, ...ours.made].flatMap(({ name }) => [
    name,
    name.replace(`${ours.workdir.slice(1)}/`, ''),
  ]);
  const news = theirs.copies.filter(
    ({ name }) => name !== '' && isTracked(name) && !own.some((path) => covers(path, name)),
  );
  const fates = (theirs.stages.length < 2 ? [] : news).map((each): readonly [Said, string, string | undefined] => {
    const target = targetOf(each, theirs.workdir, isFile(each.name));
    const rule = data.copies.find(({ names }) => new RegExp(names).test(`${each.name} ${target}`));
    const isPlain = isOneLine(each.name + target) && !target.includes('$');
    return [each, target, rule?.why ?? (isPlain ? undefined : 'its place comes from outside of the Dockerfile')];
  });
  const taken = fates.filter(([, , why]) => why === undefined);
  return {
    rows: fates.map(([{ name, line }, target, why]) => ({
      subject: `file ${name}`,
      theirs: target,
      ours: why === undefined ? KEPT : LEFT,
      why: why ?? 'nothing that was found says that the program reads it',
      line,
    })),
    additions: taken.length === 0 ? {} : { copies: taken.map(([{ name }, target]) => ({ source: name, target })) },
  };
}

/** Where a copy comes to stand: below the working directory, which may be another one here, or at an absolute place. */
function targetOf({ name, value }: Said, workdir: string, isFile: boolean): string {
  const base = workdir === '/' ? '/' : `${workdir}/`;
  const target = value.startsWith(base) && workdir !== '/' ? `./${value.slice(base.length)}` : value;
  const file = name.split('/').at(-1) ?? name;
  return isFile && /\/$|^\.$/.test(target) ? `${target.replace(/\/?$/, '/')}${file}` : target;
}

/** Programs of the old build that no step of ours stands for. */
export function programs(theirs: WrittenImage): readonly ImportRow[] {
  const unknown = theirs.programs.filter(({ name }) => name !== '' && !data.programs.includes(name));
  return unknown.map(({ value, line }) => ({
    subject: 'step',
    theirs: value,
    ours: LEFT,
    why: 'if the build needs it, put it under "build" of .create-dockerfile.json',
    line,
  }));
}

function recordOf(all: readonly Said[]): Readonly<Record<string, string>> {
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

function isOneLine(value: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(value);
}
