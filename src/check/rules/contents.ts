import { isProblem } from '../../model/problem.ts';
import { parseJson } from '../../parse/json.ts';
import { asRecord, at } from '../../parse/shape.ts';
import { join } from '../../repo/repo.ts';
import { finding, placeOf, type Rule } from '../context.ts';
import { copyOf, stepsOf } from '../steps.ts';
import { installsOf } from './install.ts';

const PRODUCTION =
  /--(omit[= ]dev|production|prod|only[= ]prod(uction)?|no-dev|no-default-groups|without|only[= ]main)\b|(^| )-P( |$)|workspaces focus.*--production|\bprune\b|pkg delete devDependencies/;

/** Where a framework's build puts the dependencies that the run needs, and those alone: `.next/standalone`, `.output`, `dist`. */
const MADE = /(?:^|\/)(?:\.[\w-]+|dist|build|out)\//;

/** node_modules that hold what only development needs, in the image that runs. */
export const developmentDependencies: Rule = (context) => {
  const { app, dockerfile, final, repo } = context;
  if (app?.language !== 'node' || app.node.developmentTool !== undefined) return [];
  const manifest = join(app.dir, 'package.json');
  const parsed = parseJson(repo.read(manifest) ?? '{}', manifest);
  const evidence = placeOf(repo, manifest, /"devDependencies"/);
  if (isProblem(parsed) || Object.keys(asRecord(at(parsed.value, 'devDependencies'))).length === 0) return [];
  const steps = stepsOf(final);
  const brings = steps.flatMap((step) => {
    const copy = copyOf(step);
    const from = dockerfile.stages.find(({ name }) => name !== undefined && name === copy?.from);
    const isLeftOut = step.instruction.flags.some(
      ({ name, value }) => name === 'exclude' && value.includes('node_modules'),
    );
    const isAll =
      !isLeftOut &&
      copy?.sources.some(
        (source) =>
          source === 'node_modules' ||
          (source.endsWith('/node_modules') && !MADE.test(source)) ||
          source === step.workdir.slice(1),
      );
    return from !== undefined && isAll ? [{ stage: from, line: step.instruction.line }] : [];
  });
  return [{ stage: final, line: 0 }, ...brings].flatMap(({ stage, line }) => {
    const runs = stepsOf(stage).filter(({ instruction }) => instruction.keyword === 'RUN');
    const installs = installsOf(context).filter((each) =>
      runs.some((run) => run.instruction === each.step.instruction),
    );
    const last = installs.at(-1);
    const isPruned = runs.some(({ instruction }) => PRODUCTION.test(instruction.text));
    const isProduction = last?.step.env.get('NODE_ENV') === 'production';
    if (last === undefined || isPruned || isProduction) return [];
    const where = { file: dockerfile.path, line: line || last.step.instruction.line };
    return [
      finding(
        'development-dependencies',
        { option: '--omit=dev (npm), --prod (pnpm) or --production' },
        where,
        evidence,
      ),
    ];
  });
};
