import type { NativeNeed } from '../../model/app.ts';
import { BASE_TRADE_OFFS } from '../../plan/base.ts';
import { defaultOptions } from '../../plan/options.ts';
import { planApp } from '../../plan/index.ts';
import { builtInPresets } from '../../preset/built-in.ts';
import { finding, placeOfSource, type Rule } from '../context.ts';
import { describeImage } from '../images.ts';
import { copyOf, imageOf, stepsOf } from '../steps.ts';

/** Alpine, where the planner knows a dependency that forbids it. */
export const musl: Rule = ({ app, plan, repo, dockerfile, final }) => {
  const preset = builtInPresets.find(({ id }) => id === plan?.images[0]?.preset);
  const base = describeImage(imageOf(final));
  if (app === undefined || base.libc !== 'musl' || base.tool === undefined || preset?.bases.includes('alpine') !== true)
    return [];
  const tried = planApp(repo, app, { ...defaultOptions, base: 'alpine' });
  const refused = tried.problems.find(({ id }) => id === 'base-refused');
  if (refused === undefined) return [];
  const dependency = Object.keys(app.dependencies).find((name) => refused.what.includes(name));
  const source = dependency === undefined ? undefined : app.dependencies[dependency];
  return [
    finding(
      'musl-refused',
      { why: refused.what.replace(/^.*?: /, '').replace(/\.$/, '') || BASE_TRADE_OFFS.alpine },
      { file: dockerfile.path, line: final.from.line },
      source && placeOfSource([source]),
    ),
  ];
};

/** Libraries that a dependency loads when it is used. */
export const osPackages: Rule = ({ app, dockerfile, final }) => {
  const base = describeImage(imageOf(final));
  if (app === undefined || base.libc === 'musl' || !base.isSmall) return [];
  const steps = stepsOf(final);
  const installed = steps.map(({ instruction }) => `${instruction.text} ${instruction.heredoc}`).join(' ');
  const copiesLibraries = steps.some((step) => copyOf(step)?.sources.some((source) => /^usr\/lib|^lib/.test(source)));
  if (copiesLibraries) return [];
  const all = dockerfile.stages
    .flatMap(({ instructions }) => instructions.map(({ text, heredoc }) => text + heredoc))
    .join(' ');
  // Where headers are installed by hand, what is built links the libraries whose headers were there, and no others.
  const isLinked = ({ build }: NativeNeed, name: string): boolean => {
    const stem = name.replace(/(t64|[-.]?\d[\d.]*(-\d+)?)$/, '');
    const own = build.filter((each) => each.endsWith('-dev') && each.startsWith(stem));
    return own.length === 0 || !/-dev\b/.test(all) || own.some((each) => all.includes(each));
  };
  return app.nativeNeeds.flatMap((need) => {
    const missing = need.run.filter((name) => !installed.includes(name.replace(/t64$/, '')) && isLinked(need, name));
    return missing.length === 0
      ? []
      : [
          finding(
            'os-package-missing',
            { dependency: need.dependency, packages: missing.join(', ') },
            { file: dockerfile.path, line: final.from.line },
            placeOfSource([need.source]),
          ),
        ];
  });
};

/** cgo that is switched off although it is needed, and certificates that an empty image lacks. */
export const goBinary: Rule = ({ app, dockerfile, final, repo }) => {
  if (app?.language !== 'go') return [];
  const instructions = dockerfile.stages.flatMap((stage) => stage.instructions);
  const isOn = instructions.some(({ text, heredoc }) => /CGO_ENABLED[= ]["']?1/.test(text + heredoc));
  const off = isOn ? undefined : instructions.find(({ text, heredoc }) => /CGO_ENABLED[= ]["']?0/.test(text + heredoc));
  const cgo = app.go.cgo;
  const isEmpty = imageOf(final) === 'scratch';
  const hasCertificates = stepsOf(final).some((step) =>
    copyOf(step)?.sources.some((source) => /cert|^etc(\/ssl.*)?$|rootfs|^$/.test(source)),
  );
  const asks =
    isEmpty && !hasCertificates
      ? repo
          .scan(['**/*.go'])
          .find(
            (file) =>
              !file.endsWith('_test.go') &&
              /\bhttp\.(Get|Post|DefaultClient|Client\{)|"https:\/\//.test(repo.read(file) ?? ''),
          )
      : undefined;
  return [
    ...(off !== undefined && cgo.value
      ? [finding('cgo-disabled', {}, { file: dockerfile.path, line: off.line }, placeOfSource(cgo.sources))]
      : []),
    ...(asks === undefined
      ? []
      : [finding('certificates-missing', {}, { file: dockerfile.path, line: final.from.line }, { file: asks })]),
  ];
};
