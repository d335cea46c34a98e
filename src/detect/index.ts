import type { App, Repository } from '../model/app.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { Repo } from '../repo/repo.ts';
import { detectGo } from './go/index.ts';
import { detectJava } from './java/index.ts';
import { detectNode } from './node/index.ts';
import { detectPython } from './python/index.ts';
import { detectStatic } from './static.ts';

/** One detector a language: the app or apps of a folder, or undefined where the language is not used there. */
const detectors: readonly ((repo: Repo, dir: string) => App | readonly App[] | undefined)[] = [
  detectNode,
  detectGo,
  detectPython,
  detectJava,
  detectStatic,
];

/** Every app that stands in the folder. What cannot be read or understood is reported to the repo. */
export function detect(repo: Repo, dir: string): Repository {
  return { apps: detectors.flatMap((detector) => detector(repo, dir) ?? []) };
}

/**
 * The app to write files for: the one that is named, else the only one that starts something, else a question.
 * An app that starts nothing beside one that does is its tooling.
 */
export function chooseApp(repository: Repository, wanted: string | undefined): App | Problem {
  const { apps } = repository;
  const named = apps.find((app) => app.name === wanted);
  if (named) return named;
  const asked = wanted === undefined ? apps : apps.filter((app) => app.dir === wanted || app.language === wanted);
  if (wanted !== undefined && asked.length === 0)
    return problem('unknown-app', { name: wanted, names: apps.map((app) => app.name).join(', ') || 'none' });
  const usual = asked.filter((app) => app.onlyByName === undefined);
  const starting = usual.filter((app) => app.processes.length > 0);
  const candidates = starting.length > 0 ? starting : usual;
  const [only, ...others] = candidates;
  if (only === undefined) return problem('nothing-recognised');
  return others.length === 0
    ? only
    : problem('which-app', { names: candidates.map((app) => `${app.name} (${app.language})`).join(', ') });
}
