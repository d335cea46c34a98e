import data from '../../../data/os-packages.json' with { type: 'json' };
import type { NativeNeed } from '../../model/app.ts';
import { inFile } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { findInSources } from '../sources.ts';

const programs: Readonly<Record<string, string>> = data.programs;
const NAME = `f?['"](?:/usr/bin/)?(${Object.keys(programs).join('|')})(?=['"\\s])`;
/** A name at the head of a list of words, or of a command line that a call is given. */
const CALLS = new RegExp(
  `(?:\\[\\s*|\\b(?:which|run|Popen|call|check_call|check_output|getoutput|system|popen|execvp?|create_subprocess_\\w+)\\(\\s*\\[?\\s*)${NAME}`,
  'g',
);
const RUNS = /\bsubprocess\b|\bos\.(?:system|popen|exec)|\bshutil\.which\b|\bcreate_subprocess_/;

/** OS packages of the programs that the code runs, and of the libraries that it loads by name, from the table. */
export function programNeeds(repo: Repo, files: readonly string[]): readonly NativeNeed[] {
  const found = new Map<string, NativeNeed>();
  for (const file of files) {
    const text = repo.read(file) ?? '';
    if (!RUNS.test(text)) continue;
    for (const match of text.matchAll(CALLS)) {
      const [name = '', at] = [match[1], match.index];
      const run = programs[name];
      if (run === undefined || found.has(run)) continue;
      const line = text.slice(0, at).split('\n').length;
      found.set(run, { dependency: name, build: [], run: [run], source: inFile(file, line) });
    }
  }
  const loaded = Object.entries(data.imports).flatMap(([module, run]) => {
    const hit = findInSources(repo, files, new RegExp(module.replaceAll('.', '\\.')));
    return hit ? [{ dependency: module, build: [], run, source: hit.source }] : [];
  });
  return [...found.values(), ...loaded];
}

/** Lists of OS packages that hosting platforms read: one name a line. */
const LISTS = ['Aptfile', 'packages.txt', 'apt.txt'];

/**
 * The OS packages that such a list states; headers are needed where things are built alone, and beside what the table
 * knows of them. A line that is more than a name is said.
 * @see https://github.com/heroku/heroku-buildpack-apt
 */
export function statedPackages(repo: Repo, dir: string): readonly NativeNeed[] {
  return LISTS.map((name) => join(dir, name)).flatMap((file) => {
    const text = repo.read(file) ?? '';
    const names = text.split('\n').flatMap((line) => line.replace(/#.*/, '').trim() || []);
    return names.flatMap((name) => {
      const source = inFile(file, lineOfMatch(text, new RegExp(`^\\s*${name.replace(/[^\w-]/g, '.')}`, 'm')));
      if (!/^[a-z0-9][a-z0-9.+-]+$/.test(name)) {
        repo.report(problem('os-package-unknown', { file, line: name }, { file }));
        return [];
      }
      return [
        name.endsWith('-dev')
          ? { dependency: file, build: [name], run: libraryOf(name), source }
          : { dependency: file, build: [], run: [name], source },
      ];
    });
  });
}

/** What a program needs at run time of what it was built with. */
function libraryOf(headers: string): readonly string[] {
  const row = Object.values(data.python).find(({ build }) => build[0] === headers);
  return row ? row.run : [headers];
}
