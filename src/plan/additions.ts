import type { EnvPair, RuntimeValues, StagePlan } from '../model/plan.ts';
import type { Preset } from '../model/preset.ts';
import { problem, type Problem } from '../model/problem.ts';
import { parseCommandLine } from '../parse/command-line.ts';
import { within, type Repo } from '../repo/repo.ts';
import type { LanguagePlan } from './context.ts';
import type { Additions, Options } from './options.ts';
import { osPackages } from './os-packages.ts';

/** The base that packages can be installed on. */
const WITH_APT = 'slim';

/** The preset with the bases that take the packages which a person adds. */
export function presetFor(preset: Preset, { packages = [], base }: Options): Preset | Problem {
  if (packages.length === 0) return preset;
  const bases = preset.bases.filter((each) => each === WITH_APT);
  if (bases.length > 0 && (base === undefined || base === WITH_APT)) return { ...preset, bases };
  return problem('packages-without-apt', { packages: packages.join(', '), base: base ?? preset.bases.join(', ') });
}

/** A language's plan with what a person adds to it; what cannot be added is a Problem. */
export function addTo(planned: LanguagePlan, repo: Repo, additions: Additions): LanguagePlan {
  const { env = {}, labels = {}, packages = [], copies = [] } = additions;
  const { runtime } = planned;
  const sources = copies.map(({ source }) => ({ source, path: within('', source) }));
  const isThere = (path: string | undefined): boolean =>
    path !== undefined && repo.paths.some((each) => each === path || each.startsWith(`${path}/`) || path === '');
  const missing = sources.filter(({ path }) => !isThere(path));
  const suite = /trixie|bookworm|bullseye/.exec(runtime.image)?.[0] ?? '';
  const added: RuntimeValues = {
    ...runtime,
    env: [...runtime.env.filter(({ name }) => !(name in env)), ...pairs(env)],
    osPackages: [...new Set([...runtime.osPackages, ...osPackages(packages, suite)])].sort(),
    copies: [...runtime.copies, ...copies.map(({ source, target }) => ({ sources: [source], target }))],
    ...(Object.keys(labels).length === 0 ? {} : { labels: pairs(labels) }),
  };
  return {
    ...planned,
    runtime: added,
    values: additions.build === undefined ? planned.values : { ...planned.values, added: commandsOf(additions.build) },
    reads: [...planned.reads, ...sources.flatMap(({ path }) => path ?? [])],
    problems: [...planned.problems, ...missing.map(({ source }) => problem('copy-not-found', { path: source }))],
  };
}

/** The stages, with the added commands after the build. */
export function withAddedCommands(
  stages: readonly StagePlan[],
  { build = [] }: Additions,
): readonly StagePlan[] | Problem {
  if (build.length === 0) return stages;
  const index = stages.findIndex(({ kind }) => kind.endsWith('/build'));
  if (index < 0) return problem('no-build-stage', { command: build[0] ?? '' });
  return stages.toSpliced(index + 1, 0, { kind: 'added' });
}

function pairs(record: Readonly<Record<string, string>>): readonly EnvPair[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

/** A command that needs no shell is its words; any other one is given to a shell as one word, which nothing breaks out of. */
function commandsOf(
  texts: readonly string[],
): readonly { readonly words?: readonly (readonly string[])[]; readonly shell?: readonly string[] }[] {
  return texts.map((text) => {
    const { commands, needsShell } = parseCommandLine(text);
    const isPlain = !needsShell && commands.every(({ env }) => Object.keys(env).length === 0);
    return isPlain ? { words: commands.map(({ words }) => words) } : { shell: ['/bin/sh', '-c', text] };
  });
}
