/**
 * Builds, runs, asks and stops every example on a Docker engine, as many side by side as there are processors.
 *
 *     npm run test:engine [-- --only NAME …] [--jobs NUMBER]
 *
 * Without an engine nothing is run, and that is said; with REQUIRE_ENGINE=1 it is a failure.
 * PREPARE_IMAGES='command' is called with the path of a Dockerfile before it is built. BUILD_OPTIONS='words' are added
 * to each build.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { checkBundle } from './ca.ts';
import { exampleNames } from '../support/examples.ts';
import { checkBake } from './bake.ts';
import { build, imageName, lint, checkProduction, TARGETS } from './checks.ts';
import { checkCompose, COMPOSED } from './compose.ts';
import { answers, docker, prepareImages } from './docker.ts';
import { differences, makeProject, removeProject } from './project.ts';
import { checkAll } from './all.ts';
import { checkEdits } from './edits.ts';
import { checkOwnPresets } from './own-presets.ts';
import { checkReproducible, REPRODUCED } from './reproducible.ts';
import { checkOwnIgnore, checkSearch, expectNoSecrets, plantSecrets } from './secrets.ts';
import { checkSmaller } from './smaller.ts';
import { checkTargets, works } from './targets.ts';
import { checkValues } from './values.ts';
import { checkElsewhere, checkInterrupts, checkVerify } from './verify.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string', multiple: true }, jobs: { type: 'string' } },
});

async function checkExample(name: string): Promise<string> {
  const project = await makeProject(name);
  const targets = TARGETS.filter((target) => project.stages.includes(target));
  try {
    const different = differences(project);
    if (different.length > 0) throw new Error(`not as expected: ${different.join(', ')}`);
    await prepareImages(project.dockerfile);
    await lint(project);
    plantSecrets(project);
    for (const target of targets) await build(project, target);
    await expectNoSecrets(
      project,
      targets.map((target) => imageName(project, target)),
    );
    await checkProduction(project);
    const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', imageName(project, 'production')));
    return `${targets.join(', ')}; ${(size / 1e6).toFixed(0)} MB`;
  } finally {
    removeProject(project);
    for (const target of targets)
      await docker('image', 'rm', '--force', imageName(project, target)).catch(() => undefined);
  }
}

/** Runs one case and says how it went. */
async function passes(name: string, check: () => Promise<string>): Promise<boolean> {
  const start = Date.now();
  const say = (result: string, text: string): void => {
    process.stdout.write(`${result}  ${name}: ${text} (${((Date.now() - start) / 1000).toFixed(0)} s)\n`);
  };
  try {
    say('ok  ', await check());
    return true;
  } catch (error) {
    say('FAIL', error instanceof Error ? error.message : String(error));
    return false;
  }
}

async function main(): Promise<void> {
  if (!(await answers('docker', 'version'))) {
    process.stdout.write('not run: no Docker engine answers\n');
    process.exitCode = process.env['REQUIRE_ENGINE'] ? 1 : 0;
    return;
  }
  const cases: readonly [string, () => Promise<string>][] = [
    ['quoted values', checkValues],
    ['edited files', checkEdits],
    ['own presets', checkOwnPresets],
    ['certificate bundle', checkBundle],
    ['several apps', checkAll],
    ['bake files', checkBake],
    ['search for secrets', checkSearch],
    ['own ignore file', checkOwnIgnore],
    ['smaller Node', checkSmaller],
    ...REPRODUCED.map((name): [string, () => Promise<string>] => [
      `reproducible ${name}`,
      () => checkReproducible(name),
    ]),
    ...works.map((work): [string, () => Promise<string>] => [`targets of ${work.example}`, () => checkTargets(work)]),
    ['verify', checkVerify],
    ['verify, an engine elsewhere', checkElsewhere],
    ['verify, interrupted', checkInterrupts],
    ...COMPOSED.map((name): [string, () => Promise<string>] => [`compose ${name}`, () => checkCompose(name)]),
    ...exampleNames().map((name): [string, () => Promise<string>] => [name, () => checkExample(name)]),
  ];
  const wanted = cases.filter(([name]) => options.only?.includes(name) ?? true);
  const jobs = Math.max(1, Number(options.jobs ?? availableParallelism()));
  const waiting = [...wanted];
  const lane = async (): Promise<number> => {
    let failures = 0;
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!(await passes(...next))) failures += 1;
    return failures;
  };
  const failed = (await Promise.all(Array.from({ length: jobs }, lane))).reduce((sum, each) => sum + each, 0);
  process.stdout.write(`${wanted.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || wanted.length === 0 ? 1 : 0;
}

await main();
