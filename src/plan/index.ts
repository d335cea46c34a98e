import desktop from '../../data/desktop.json' with { type: 'json' };
import { hasTrait, type App, type Trait } from '../model/app.ts';
import type { Fact } from '../model/fact.ts';
import type { Decision, IgnoreSection, ImagePlan, Plan, StagePlan } from '../model/plan.ts';
import type { Preset } from '../model/preset.ts';
import { isProblem, problem, type Problem } from '../model/problem.ts';
import { builtInPresets } from '../preset/built-in.ts';
import { choosePreset } from '../preset/choose.ts';
import { ignorePattern } from '../quote.ts';
import type { Repo } from '../repo/repo.ts';
import { composeNeeds } from './compose/needs.ts';
import { addTo, presetFor, withAddedCommands } from './additions.ts';
import { decide, type PlanContext, type Planner } from './context.ts';
import { debuggerOf } from './debugger.ts';
import { planIgnore } from './ignore.ts';
import { planSecrets } from './secret-files.ts';
import { planGo } from './go/index.ts';
import { planJava } from './java/index.ts';
import { describe } from './labels.ts';
import { planNode } from './node/index.ts';
import type { Options } from './options.ts';
import { planStatic } from './static.ts';
import { developmentOf, endsInProduction, missingTargets, withTargets } from './targets.ts';
import { planPython } from './python/index.ts';

/** One planner a language. */
const planners: { readonly [L in App['language']]?: Planner<Extract<App, { language: L }>> } = {
  node: planNode,
  python: planPython,
  go: planGo,
  static: planStatic,
  java: planJava,
};

/** The plan of one app. Errors stand among its problems; then it has no image. */
export function planApp(repo: Repo, detected: App, options: Options, presets = builtInPresets): Plan {
  const window = options.start === undefined ? windowOf(detected) : undefined;
  if (window) return failed(window);
  const app = options.start === undefined ? detected : startedByHand(detected);
  const preset = choosePreset(repo, app, presets, options.preset);
  if (isProblem(preset)) {
    const isIdle = preset.id === 'no-preset' && app.idle !== undefined && app.processes.length === 0;
    return failed(isIdle ? idleOf(app) : preset);
  }
  const misplaced = ofNodeAlone(app, options);
  if (misplaced !== undefined) return failed(misplaced);
  const planner = planners[app.language] as Planner | undefined;
  if (planner === undefined) return failed(problem('internal', { reason: `no planner for ${app.language}` }));
  const shape = presetFor(preset.value, options);
  if (isProblem(shape)) return failed(shape);
  const context: PlanContext = { repo, app, preset: shape, options };
  const found = planner(context);
  if (isProblem(found)) return failed(found);
  const described = options.describe ? describe(repo, app) : undefined;
  const planned = addTo(found, repo, { ...options, labels: { ...described?.labels, ...options.labels } });
  const asked = { ...planned.values, runtime: planned.runtime, debug: true };
  const own = withAddedCommands(stagesOf(shape, asked), options);
  if (isProblem(own)) return failed(own);
  const stages = withTargets(own);
  const values = {
    ...asked,
    debug: endsInProduction(own),
    lacksShell: !planned.runtime.hasShell,
    aliases: missingTargets(own),
  };
  const secrets = planSecrets(repo, planned.reads);
  const development = developmentOf(stages, planned.following);
  const attached = options.debugger ? debuggerOf(app, development.debugged) : undefined;
  const image: ImagePlan = {
    app: app.name,
    preset: preset.value.id,
    dir: app.home ?? app.dir,
    context: '',
    stages,
    values,
    reads: planned.reads,
    ignore: [
      ...planIgnore(repo, [...requestedFiles(options), ...planned.ignore], planned.reads, secrets),
      ...withoutBundle(repo, app, options),
    ],
    compose: composeNeeds(app, planned),
    development: attached === undefined ? development : { ...development, debugger: attached },
  };
  const services = (app.services ?? []).map((use) => decide('service', use.image, use.image.value));
  return {
    images: [image],
    decisions: [
      presetDecision(preset),
      ...planned.decisions,
      ...(described ? [described.decision] : []),
      ...(options.compose ? services : []),
    ],
    problems: [
      ...planned.problems,
      ...secrets.problems,
      ...(options.compose ? (app.serviceProblems ?? []) : []),
      ...(options.debugger && attached === undefined ? [problem('debugger-unknown', { name: app.name })] : []),
    ],
  };
}

/** A program that shows itself on a screen and serves nothing. */
function windowOf({ name, language, dependencies, processes }: App): Problem | undefined {
  const libraries = language === 'go' || language === 'java' ? desktop[language] : [];
  const library = libraries.find((each) => Object.hasOwn(dependencies, each));
  if (library === undefined || processes[0] === undefined || processes[0].kind === 'web') return undefined;
  return problem('opens-a-window', { name, library });
}

/** Why there is nothing to make an image of. */
function idleOf(app: App): Problem {
  if (app.idleProblem !== undefined) return app.idleProblem;
  const build = app.language === 'node' && hasTrait(app, 'build') ? app.node.build?.value.text : undefined;
  return build === undefined
    ? problem('nothing-to-run', { name: app.name, why: app.idle ?? '' })
    : problem('build-unknown', { name: app.name, build });
}

/** What Node's images alone can be asked for; among several apps it is for those that it fits. */
function ofNodeAlone({ language, name }: App, { all, trace, strip }: Options): Problem | undefined {
  if (language === 'node' || all) return undefined;
  if (trace === true) return problem('trace-refused', { name, why: 'it has no dependencies of Node' });
  return strip === true ? problem('strip-refused', { name, why: 'it does not run on Node' }) : undefined;
}

/** A bundle that stands in the context is mounted and never copied. */
function withoutBundle(repo: Repo, app: App, { ca }: Options): readonly IgnoreSection[] {
  const context = app.context === undefined ? '' : `${app.context}/`;
  const path = ca?.startsWith(context) === true ? ca.slice(context.length) : '';
  return repo.has(path) ? [{ title: 'Mounted where it is needed', patterns: [ignorePattern(path)] }] : [];
}

/** What is written beside the Dockerfile on request, and no image needs. */
function requestedFiles({ bake, renovate }: Options): readonly IgnoreSection[] {
  const patterns = [...(bake ? ['docker-bake*.hcl'] : []), ...(renovate ? ['renovate.json'] : [])];
  return patterns.length === 0 ? [] : [{ title: 'How images are built and updated', patterns }];
}

/** A start command that a person states makes an app of what looked like a library. */
function startedByHand(app: App): App {
  if (hasTrait(app, 'starts')) return app;
  const stated: Trait = {
    id: 'starts',
    because: 'you said how it starts',
    sources: [{ kind: 'flag', name: '--start' }],
  };
  return { ...app, traits: [...app.traits.filter((trait) => trait.id !== 'development-start'), stated] };
}

function failed(reason: Problem): Plan {
  return { images: [], decisions: [], problems: [reason] };
}

function stagesOf(preset: Preset, values: Readonly<Record<string, unknown>>): readonly StagePlan[] {
  const isThere = (name: string): boolean => values[name] !== undefined && values[name] !== false;
  return preset.stages.filter((stage) => stage.when === undefined || isThere(stage.when)).map(({ kind }) => ({ kind }));
}

function presetDecision(preset: Fact<Preset>): Decision {
  return decide('preset', preset, preset.value.id, '--preset');
}
