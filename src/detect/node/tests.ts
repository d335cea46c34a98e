import { fact, type Fact } from '../../model/fact.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { unwrap } from './launchers.ts';
import type { PackageManifest } from './manifest.ts';
import { readRun } from './runners.ts';

/** npm's placeholder, which is no test. */
const NO_TEST = /no test specified/;
/** Scripts that lint, and those that test: the first of each that an image build can run. */
const LINTS = ['lint', 'lint:check'];
const TESTS = ['test', 'test:ci', 'test:unit', 'unit'];
/** Runners that drive a browser, which no stage has. */
const DRIVERS = ['cypress', 'karma', 'nightwatch', 'playwright', 'testcafe', 'wdio'];
const WATCHES = /(^|\s)--watch(All)?(=true)?(\s|$)/;
const AROUND = { alone: [], isShipped: () => false, configured: () => undefined };
const MAX_DEPTH = 10;

/** What the test target runs, and what it cannot. */
export interface ProjectTests {
  /** Names of scripts, in order. */
  readonly tests: readonly Fact<string>[];
  readonly problems: readonly Problem[];
}

/** The project's own scripts that lint and test, as far as they run without a browser and end by themselves. */
export function projectTests(manifest: PackageManifest): ProjectTests {
  const { scripts } = manifest;
  const textOf = (name: string): string | undefined => (Object.hasOwn(scripts, name) ? scripts[name] : undefined);
  const driverOf = (name: string): string | undefined =>
    programsIn(textOf(name) ?? '', scripts).find((program) => DRIVERS.includes(program) || isKarma(manifest, program));
  const runs = (name: string): boolean => {
    const text = textOf(name);
    return text !== undefined && !NO_TEST.test(text) && !WATCHES.test(text) && driverOf(name) === undefined;
  };
  const chosen = [LINTS.find(runs), TESTS.find(runs)].flatMap((name) => name ?? []);
  const driver = driverOf('test');
  return {
    tests: chosen.map((name) =>
      fact(name, `the ${name} script runs ${textOf(name) ?? ''}`, manifest.at('scripts', name)),
    ),
    problems:
      driver === undefined ? [] : [problem('test-needs-browser', { script: 'test', driver }, { file: manifest.file })],
  };
}

/** `ng test` drives a browser by Karma, where that is installed. */
function isKarma({ devDependencies }: PackageManifest, program: string): boolean {
  return program === 'ng' && Object.hasOwn(devDependencies, 'karma');
}

/** Every program that a script comes down to. */
function programsIn(text: string, scripts: Readonly<Record<string, string>>, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return parseCommandLine(text).commands.flatMap((command) => {
    const { words } = unwrap(command, AROUND).command;
    const run = readRun(words, scripts);
    if (run?.kind === 'script') return programsIn(scripts[run.name] ?? '', scripts, depth + 1);
    return (run?.words ?? words).slice(0, 1);
  });
}
