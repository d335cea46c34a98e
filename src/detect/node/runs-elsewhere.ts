import data from '../../../data/runs-elsewhere.json' with { type: 'json' };
import { problem, type Problem } from '../../model/problem.ts';
import { at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { otherLanguage } from '../languages.ts';
import type { PackageManifest } from './manifest.ts';
import { flatten } from './scripts.ts';
import { scriptsOf } from './start.ts';

/** What no container runs, and how it is told: by what its scripts call, by files, by what its package.json states. */
interface Kind {
  readonly what: string;
  readonly fix?: string;
  readonly commands?: string;
  readonly files?: readonly string[];
  readonly engine?: string;
  readonly dependencies?: readonly string[];
}

const KINDS: readonly Kind[] = data.kinds;
/** Scripts that say what a package without a start and a build is for. */
const OTHERS = ['dev', 'develop', 'deploy', 'package', 'serve'];

/**
 * What a package is that no container runs: a desktop or phone app, an extension, functions of a host.
 * @param starts whether its start script starts something else than a development server.
 */
export function runsElsewhere(repo: Repo, manifest: PackageManifest, starts: boolean): Problem | undefined {
  const { dir, scripts, raw, dependencies, devDependencies } = manifest;
  const hasStart = starts && scripts['start'] !== undefined;
  const names = hasStart ? ['start'] : scripts['build'] === undefined ? ['start', ...OTHERS] : ['build'];
  const commands = names
    .flatMap((name) => (scripts[name] === undefined ? [] : flatten(scriptsOf(repo, manifest), scripts[name]).commands))
    .map(({ words }) => words.join(' '));
  const has = (name: string): boolean => Object.hasOwn({ ...dependencies, ...devDependencies }, name);
  const kind = KINDS.find(
    (each) =>
      (each.commands !== undefined && commands.some((command) => new RegExp(each.commands ?? '').test(command))) ||
      (each.engine !== undefined && at(raw, 'engines', each.engine) !== undefined) ||
      (!hasStart && each.files?.some((file) => repo.has(join(dir, file))) === true) ||
      (!hasStart && each.dependencies?.some(has) === true),
  );
  if (kind === undefined) return undefined;
  const values = { name: manifest.name ?? 'This', what: kind.what, fix: kind.fix ?? 'It needs no image.' };
  return problem('runs-elsewhere', values, { file: manifest.file });
}

/** Why nothing of a package that only builds fits an image: it builds for one host, or for a program of another language. */
export function buildsForOthers(repo: Repo, { dir, file, name, ...manifest }: PackageManifest): Problem | undefined {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  const host = data.hosts.flatMap(({ dependencies, fix }) => {
    const dependency = dependencies.find((each) => Object.hasOwn(all, each));
    return dependency === undefined ? [] : { dependency, fix };
  })[0];
  if (host !== undefined) return problem('made-for-host', { name: name ?? 'This', ...host }, { file });
  const other = otherLanguage(repo, dir);
  return other && problem('language-unsupported', other, { file: other.file });
}
