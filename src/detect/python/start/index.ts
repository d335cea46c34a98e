import { botStart, consoleScript, entryFile, guardedFile, packageMain } from './convention.ts';
import { problem } from '../../../model/problem.ts';
import type { Start, StartContext } from './model.ts';
import { reachable } from './reachable.ts';
import { runnerStart } from './runners.ts';
import { djangoStart, servedApp } from './served.ts';
import { isBrought, SERVERS } from './servers.ts';
import { configured } from './uwsgi.ts';
import { procfileStart, scriptStart, startScript, startupFile } from './stated.ts';

/** Where a start is looked for, in order: what the repository states, its framework, then convention. */
const finders: readonly ((context: StartContext) => Start | undefined)[] = [
  (context) => procfileStart(context, 'web'),
  scriptStart,
  startupFile,
  startScript,
  djangoStart,
  runnerStart,
  botStart,
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
    if (start === undefined) continue;
    const reached = reachable(context, start);
    const env = { ...context.django?.runEnv, ...reached.env };
    return configured(context, withServer(context, { ...reached, env }));
  }
  return undefined;
}

/** A stated command may name a server that its platform had and the project does not depend on. */
function withServer(context: StartContext, start: Start): Start {
  const { manifest, locked, repo } = context;
  const text = start.command.value.join(' ');
  const named = SERVERS.find(({ program, name }) =>
    new RegExp(`(?:^|&& |exec |-c )${program ?? name}(?: |$)`).test(text),
  );
  if (named !== undefined && start.additions.includes(named.name)) return start;
  const isSure = start.interface === undefined && manifest.requirements.length > 0 && !manifest.installsSources;
  if (named === undefined || !isSure || isBrought(named.name, manifest.dependencies, locked)) return start;
  const [source] = start.command.sources;
  const where = source?.kind === 'file' ? { file: source.file } : undefined;
  repo.report(problem('server-missing', { framework: 'The app', server: named.name }, where));
  return { ...start, additions: [...start.additions, named.name] };
}
