import { isDockerPattern, dockerIgnore } from '../../parse/docker-ignore.ts';
import type { Repo } from '../../repo/repo.ts';
import {
  finding,
  placeOfSource,
  type CheckContext,
  type Finding,
  type IgnoreFile,
  type Place,
  type Rule,
} from '../context.ts';
import { copyOf, covers, isPattern, mountsOf, stepsOf, type Step } from '../steps.ts';

/** Every step of every stage, once. */
export function allSteps({ dockerfile }: CheckContext): readonly Step[] {
  return dockerfile.stages.flatMap((stage) => stepsOf(stage).filter((step) => step.stage === stage));
}

/** What the sources of COPY and of bind mounts are in the context: there, gone, ignored by git or by Docker. */
export const contextSources: Rule = (context) =>
  allSteps(context).flatMap((step) => {
    const copy = copyOf(step);
    const sources = copy === undefined ? mountsOf(step) : copy.from === undefined ? copy.sources : [];
    return sources
      .filter((source) => source !== '' && !source.includes('$'))
      .flatMap((source) => problemOf(context, source, { file: context.dockerfile.path, line: step.instruction.line }));
  });

function problemOf({ repo, ignore }: CheckContext, source: string, where: Place): readonly Finding[] {
  const paths = repo.paths.filter((path) => covers(source, path));
  if (paths.length === 0) {
    const ignored = repo.ignoredPaths.find(
      (path) =>
        covers(source, path.replace(/\/$/, '')) || `${source}/`.startsWith(path.endsWith('/') ? path : `${path}/`),
    );
    if (ignored !== undefined) return [finding('copy-git-ignored', { source }, where, gitIgnoreLine(repo, ignored))];
    return isPattern(source) && /\*$/.test(source) ? [] : [finding('copy-missing', { source }, where)];
  }
  if (ignore === undefined || isPattern(source)) return [];
  const drops = dockerIgnore(ignore.lines);
  if (!paths.every(drops)) return [];
  return [finding('copy-ignored', { source, file: ignore.file }, where, lineThatDrops(ignore, paths[0] ?? source))];
}

/** The pattern that decides over a path. */
function lineThatDrops({ file, lines }: IgnoreFile, path: string): Place {
  const index = lines.findLastIndex((line) => isDockerPattern(line.trim()) && dockerIgnore([line])(path));
  return index === -1 ? { file } : { file, line: index + 1 };
}

function gitIgnoreLine(repo: Repo, path: string): Place {
  for (const [file, text] of repo.gitignores) {
    const name = path.replace(/\/$/, '').split('/').at(-1) ?? path;
    const index = text
      .split('\n')
      .findIndex((line) => line.trim() !== '' && !line.startsWith('#') && line.includes(name));
    if (index !== -1) return { file, line: index + 1 };
  }
  return { file: '.gitignore' };
}

/** Folders that builds write, by their usual names. */
const OUTPUTS = new Set(['dist', 'build', 'out', 'lib', '.next', '.output', 'target', 'public/build', '_site']);

/** What is copied from the stage that builds, against what the build writes. */
export const outputs: Rule = ({ dockerfile, final, app }) => {
  if (app?.language !== 'node' || app.node.build?.value.output === undefined || !app.node.build.value.explicit)
    return [];
  const output = app.node.build.value.output;
  return stepsOf(final).flatMap((step) => {
    const copy = copyOf(step);
    const from = dockerfile.stages.find(({ name }) => name !== undefined && name === copy?.from);
    const builds = from && stepsOf(from).some(({ instruction }) => /\b(run )?build\b/.test(instruction.text));
    const wrong = copy?.sources.find((source) => {
      const name = source.split('/').at(-1) ?? '';
      return OUTPUTS.has(name) && !`/${source}/`.includes(`/${output}/`) && !`${output}/`.startsWith(`${name}/`);
    });
    if (!builds || wrong === undefined) return [];
    const evidence = placeOfSource(app.node.build?.sources ?? []);
    return [
      finding(
        'output-mismatch',
        { output, source: wrong },
        { file: dockerfile.path, line: step.instruction.line },
        evidence,
      ),
    ];
  });
};
