import { readPythonStatement } from '../../detect/python/pep440.ts';
import { readSemverStatement, type ReadStatement } from '../../detect/version.ts';
import type { App } from '../../model/app.ts';
import { defaultLine, lineOf, releasesDate, type Tool } from '../../releases.ts';
import { finding, placeOfSource, type CheckContext, type Finding, type Rule } from '../context.ts';
import { compareParts, describeImage, endOf, newestOf, type BaseImage } from '../images.ts';
import { copyOf, imageOf, stepsOf } from '../steps.ts';

/** What an older and a newer release mean for a statement: Go and Java run what was written for an older one. */
const READERS: Readonly<Record<Tool, { readonly read: ReadStatement; readonly isMinimum: boolean }>> = {
  node: { read: readSemverStatement, isMinimum: false },
  bun: { read: readSemverStatement, isMinimum: false },
  python: { read: readPythonStatement, isMinimum: false },
  go: { read: readSemverStatement, isMinimum: true },
  java: { read: readSemverStatement, isMinimum: true },
};

/** The stages that stand on a public image, with what its name says. */
function* bases({
  dockerfile,
}: CheckContext): Generator<{ line: number; image: BaseImage; tool: Tool; version: string }> {
  for (const stage of dockerfile.stages) {
    const image = describeImage(stage.image);
    if (stage.parent === undefined && image.tool !== undefined && image.version !== undefined && image.version !== '')
      yield { line: stage.from.line, image, tool: image.tool, version: image.version };
  }
}

/** The base images against what the repository states. */
export const runtimeVersion: Rule = (context) => {
  const { app, dockerfile } = context;
  const evidence = app && placeOfSource(app.runtime.sources);
  if (app === undefined || evidence === undefined) return [];
  return [...bases(context)]
    .filter(({ tool, version }) => tool === toolOf(app) && !satisfies(app, tool, version))
    .map(({ line, tool, version }) =>
      finding(
        'runtime-version',
        { tool, version, wanted: app.runtime.value.range ?? app.runtime.value.tag, suggested: app.runtime.value.tag },
        { file: dockerfile.path, line },
        evidence,
      ),
    );
};

function toolOf(app: App): Tool | undefined {
  if (app.language === 'static') return undefined;
  return app.language === 'node' ? app.node.engine : app.language;
}

function satisfies({ runtime }: App, tool: Tool, version: string): boolean {
  const { range, tag } = runtime.value;
  const { read, isMinimum } = READERS[tool];
  if (range !== undefined) {
    const statement = read(range);
    return statement?.kind !== 'range' || statement.allows(newestOf(tool, version));
  }
  const difference = compareParts(version, tag);
  return isMinimum ? difference >= 0 : difference === 0;
}

/** Lines of a runtime that have ended. */
export const runtimeEndOfLife: Rule = (context) =>
  [...bases(context)].flatMap(({ line, tool, version }) => {
    const date = endOf(tool, version);
    if (date === undefined || date >= context.today) return [];
    const suggested = defaultLine(tool);
    const until = lineOf(tool, suggested)?.eol ?? '';
    return [
      finding(
        'runtime-end-of-life',
        { tool, version, date, suggested, until },
        { file: context.dockerfile.path, line },
      ),
    ];
  });

/** Folders whose content belongs to the runtime that installed it. */
const NATIVE = /(^|\/)(node_modules|\.?venv|site-packages|virtualenv)(\/|$)/;

/** What is copied from a stage with another version or distribution of the same runtime. */
export const mixedStages: Rule = ({ dockerfile, final }) => {
  const target = describeImage(imageOf(final));
  return stepsOf(final).flatMap((step): Finding[] => {
    const copy = copyOf(step);
    const from = dockerfile.stages.find(({ name }) => name !== undefined && name === copy?.from);
    const native = copy?.sources.find((source) => NATIVE.test(source));
    if (from === undefined || native === undefined) return [];
    const built = describeImage(imageOf(from));
    const where = { file: dockerfile.path, line: step.instruction.line };
    const evidence = { file: dockerfile.path, line: from.from.line };
    const source = `/${native}`;
    if (
      built.tool === target.tool &&
      built.version &&
      target.version &&
      compareParts(built.version, target.version) !== 0
    )
      return [
        finding(
          'two-versions',
          { source, tool: target.tool ?? '', built: built.version, version: target.version },
          where,
          evidence,
        ),
      ];
    const isMixed = built.suite !== undefined && target.suite !== undefined && built.suite !== target.suite;
    return isMixed
      ? [finding('two-suites', { source, built: built.suite ?? '', version: target.suite ?? '' }, where, evidence)]
      : [];
  });
};

/** The table itself, when nobody has updated the program for half a year. */
export const tableAge: Rule = ({ tableAge: days, dockerfile }) =>
  days > 180 ? [finding('table-old', { date: releasesDate }, { file: dockerfile.path })] : [];
