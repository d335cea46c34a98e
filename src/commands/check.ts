import packageJson from '../../package.json' with { type: 'json' };
import { finding } from '../check/context.ts';
import { checkDockerfile, dockerfilesOf, type Checked } from '../check/index.ts';
import { toSarif } from '../check/sarif.ts';
import { isProblem, problem } from '../model/problem.ts';
import type { Options } from '../plan/options.ts';
import { releasesDate } from '../releases.ts';
import { join } from '../repo/repo.ts';
import { findingLines, findingSummary } from '../ui/findings.ts';
import type { Terminal } from '../ui/terminal.ts';
import { openPlace, optionsOf, type Place } from './place.ts';
import { prepare } from './prepare.ts';
import { refuse } from './refuse.ts';
import type { Request } from './request.ts';

const DAY = 86_400_000;

/**
 * Holds the Dockerfiles of a folder against the repository.
 * @returns the exit code: 1 where something was found that is more than a hint.
 */
export async function check(request: Request, terminal: Terminal): Promise<number> {
  const place = await openPlace(request.dir, request.given.presetsFrom, terminal);
  if (isProblem(place)) return refuse([place], terminal);
  const options = optionsOf(place, request);
  const { output } = request.given;
  if (output !== undefined && !place.repo.has(join(place.dir, output)))
    return refuse([problem('no-such-dockerfile', { file: join(place.dir, output) })], terminal);
  const paths = pathsOf(place, options);
  if (paths.length === 0) return refuse([problem('no-dockerfile', { dir: request.dir })], terminal);
  const now = Date.now();
  const clock = {
    today: new Date(now).toISOString().slice(0, 10),
    tableAge: Math.floor((now - Date.parse(releasesDate)) / DAY),
  };
  const outdated = outdatedOf(place, options);
  const checked = paths.map((path): Checked => {
    const result = checkDockerfile(place.repo, path, clock, options.app);
    const own = outdated.includes(path) ? [finding('generated-outdated', { file: path }, { file: path })] : [];
    return { ...result, findings: [...result.findings, ...own] };
  });
  const problems = checked.flatMap((each) => each.problem ?? []);
  if (request.json) terminal.print(JSON.stringify({ schemaVersion: 1, checked, problems }, null, 2));
  else if (request.sarif) terminal.print(JSON.stringify(toSarif(checked, packageJson.version), null, 2));
  else for (const line of findingLines(checked, terminal.style)) terminal.print(line);
  if (problems.length > 0) return refuse(problems, terminal);
  terminal.say(findingSummary(checked));
  return checked.some(({ findings }) => findings.some(({ level }) => level !== 'hint')) ? 1 : 0;
}

function pathsOf({ repo, dir }: Place, options: Options): readonly string[] {
  const named = join(dir, options.output);
  return options.output !== 'Dockerfile' && repo.has(named) ? [named] : dockerfilesOf(repo, dir);
}

/** The Dockerfiles that stand as we wrote them and would be written differently today. */
function outdatedOf(place: Place, options: Options): readonly string[] {
  const { changes } = prepare(place, options);
  return changes.filter(({ kind }) => kind === 'update').map(({ path }) => path);
}
