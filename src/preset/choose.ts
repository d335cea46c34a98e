import { hasTrait, type App } from '../model/app.ts';
import { fact, type Fact, type Source } from '../model/fact.ts';
import type { Preset } from '../model/preset.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { Repo } from '../repo/repo.ts';
import { isStated, statements } from './stated.ts';

/** A preset that fits, and the evidence for it. */
interface Match {
  readonly preset: Preset;
  readonly sources: readonly Source[];
  readonly because: readonly string[];
}

/**
 * The preset of an app: of those that fit, the ones that another fitting one supersedes fall out, then the most
 * specific is left. The order of the list means nothing.
 * @param wanted the id that a person chose; it is not matched, only looked up.
 */
export function choosePreset(
  repo: Repo,
  app: App,
  presets: readonly Preset[],
  wanted?: string,
): Fact<Preset> | Problem {
  if (wanted !== undefined) {
    const named = presets.find((preset) => preset.id === wanted);
    const allowed = presets.filter((preset) => preset.language === app.language).map((preset) => preset.id);
    if (named?.language !== app.language)
      return problem('unknown-option-value', { flag: '--preset', value: wanted, allowed: allowed.join(', ') });
    return fact(named, 'you chose it', { kind: 'flag', name: '--preset' });
  }
  const fitting = presets.flatMap((preset) => match(repo, app, preset) ?? []);
  const superseded = new Set(fitting.flatMap(({ preset }) => preset.supersedes));
  const left = fitting.filter(({ preset }) => !superseded.has(preset.id));
  const most = Math.max(...left.map(({ preset }) => specificity(preset)));
  const [winner, ...ties] = left.filter(({ preset }) => specificity(preset) === most);
  if (winner === undefined)
    return problem('no-preset', {
      name: app.name,
      traits: app.traits.map((trait) => trait.id).join(', ') || 'no traits',
    });
  if (ties.length > 0)
    return problem('ambiguous-preset', {
      name: app.name,
      presets: [winner, ...ties].map(({ preset }) => preset.id).join(', '),
    });
  return {
    value: winner.preset,
    sources: winner.sources,
    because: winner.because.join('; ') || `it is a ${app.language} app`,
    rejected: fitting
      .filter((other) => other !== winner)
      .map(({ preset }) => ({
        value: preset,
        source: { kind: 'preset', id: preset.id },
        why: `${winner.preset.id} is more specific`,
      })),
  };
}

function specificity({ when }: Preset): number {
  return when.traits.length + when.dependencies.length + (when.content ? 1 : 0) + (when.build === undefined ? 0 : 1);
}

/** The commands of the build, where there is one. */
function builtBy(app: App): string {
  const build = app.language === 'node' ? app.node.build?.value : undefined;
  return build === undefined ? '' : `${build.text}\n${build.runs}`;
}

function match(repo: Repo, app: App, preset: Preset): Match | undefined {
  const { when } = preset;
  if (preset.language !== app.language) return undefined;
  if (when.without.some((id) => hasTrait(app, id))) return undefined;
  if (when.withoutDependencies.some((name) => Object.hasOwn(app.dependencies, name))) return undefined;
  const traits = when.traits.map((id) => app.traits.find((trait) => trait.id === id));
  if (traits.includes(undefined)) return undefined;
  const dependency = when.dependencies.find((name) => Object.hasOwn(app.dependencies, name));
  if (when.dependencies.length > 0 && dependency === undefined) return undefined;
  const content = when.content && statements(repo, app.dir, when.content)[0]?.source;
  if (when.content && content === undefined) return undefined;
  if (isStated(repo, app.dir, when.withoutContent)) return undefined;
  const started = app.processes[0]?.command.value.join(' ');
  if (when.start !== undefined && started !== undefined && !new RegExp(when.start).test(started)) return undefined;
  if (when.withoutBuild !== undefined && new RegExp(when.withoutBuild).test(builtBy(app))) return undefined;
  if (when.build !== undefined && !new RegExp(when.build).test(builtBy(app))) return undefined;
  const found = traits.filter((trait) => trait !== undefined);
  const dependencySource = dependency === undefined ? undefined : app.dependencies[dependency];
  return {
    preset,
    sources: [
      ...found.flatMap((trait) => trait.sources),
      ...(dependencySource ? [dependencySource] : []),
      ...(content ? [content] : []),
    ],
    because: [
      ...(dependency === undefined ? [] : [`it depends on ${dependency}`]),
      ...found.map((trait) => trait.because),
    ],
  };
}
