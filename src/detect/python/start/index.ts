import { consoleScript, entryFile, guardedFile, packageMain } from './convention.ts';
import type { Start, StartContext } from './model.ts';
import { runnerStart } from './runners.ts';
import { djangoStart, servedApp } from './served.ts';
import { procfileStart, scriptStart, startupFile } from './stated.ts';

/** Where a start is looked for, in order: what the repository states, its framework, then convention. */
const finders: readonly ((context: StartContext) => Start | undefined)[] = [
  (context) => procfileStart(context, 'web'),
  scriptStart,
  startupFile,
  djangoStart,
  runnerStart,
  servedApp,
  consoleScript,
  entryFile,
  packageMain,
  guardedFile,
  (context) => procfileStart(context, 'worker'),
];

/** How the project starts; undefined where nothing says it. */
export function findStart(context: StartContext): Start | undefined {
  for (const find of finders) {
    const start = find(context);
    if (start !== undefined) return start;
  }
  return undefined;
}
