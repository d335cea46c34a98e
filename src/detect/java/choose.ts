import type { JavaApp } from '../../model/app.ts';

/** Folders whose programs show or measure something. */
const BESIDE = /(^|\/)(docs?|examples?|samples?|demos?|tests?|e2e|integration-tests?|benchmarks?)(\/|$)/;

/**
 * The modules of a build that start something. Where some are built to be run (an archive that starts, a main class that
 * the build file names), a class with a main method alone makes a module an app only by name; so does a folder of examples.
 */
export function startingModules(apps: readonly JavaApp[]): readonly JavaApp[] {
  const starting = apps.filter((app) => app.processes.length > 0);
  const rules: readonly (readonly [(app: JavaApp) => boolean, string])[] = [
    [(app) => !BESIDE.test(app.java.module), 'it stands in a folder of examples or tests'],
    [isBuiltToRun, 'it has a main method, and another module is built to be run'],
  ];
  const left = rules.reduce<readonly JavaApp[]>((kept, [fits]) => {
    const better = kept.filter(fits);
    return better.length > 0 ? better : kept;
  }, starting);
  return starting.map((app) => {
    const why = rules.find(([fits]) => !fits(app))?.[1];
    return left.includes(app) || why === undefined ? app : { ...app, onlyByName: why };
  });
}

function isBuiltToRun({ java }: JavaApp): boolean {
  const [source] = java.mainClass?.sources ?? [];
  const isNamed = source?.kind === 'file' && !/\.(java|kt)$/.test(source.file);
  return java.isExecutable || java.servlet !== undefined || isNamed;
}
